import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'ledger', path: '/ledger', tag: 't-ledger', order: 60, key: 'b', word: { en: 'Ledger', zh: '台账' },
  load: () => import('./ledger.js'),
};
