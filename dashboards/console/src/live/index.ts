import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Board } from './board.js';
import { hostNow } from './freshness.js';
import { join, type Send } from './link.js';

/** The page's own view of the live topics. */
export const board = new Board();

let isStarted = false;
let send: Send = () => {};

/** Once, by the frame. */
export function startLive(): void {
  if (isStarted) return;
  isStarted = true;
  send = join(message => board.hear(message));
  board.connect(send);
}

/** Something happened that may have brought the host within reach: a sign-in. */
export const wakeLive = (): void => send({ kind: 'wake' });

/**
 * Told when the connection is back after it was lost: the host may be another process, and what was asked of it before
 * is asked again.
 * @returns ends it
 */
export function onReturn(listener: () => void): () => void {
  let wasLost = false;
  return board.subscribe({
    prefixes: [], atOnce: true, listener: () => {
      const { link } = board.state;
      if (link === 'live' && wasLost) listener();
      wasLost = link === 'live' ? false : wasLost || link === 'lost' || link === 'refused';
    },
  });
}

/** Now by the host's clock, Unix ms. */
export const now = (): number => hostNow(board.state);

/** Renders its element when a topic with one of the prefixes changed, and on a change of the link; once a frame. */
export class Watch implements ReactiveController {
  private end: (() => void) | null = null;

  constructor(private readonly host: ReactiveControllerHost, private prefixes: readonly string[]) {
    host.addController(this);
  }

  /** Watches others from now on. */
  set(prefixes: readonly string[]): void {
    if (prefixes.join('\n') === this.prefixes.join('\n')) return;
    this.prefixes = prefixes;
    if (!this.end) return;
    this.hostDisconnected();
    this.hostConnected();
  }

  hostConnected(): void {
    this.end = board.subscribe({ prefixes: this.prefixes, listener: () => this.host.requestUpdate() });
  }

  hostDisconnected(): void {
    this.end?.();
    this.end = null;
  }
}

const ticking = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | null = null;

/** Renders its element each second, so that ages count up and values turn stale by themselves. */
export class EachSecond implements ReactiveController {
  private readonly act: () => void;

  constructor(host: ReactiveControllerHost, act: () => void = () => host.requestUpdate()) {
    this.act = act;
    host.addController(this);
  }

  hostConnected(): void {
    ticking.add(this.act);
    ticker ??= setInterval(() => {
      for (const act of [...ticking]) act();
    }, 1_000);
  }

  hostDisconnected(): void {
    ticking.delete(this.act);
    if (ticking.size > 0 || ticker === null) return;
    clearInterval(ticker);
    ticker = null;
  }
}

export * from './freshness.js';
export { STATUS, type Link, type LinkState, type Payload } from './protocol.js';
