import type { World } from './stream.js';

export const LIVE_URL = '/api/live';

/** A browser's own, in a page or a worker. */
export const browserWorld: World = {
  open: url => new EventSource(url),
  now: () => Date.now(),
  after: (ms, act) => setTimeout(act, ms) as unknown as number,
  cancel: timer => clearTimeout(timer),
  async whyNot() {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 3_000);
    try {
      const answer = await fetch(LIVE_URL, { signal: stop.signal, headers: { Accept: 'text/event-stream' } });
      const { status } = answer;
      return status;
    } catch {
      return 0; // nobody answers: that is what the caller asks
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  },
};
