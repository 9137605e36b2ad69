import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'fleet', path: '/fleet', tag: 't-fleet', order: 20, key: 'f', word: { en: 'Fleet', zh: '车辆' },
  load: () => import('./fleet.js'),
};
