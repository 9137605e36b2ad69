import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'alarms', path: '/alarms', tag: 't-alarms', order: 70, key: 'a', word: { en: 'Alarms', zh: '报警' },
  load: () => import('./alarms.js'),
};
