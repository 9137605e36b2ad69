import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addDays, dayOf, dateTime, duration, figure, moment, number, percent, setTimeZone, startOfDay, timeOf, zoneOffset,
} from '../src/words/format.js';
import { setLanguage } from '../src/words/words.js';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

beforeEach(() => {
  setLanguage('en');
  setTimeZone('Asia/Shanghai');
});
afterEach(() => setLanguage('en'));

describe('figures', () => {
  it.each([
    [null, '—'], [undefined, '—'], [NaN, '—'], [0, '0'], [0.367, '0.37'], [4.24, '4.2'], [57.25, '57.3'],
    [1234.5, '1,235'],
    [-1234.5, '−1,235'],
  ])('of %s are %s', (value, expected) => expect(figure(value)).toBe(expected));

  it('never say minus zero', () => expect(number(-0.2)).toBe('0'));

  it('of parts are percent, never clamped', () => {
    expect(plain(percent(1.4444, 1))).toBe('144.4 %');
    setLanguage('zh');
    expect(percent(0.65)).toBe('65%');
    expect(percent(null)).toBe('—');
  });
});

describe('durations', () => {
  it.each([
    [0.4, '0 s'], [59.9, '59 s'], [60, '1 min'], [3_600, '1 h'], [3_900, '1 h 5 min'], [172_800, '2 d'], [-3, '0 s'],
  ])('of %s s are %s', (seconds, expected) => expect(plain(duration(seconds))).toBe(expected));
});

describe('times', () => {
  // 2026-02-28 16:30 UTC is 00:30 on the first of March in Shanghai.
  const at = Date.UTC(2026, 1, 28, 16, 30, 5);

  it('are the city’s', () => {
    expect(dayOf(at)).toBe('2026-03-01');
    expect(timeOf(at)).toBe('00:30');
    expect(dateTime(at, true)).toBe('2026-03-01 00:30:05');
    expect(moment(at, at + 60_000)).toBe('00:30');
    expect(moment(at, at + 86_400_000)).toBe('2026-03-01 00:30');
  });

  it('know where a day begins, where clocks change, too', () => {
    expect(startOfDay('2026-03-01')).toBe(Date.UTC(2026, 1, 28, 16));
    setTimeZone('Europe/Berlin');
    // Summer time began at 01:00 UTC on 29 March 2026.
    expect(startOfDay('2026-03-29')).toBe(Date.UTC(2026, 2, 28, 23));
    expect(startOfDay('2026-03-30')).toBe(Date.UTC(2026, 2, 29, 22));
    expect(zoneOffset(Date.UTC(2026, 2, 29, 0, 59))).toBe(60);
    expect(zoneOffset(Date.UTC(2026, 2, 29, 1, 1))).toBe(120);
  });

  it('count days over months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
});
