import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'plant', path: '/plants/:id', tag: 't-plant', word: { en: 'Plant', zh: '处理厂' },
  load: () => import('./plant.js'),
};
