import { Keeper, type Page } from './keeper.js';
import type { FromPage } from './protocol.js';
import { LIVE_URL, browserWorld } from './world.js';

/** Of a shared worker's scope, what is used: its types and the page's do not go together in one program. */
declare const self: { onconnect: ((event: MessageEvent) => void) | null };

const keeper = new Keeper(browserWorld, LIVE_URL);

self.onconnect = event => {
  const port = event.ports[0]!;
  const page: Page = { post: message => port.postMessage(message) };
  port.onmessage = (message: MessageEvent<FromPage>) => keeper.hear(page, message.data);
};
