import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'works', path: '/works', tag: 't-works', order: 80, key: 'w', word: { en: 'Works', zh: '运行' },
  load: () => import('./works.js'),
};
