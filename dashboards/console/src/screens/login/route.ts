import type { Route } from '../../shell/routes.js';

export const route: Route = {
  name: 'login', path: '/login', tag: 't-login', word: { en: 'Sign in', zh: '登录' },
  load: () => import('./login.js'),
};
