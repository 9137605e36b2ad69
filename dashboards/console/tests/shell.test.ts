import { beforeEach, describe, expect, it } from 'vitest';
import { summaryOf, type LiveAlarm } from '../src/shell/alarms.js';
import { find, type KeyBinding } from '../src/shell/keys.js';
import { match, routes, type Route } from '../src/shell/routes.js';
import { ApiProblem, pathOf, wordsOfProblem } from '../src/api/api.js';
import { setLanguage } from '../src/words/words.js';

beforeEach(() => setLanguage('en'));

const route = (name: string, path: string): Route =>
  ({ name, path, tag: `t-${name}`, load: () => Promise.resolve(), word: { en: name, zh: name } });

describe('routes', () => {
  const known = [route('overview', '/'), route('plant', '/plants/:id'), route('fleet', '/fleet')];

  it.each([
    ['/', 'overview', {}], ['/fleet', 'fleet', {}], ['/fleet/', 'fleet', {}],
    ['/plants/sewage-1', 'plant', { id: 'sewage-1' }], ['/plants/%E6%B1%A1', 'plant', { id: '污' }],
  ])('find %s', (path, name, params) => {
    const found = match(path, known);
    expect(found?.route.name).toBe(name);
    expect(found?.params).toEqual(params);
  });

  it.each(['/plants', '/plants/', '/plants/a/b', '/nothing'])('find nothing at %s', path => {
    expect(match(path, known)).toBeNull();
  });

  it('of the screens have names, paths and keys of their own and both languages', () => {
    for (const of of [(one: Route) => one.name, (one: Route) => one.path, (one: Route) => one.key]) {
      const all = routes.map(of).filter(one => one !== undefined);
      expect(new Set(all).size).toBe(all.length);
    }
    for (const one of routes) expect(one.word.en && one.word.zh, one.name).toBeTruthy();
  });
});

describe('keys', () => {
  const known: KeyBinding[] = [
    { keys: 'g o', words: '', act: () => {} }, { keys: 'o', words: '', act: () => {} },
    { keys: '?', words: '', act: () => {} },
  ];

  it('come alone or in pairs', () => {
    expect(find('g', 10_000, known)).toBeUndefined();
    expect(find('o', 10_500, known)?.keys).toBe('g o');
    expect(find('o', 10_600, known)?.keys).toBe('o');
    expect(find('?', 10_700, known)?.keys).toBe('?');
  });

  it('are no pair when the second comes late', () => {
    find('g', 20_000, known);
    expect(find('o', 22_000, known)?.keys).toBe('o');
  });
});

describe('the alarm strip', () => {
  const alarm = (id: string, more: Partial<LiveAlarm>) =>
    ({ ts: 1, id, priority: 'low', state: 'unacknowledged', raised_at: 1, ...more }) as LiveAlarm;

  it('counts what nobody has seen, gone or not, and shows the newest of the most pressing', () => {
    const summary = summaryOf([
      alarm('a', { priority: 'low', raised_at: 90 }),
      alarm('b', { priority: 'high', raised_at: 10 }),
      alarm('c', { priority: 'high', raised_at: 20, state: 'cleared_unacknowledged' }),
      alarm('d', { priority: 'critical', raised_at: 30, state: 'acknowledged' }),
      alarm('e', { priority: 'critical', raised_at: 40, state: 'shelved' }),
    ]);
    expect(summary.unacknowledged).toBe(3);
    expect(summary.newest?.id).toBe('c');
    expect(summary.byPriority).toEqual([{ priority: 'high', count: 2 }, { priority: 'low', count: 1 }]);
  });

  it('is empty with none', () => expect(summaryOf([])).toEqual({ unacknowledged: 0, newest: null, byPriority: [] }));
});

describe('problems', () => {
  it('are words in both languages, and the host’s own after them', () => {
    expect(wordsOfProblem(new ApiProblem(403, 'Only engineers.'))).toBe('Your role may not do this. Only engineers.');
    expect(wordsOfProblem(new ApiProblem(0, null))).toContain('can’t be reached');
    expect(wordsOfProblem(new ApiProblem(418, null))).toBe('The host answered with an error (418).');
    setLanguage('zh');
    expect(wordsOfProblem(new ApiProblem(503, null))).toBe('数据库暂无响应。');
  });

  it('leave out of a question what is not asked', () => {
    expect(pathOf('/api/x', { a: 1, b: null, c: '', d: '中 文' })).toBe('/api/x?a=1&d=%E4%B8%AD+%E6%96%87');
    expect(pathOf('/api/x')).toBe('/api/x');
  });
});
