import { isWanted, type FromKeeper, type FromPage, type LinkState, type Payload, type Values } from './protocol.js';
import { Stream, type World } from './stream.js';

/** A page as the keeper sees it. */
export interface Page {
  post(message: FromKeeper): void;
}

/** A page that crashed says no goodbye; one in the background speaks once a minute at least. */
const FORGOTTEN_AFTER = 4 * 60_000;

/**
 * Holds the one stream of this browser and the newest values, and tells each page what it wants of them. Lives in the
 * shared worker, or in the page itself where there is none.
 */
export class Keeper {
  private readonly pages = new Map<Page, { prefixes: readonly string[]; heardAt: number }>();
  private readonly values = new Map<string, Payload>();
  private readonly stream: Stream;

  constructor(private readonly world: World, url: string) {
    this.stream = new Stream(world, {
      state: state => this.tellState(state),
      values: (values, whole) => this.take(values, whole),
    }, url);
  }

  hear(page: Page, message: FromPage): void {
    if (message.kind === 'bye') {
      this.pages.delete(page);
      return;
    }
    let known = this.pages.get(page);
    if (!known) {
      known = { prefixes: [], heardAt: 0 };
      this.pages.set(page, known);
      page.post({ kind: 'state', state: this.stream.state });
    }
    known.heardAt = this.world.now();
    if (message.kind === 'want') this.want(page, known, message.prefixes);
    if (message.kind === 'wake') this.stream.wake();
    this.stream.start();
  }

  private want(page: Page, known: { prefixes: readonly string[] }, prefixes: readonly string[]): void {
    const fresh = prefixes.filter(prefix => !known.prefixes.includes(prefix));
    known.prefixes = prefixes;
    if (fresh.length > 0) page.post({ kind: 'values', values: this.matching(fresh), whole: fresh });
  }

  private matching(prefixes: readonly string[]): Values {
    const found: Values = {};
    for (const [topic, payload] of this.values) {
      if (isWanted(topic, prefixes)) found[topic] = payload;
    }
    return found;
  }

  private take(values: Values, whole: boolean): void {
    if (whole) this.values.clear();
    for (const topic in values) {
      const payload = values[topic];
      if (payload) this.values.set(topic, payload);
      else this.values.delete(topic);
    }
    const now = this.world.now();
    for (const [page, known] of this.pages) {
      if (now - known.heardAt > FORGOTTEN_AFTER) {
        this.pages.delete(page);
        continue;
      }
      const wanted: Values = {};
      let any = whole;
      for (const topic in values) {
        if (!isWanted(topic, known.prefixes)) continue;
        wanted[topic] = values[topic]!;
        any = true;
      }
      if (any) page.post({ kind: 'values', values: wanted, whole: whole ? known.prefixes : [] });
    }
  }

  private tellState(state: LinkState): void {
    for (const page of this.pages.keys()) page.post({ kind: 'state', state });
  }
}
