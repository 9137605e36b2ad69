import { describe, expect, it } from 'vitest';
import { bulletEnd, loadOf, panned, pathOf, roundUp, ticks, withGaps, zoomed } from '../src/charts/scale.js';
import { alignedOf } from '../src/charts/trend-data.js';

const NONE = { soFar: null, capacity: null, expected: null, projected: null, low: null, high: null };

describe('scales', () => {
  it.each([[0, 1], [0.3, 0.5], [1, 1], [1.01, 2], [2.2, 2.5], [40_001, 50_000], [60_000, 100_000]])(
    'end for %s at %s', (value, expected) => expect(roundUp(value)).toBe(expected));

  it('have ticks at round figures', () => {
    expect(ticks(50_000)).toEqual([0, 20_000, 40_000]);
    expect(ticks(1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });
});

describe('a bullet', () => {
  it('has room for its capacity and for what goes beyond', () => {
    expect(bulletEnd({ ...NONE, soFar: 10_000, capacity: 40_000 })).toBe(50_000);
    expect(bulletEnd({ ...NONE, soFar: 60_000, capacity: 40_000 })).toBe(63_000);
    expect(bulletEnd(NONE)).toBe(1);
  });

  it.each([
    [{}, 'unknown'],
    [{ soFar: 1, capacity: 10, projected: 9 }, 'within'],
    [{ soFar: 1, capacity: 10, projected: 11 }, 'ahead'],
    [{ soFar: 11, capacity: 10, projected: 12 }, 'over'],
    [{ soFar: 11, projected: 12 }, 'within'],
    [{ soFar: 11, capacity: 0 }, 'within'],
  ] as const)('with %o is %s', (figures, expected) => expect(loadOf({ ...NONE, ...figures })).toBe(expected));
});

describe('a line', () => {
  const points = [{ at: 0, value: 1 }, { at: 10, value: 2 }, { at: 50, value: 3 }];

  it('is not drawn across what nobody measured', () => {
    expect(withGaps(points, 15)).toEqual([...points.slice(0, 2), { at: 25, value: null }, points[2]]);
    expect(pathOf(withGaps(points, 15), at => at, value => value)).toBe('M0.0 1.0h.01L10.0 2.0M50.0 3.0h.01');
  });

  it('is whole where nothing is missing', () => expect(withGaps(points, 40)).toEqual(points));

  it('shares its axis with others, and only its own gaps break it', () => {
    const [times, a, b] = alignedOf([
      { label: 'a', gap: 15_000, points: [{ at: 0, value: 1 }, { at: 10_000, value: 2 }, { at: 60_000, value: 3 }] },
      { label: 'b', gap: 60_000, points: [{ at: 5_000, value: 9 }] },
    ]);
    expect(times).toEqual([0, 5, 10, 25, 60]);
    expect(a).toEqual([1, undefined, 2, null, 3]);
    expect(b).toEqual([undefined, 9, undefined, undefined, undefined]);
  });
});

describe('what is shown', () => {
  const whole = { from: 0, to: 1_000 };

  it('zooms around its centre and stays within the whole', () => {
    expect(zoomed(whole, 0.5, 500, 10, whole)).toEqual({ from: 250, to: 750 });
    expect(zoomed({ from: 0, to: 100 }, 2, 0, 10, whole)).toEqual({ from: 0, to: 200 });
    expect(zoomed({ from: 900, to: 1_000 }, 0.001, 950, 10, whole)).toEqual({ from: 945, to: 955 });
    expect(zoomed({ from: 100, to: 900 }, 9, 500, 10, whole)).toEqual(whole);
  });

  it('moves no further than the whole', () => {
    expect(panned({ from: 100, to: 200 }, 0.5, whole)).toEqual({ from: 150, to: 250 });
    expect(panned({ from: 900, to: 1_000 }, 0.5, whole)).toEqual({ from: 900, to: 1_000 });
    expect(panned({ from: 100, to: 200 }, -1e9, whole)).toEqual({ from: 0, to: 100 });
  });
});
