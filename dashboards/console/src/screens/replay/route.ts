import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'replay', path: '/replay', tag: 't-replay', order: 30, key: 'r', word: { en: 'Replay', zh: '轨迹回放' },
  load: () => import('./replay.js'),
};
