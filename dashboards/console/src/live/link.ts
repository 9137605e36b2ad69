import { Keeper, type Page } from './keeper.js';
import type { FromKeeper, FromPage } from './protocol.js';
import { LIVE_URL, browserWorld } from './world.js';

export type Send = (message: FromPage) => void;

/** A shared worker that says nothing for this long has failed to start. */
const PATIENCE = 3_000;

/** Well below the keeper's patience with a page. */
const SIGN_OF_LIFE = 45_000;

/**
 * Joins this page to the browser's one keeper of the stream: in a shared worker where there is one and it starts, else
 * within this page.
 */
export function join(hear: (message: FromKeeper) => void): Send {
  let wanted: FromPage | null = null;
  let isHeard = false;
  let pass: Send = () => {};

  const alone = () => {
    const keeper = new Keeper(browserWorld, LIVE_URL);
    const page: Page = { post: hear };
    pass = message => keeper.hear(page, message);
    pass(wanted ?? { kind: 'here' });
  };

  const send: Send = message => {
    if (message.kind === 'want') wanted = message;
    pass(message);
  };

  if (typeof SharedWorker === 'undefined') {
    alone();
  } else {
    try {
      const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'live' });
      const giveUp = () => {
        if (isHeard) return;
        isHeard = true; // what comes late is not listened to
        worker.port.onmessage = null;
        worker.port.close();
        alone();
      };
      worker.onerror = giveUp;
      worker.port.onmessage = (event: MessageEvent<FromKeeper>) => {
        isHeard = true;
        hear(event.data);
      };
      pass = message => worker.port.postMessage(message);
      pass({ kind: 'here' });
      setTimeout(giveUp, PATIENCE);
    } catch {
      alone(); // a browser that has the name and forbids its use
    }
  }

  setInterval(() => send({ kind: 'here' }), SIGN_OF_LIFE);
  addEventListener('online', () => send({ kind: 'wake' }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') send({ kind: 'wake' });
  });
  addEventListener('pagehide', () => pass({ kind: 'bye' }));
  addEventListener('pageshow', event => {
    if (!event.persisted) return;
    pass({ kind: 'here' });
    // As if nothing were known: what changed meanwhile was told to others.
    pass({ kind: 'want', prefixes: [] });
    if (wanted) pass(wanted);
    pass({ kind: 'wake' });
  });
  return send;
}
