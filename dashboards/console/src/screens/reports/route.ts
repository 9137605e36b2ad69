import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'reports', path: '/reports', tag: 't-reports', order: 50, key: 'm', word: { en: 'Reports', zh: '月报' },
  load: () => import('./reports.js'),
};
