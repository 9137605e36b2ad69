import { isWanted, type FromKeeper, type LinkState, type Payload } from './protocol.js';
import type { Send } from './link.js';

/** @param topics those that changed, among what was asked for; empty where only the connection's state did */
export type Listener = (topics: ReadonlySet<string>) => void;

export interface Subscription {
  readonly prefixes: readonly string[];
  readonly listener: Listener;
  /** Told with each message, also while the page is hidden: for what must not wait for a frame. */
  readonly atOnce?: boolean;
}

/** Runs once before the next frame; a hidden page has no frames and is told when it is seen again. */
export type NextFrame = (act: () => void) => void;

/**
 * The newest payload by live topic, as far as anything on this page asked for it. Listeners are told at most once a
 * frame, however much came.
 */
export class Board {
  private readonly values = new Map<string, Payload>();
  private readonly subscriptions = new Set<Subscription>();
  private readonly changed = new Set<string>();
  private prefixes: readonly string[] = [];
  private isQueued = false;
  private isWantQueued = false;
  private now: LinkState = { link: 'connecting', lastEventAt: null, clockAhead: 0, version: null };
  private send: Send = () => {};

  constructor(private readonly nextFrame: NextFrame = act => requestAnimationFrame(act)) {}

  connect(send: Send): void {
    this.send = send;
  }

  get state(): LinkState {
    return this.now;
  }

  get(topic: string): Payload | undefined {
    return this.values.get(topic);
  }

  /** Topics with a prefix, in no order. */
  *under(prefix: string): Iterable<[string, Payload]> {
    for (const entry of this.values) {
      if (entry[0].startsWith(prefix)) yield entry;
    }
  }

  /** @returns ends it */
  subscribe(subscription: Subscription): () => void {
    this.subscriptions.add(subscription);
    this.askSoon();
    return () => {
      this.subscriptions.delete(subscription);
      this.askSoon();
    };
  }

  hear(message: FromKeeper): void {
    const told = new Set<string>();
    if (message.kind === 'state') {
      this.now = message.state;
    } else {
      this.take(message.values, message.whole, told);
      for (const topic of told) this.changed.add(topic);
    }
    for (const one of this.subscriptions) {
      if (one.atOnce) this.tell(one, told, message.kind === 'state');
    }
    if (this.isQueued) return;
    this.isQueued = true;
    this.nextFrame(() => this.tellAll());
  }

  private take(values: Record<string, Payload | null>, whole: readonly string[], told: Set<string>): void {
    if (whole.length > 0) {
      for (const topic of this.values.keys()) {
        if (topic in values || !isWanted(topic, whole)) continue;
        this.values.delete(topic);
        told.add(topic);
      }
    }
    for (const topic in values) {
      const payload = values[topic];
      if (payload) this.values.set(topic, payload);
      else this.values.delete(topic);
      told.add(topic);
    }
  }

  private tellAll(): void {
    this.isQueued = false;
    const changed = new Set(this.changed);
    this.changed.clear();
    for (const one of [...this.subscriptions]) {
      if (!one.atOnce) this.tell(one, changed, true);
    }
  }

  private tell(one: Subscription, changed: ReadonlySet<string>, evenEmpty: boolean): void {
    const own = new Set<string>();
    for (const topic of changed) {
      if (isWanted(topic, one.prefixes)) own.add(topic);
    }
    if (own.size > 0 || (evenEmpty && changed.size === 0)) one.listener(own);
  }

  /** Once for all that subscribe in one turn, so that a change of screens asks for nothing twice. */
  private askSoon(): void {
    if (this.isWantQueued) return;
    this.isWantQueued = true;
    queueMicrotask(() => {
      this.isWantQueued = false;
      const next = [...new Set([...this.subscriptions].flatMap(one => one.prefixes))].sort();
      if (next.join('\n') === this.prefixes.join('\n')) return;
      this.prefixes = next;
      // What nobody asks for is not told any more and would grow old unseen.
      for (const topic of this.values.keys()) {
        if (!isWanted(topic, next)) this.values.delete(topic);
      }
      this.send({ kind: 'want', prefixes: next });
    });
  }
}
