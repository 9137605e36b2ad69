import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'indicators', path: '/indicators', tag: 't-indicators', order: 40, key: 'i', word: { en: 'Indicators', zh: '指标' },
  load: () => import('./indicators.js'),
};
