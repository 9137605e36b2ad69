import { describe, expect, it, vi } from 'vitest';
import { changesOf, sayValue } from '../src/parts/changes.js';
import { declare, errorsOf } from '../src/screens/declared/answers.js';
import { choicesOf, figureOf, typeOf, withOffset } from '../src/screens/declared/fields.js';
import { questionOf } from '../src/screens/ledger/answers.js';
import { dueMonth, lastDayOf, standingOf } from '../src/screens/reports/standing.js';
import type { Published } from '../src/screens/reports/answers.js';
import { isOpenForReview } from '../src/screens/reports/reviews.js';
import { addDays, setTimeZone } from '../src/words/format.js';

describe('what changed', () => {
  it('is named in order, with both values, and what is the same is left out', () => {
    const changes = changesOf({ b: 1, a: 'x', gone: 3 }, { a: 'x', b: 2, fresh: null, more: { inner: 5 } });
    expect(changes).toEqual([
      { name: 'b', before: 1, after: 2 }, { name: 'gone', before: 3, after: undefined },
      { name: 'more/inner', before: undefined, after: 5 },
    ]);
    expect(changesOf(undefined, undefined)).toEqual([]);
  });

  it('is said with the digits that count, and a dash for what is unknown', () => {
    expect(sayValue(142.79999999999998)).toBe('142.8');
    expect(sayValue(38_100.5)).toBe('38,100.5');
    expect(sayValue(null)).toBe('—');
    expect(sayValue(0)).toBe('0');
    expect(sayValue('late data')).toBe('late data');
  });
});

const published = (more: Partial<Published['report']>, revision: number | null = null): Published =>
  ({ report: { to: '2026-03-01T00:00:00+08:00', state: 'final', ...more } as Published['report'], revision, pending: null });

describe('a month', () => {
  const after = Date.parse('2026-03-05T00:00:00Z');

  it('is ready once it is over and none of its days is provisional', () => {
    expect(standingOf(published({}), after)).toBe('ready');
    expect(standingOf(published({ state: 'final_incomplete' }), after)).toBe('ready');
    expect(standingOf(published({ state: 'provisional' }), after)).toBe('provisional');
    expect(standingOf(published({}), Date.parse('2026-02-28T00:00:00Z'))).toBe('running');
    expect(standingOf(published({ state: 'provisional' }, 0), after)).toBe('published');
  });

  it('that is due is the one before this one', () => {
    expect([dueMonth('2026-01-05'), dueMonth('2026-12-31')]).toEqual(['2025-12', '2026-11']);
    expect([lastDayOf('2024-02'), lastDayOf('2026-02'), lastDayOf('2026-12')]).toEqual(['2024-02-29', '2026-02-28', '2026-12-31']);
  });

  it('has days that can be stood by once they are closed', () => {
    const row = (state: string, reviewed = false) => ({ day: { day: 'd', state, revision: 0, checks: [] }, reviewed });
    expect(['final', 'final_incomplete', 'locked'].map(state => isOpenForReview(row(state)))).toEqual([true, true, true]);
    expect(['provisional', 'none'].map(state => isOpenForReview(row(state)))).toEqual([false, false]);
    expect(isOpenForReview(row('final', true))).toBe(false);
  });
});

describe('filters of the ledger', () => {
  it('are instants where rows were written, the last day included, and days where they concern', () => {
    const query = new URLSearchParams('kind=review&subject=plant:a&actor=&from=2026-03-01&to=2026-03-02&toDay=2026-03-09&x=1');
    const question = questionOf(query, day => Date.parse(`${day}T00:00:00Z`), day => addDays(day, 1));
    expect(question).toEqual({
      kind: 'review', subject: 'plant:a', from: String(Date.UTC(2026, 2, 1)), to: String(Date.UTC(2026, 2, 3)), toDay: '2026-03-09',
    });
  });
});

describe('a form', () => {
  const column = (name: string, allowed = '', unit?: string) => ({ name, allowed, required: true, ...(unit ? { unit } : {}) });

  it('asks for each column as what it is', () => {
    expect([column('day'), column('at'), column('volume_m3', '', 'm³'), column('plant', 'a plant of the registry'),
      column('customers', 'domestic, public, other'), column('coefficient', '', 'm³/m³')].map(typeOf))
      .toEqual(['date', 'datetime-local', 'number', 'text', 'choice', 'number']);
    expect(choicesOf(column('material', 'sludge, fecal, garbage'))).toEqual(['sludge', 'fecal', 'garbage']);
    expect(choicesOf(column('reason', '1 to 1,000 characters'))).toEqual([]);
  });

  it('gives an instant the offset of the city', () => {
    setTimeZone('Asia/Shanghai');
    expect(withOffset('2009-03-01T08:00')).toBe('2009-03-01T08:00:00+08:00');
    setTimeZone('America/St_Johns');
    expect(withOffset('2009-01-15T08:00')).toBe('2009-01-15T08:00:00-03:30');
    setTimeZone('UTC');
  });

  it('leaves out what was not filled in', () => {
    const figure = figureOf([column('plant'), column('reason'), column('at')],
      new Map([['plant', ' sewage-1 '], ['reason', ''], ['at', '2009-03-01T08:00'], ['why', 'x']]));
    expect(figure).toEqual({ plant: 'sewage-1', at: '2009-03-01T08:00:00+00:00' });
  });
});

describe('a refusal', () => {
  const errors = [{ row: 3, column: 'plant', value: 'nowhere', allowed: 'a plant of the registry' }];

  it('has its errors value by value', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ detail: 'Nothing was taken', errors }),
      { status: 400, headers: { 'Content-Type': 'application/problem+json' } })));
    expect(await declare('day_correction', 'why', {})).toEqual({ kind: 'refused', errors });
    vi.unstubAllGlobals();
  });

  it('without errors of values is thrown as the problem it is', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ detail: 'no' }),
      { status: 403, headers: { 'Content-Type': 'application/problem+json' } })));
    await expect(declare('day_correction', 'why', {})).rejects.toMatchObject({ status: 403 });
    vi.unstubAllGlobals();
    expect(errorsOf({ plant: ['wrong'] })).toEqual([]);
  });
});
