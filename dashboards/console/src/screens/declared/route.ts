import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'declared', path: '/declared', tag: 't-declared', order: 65, key: 'd', word: { en: 'Declared figures', zh: '申报数据' },
  load: () => import('./declared.js'),
};
