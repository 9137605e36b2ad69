import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'accounts', path: '/accounts', tag: 't-accounts', order: 120, key: 'u', word: { en: 'Accounts', zh: '账户' },
  load: () => import('./accounts.js'),
};
