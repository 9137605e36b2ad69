import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onReturn } from '../live/index.js';
import { isAbort } from './api.js';

/**
 * A question to the API as an element holds it: what was answered stays while the next answer is under way or fails, a
 * newer question ends the one before, and it is asked again by itself where it says so, and when the host is back after
 * it was lost.
 */
export class Loading<T> implements ReactiveController {
  /** The newest answer; undefined before the first. */
  value: T | undefined;
  /** Why the newest question has no answer; undefined where it has one. */
  problem: unknown;
  isBusy = false;
  /** When the answer came, by this machine's clock. */
  at: number | null = null;

  private stop: AbortController | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  private key: string | undefined;
  private endReturn: (() => void) | null = null;

  /** @param every milliseconds after which it is asked again; never where absent */
  constructor(
    private readonly host: ReactiveControllerHost, private readonly ask: (signal: AbortSignal) => Promise<T>,
    private readonly every?: number,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.endReturn = onReturn(() => {
      if (this.stop) void this.again();
    });
    if (this.every) {
      this.timer = setInterval(() => {
        if (document.visibilityState === 'visible') void this.again();
      }, this.every);
    }
  }

  hostDisconnected(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.endReturn?.();
    this.stop?.abort();
    this.stop = null;
    this.key = undefined;
  }

  /** Asks where the key is another than the last; for use in `willUpdate`. */
  keyed(key: string): void {
    if (key === this.key) return;
    const isOther = this.key !== undefined;
    this.key = key;
    if (isOther) this.value = undefined;
    void this.again();
  }

  /** Resolves when it is answered, refused, or overtaken by a newer question; never rejects. */
  async again(): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.isBusy = true;
    this.host.requestUpdate();
    try {
      const value = await this.ask(stop.signal);
      if (this.stop !== stop) return;
      this.value = value;
      this.problem = undefined;
      this.at = Date.now();
    } catch (error) {
      if (this.stop !== stop || isAbort(error)) return;
      this.problem = error;
    }
    this.isBusy = false;
    this.host.requestUpdate();
  }
}
