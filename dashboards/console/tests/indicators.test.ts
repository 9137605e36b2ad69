import { describe, expect, it } from 'vitest';
import type { RateDay, RateSeries } from '../src/screens/indicators/answers.js';
import { byDefinition, monthsOf, sumOf, verdictOf, weeksOf } from '../src/screens/indicators/sums.js';

const day = (more: Partial<RateDay>): RateDay => ({
  day: '2026-03-01', state: 'final', checks: [], above_whole: false, official: true, missing_meters: [],
  denominator_missing_meters: [], ...more,
});

describe('several days together', () => {
  it('are a sum by a sum of the days that have both, never a mean of rates', () => {
    const sum = sumOf([
      day({ numerator: 10, denominator: 10, rate: 1, target: 0.65 }),
      day({ numerator: 30, denominator: 90, rate: 1 / 3, target: 0.65 }),
      day({ numerator: 500 }), day({ denominator: 500 }), day({}),
    ]);
    expect(sum).toEqual({ rate: 0.4, numerator: 40, denominator: 100, counted: 2, days: 5, met: 1, judged: 2 });
  });

  it('have no rate where nothing is known or nothing was generated', () => {
    expect(sumOf([]).rate).toBeNull();
    expect(sumOf([day({ numerator: 0, denominator: 0 })]).rate).toBeNull();
  });
});

describe('a day against its target', () => {
  it('is met at the target itself, and unknown without a rate', () => {
    expect(verdictOf(day({ rate: 0.65, target: 0.65 }))).toBe('met');
    expect(verdictOf(day({ rate: 0.6499, target: 0.65 }))).toBe('missed');
    expect(verdictOf(day({ rate: 0.5 }))).toBe('no target');
    expect(verdictOf(day({ target: 0.65 }))).toBe('unknown');
    expect(verdictOf(undefined)).toBe('unknown');
  });
});

describe('definitions', () => {
  const series = (id: string, basis: string, official: boolean): RateSeries => ({ id, basis, official, unit: 'm³', days: [] });

  it('stand with the official one first, and only those of the indicator', () => {
    const found = byDefinition([series('a', 'metered', false), series('b', 'x', true), series('a', 'declared', false),
      series('a', 'yearbook', true)], 'a');
    expect(found.map(one => one.basis)).toEqual(['yearbook', 'declared', 'metered']);
  });
});

describe('the calendar', () => {
  it('has weeks from Monday, with empty cells where another month is', () => {
    const weeks = weeksOf('2026-03');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]!.days).toEqual([null, null, null, null, null, null, '2026-03-01']);
    expect(weeks[5]!.days.slice(0, 3)).toEqual(['2026-03-30', '2026-03-31', null]);
    expect(weeksOf('2021-02')).toHaveLength(4);
  });

  it('has the months of a range, the latest first', () => {
    expect(monthsOf('2025-12-30', '2026-02-01')).toEqual(['2026-02', '2026-01', '2025-12']);
  });
});
