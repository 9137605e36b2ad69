import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'overview', path: '/', tag: 't-overview', order: 10, key: 'o', word: { en: 'Overview', zh: '总览' },
  load: () => import('./overview.js'),
};
