import { describe, expect, it } from 'vitest';
import { marksOf, wordsOf } from '../src/screens/plant/happenings.js';
import { isBeyond, parameterName, parameterUnit } from '../src/screens/plant/parameters.js';
import { chosenBy, panned, silenceOf, stepMs, wholeOf, within, zoomed } from '../src/screens/plant/span.js';
import { may } from '../src/shell/rights.js';
import { setLanguage } from '../src/words/index.js';
import { setTimeZone } from '../src/words/format.js';

const NOW = Date.UTC(2026, 2, 1, 4);
const HOUR = 3_600_000;

describe('a stretch', () => {
  it('is the last 24 hours where the address says nothing, or something that is no range', () => {
    for (const text of ['', 'range=2y', 'from=5', 'from=9&to=3', 'from=a&to=b']) {
      const chosen = chosenBy(new URLSearchParams(text), NOW);
      expect(chosen).toEqual({ span: { from: NOW - 24 * HOUR, to: NOW }, name: '24h' });
    }
  });

  it('is what the address says, and never beyond now', () => {
    expect(chosenBy(new URLSearchParams('range=7d'), NOW).span.from).toBe(NOW - 7 * 24 * HOUR);
    const fixed = chosenBy(new URLSearchParams(`from=${NOW - HOUR}&to=${NOW + HOUR}`), NOW);
    expect(fixed).toEqual({ span: { from: NOW - 2 * HOUR, to: NOW }, name: null });
  });

  it('zooms around what lies under the pointer and keeps within its bounds', () => {
    const span = { from: NOW - 10 * HOUR, to: NOW - 2 * HOUR };
    expect(zoomed(span, 0.5, NOW, 0.25)).toEqual({ from: NOW - 9 * HOUR, to: NOW - 5 * HOUR });
    expect(zoomed(span, 1e-9, NOW).to - zoomed(span, 1e-9, NOW).from).toBe(5 * 60_000);
    expect(zoomed(span, 1e9, NOW).to).toBeLessThanOrEqual(NOW);
  });

  it('moves by a part of itself, not into the future', () => {
    const span = { from: NOW - 2 * HOUR, to: NOW - HOUR };
    expect(panned(span, -1, NOW)).toEqual({ from: NOW - 3 * HOUR, to: NOW - 2 * HOUR });
    expect(panned(span, 5, NOW)).toEqual({ from: NOW - HOUR, to: NOW });
    expect(within({ from: 0, to: NOW }, NOW).to).toBe(NOW);
  });

  it('knows the steps of the API', () => {
    expect([stepMs('30s'), stepMs('5m'), stepMs('3h'), stepMs('day'), stepMs('raw')])
      .toEqual([30_000, 300_000, 3 * HOUR, 24 * HOUR, null]);
  });
});

describe('a gap', () => {
  it('is what is longer than the device, the buckets and the integration of a flow leave unknown', () => {
    expect(silenceOf('1m', 60)).toBe(15 * 60_000);
    expect(silenceOf('1m', 3_600)).toBe(3 * HOUR);
    expect(silenceOf('6h', undefined)).toBe(9 * HOUR);
  });
});

describe('the whole', () => {
  it('reaches up to now and holds the stretch', () => {
    const whole = wholeOf({ from: NOW - HOUR, to: NOW }, NOW - 5);
    expect(whole.to).toBe(NOW);
    expect(whole.from).toBeLessThan(NOW - 390 * 24 * HOUR);
  });
});

describe('what happened', () => {
  it('has a shape and a tone, and a bar where it lasted', () => {
    const at = '2026-03-01T00:00:00Z';
    const marks = marksOf([
      { kind: 'bypass', at, until: '2026-03-01T01:00:00Z', meter: 'b' }, { kind: 'state', at, state: 'fault' },
      { kind: 'alarm', at, priority: 'critical' }, { kind: 'totaliser', at, meter: 'm' },
    ]);
    expect(marks.map(mark => [mark.tone, mark.shape])).toEqual([['look', '⇥'], ['bad', '✕'], ['bad', '■'], ['normal', '↺']]);
    expect(marks[0]!.to! - marks[0]!.at).toBe(HOUR);
  });

  it('is said in both languages, with a dash for what is unknown', () => {
    setTimeZone('UTC');
    const event = { kind: 'totaliser', at: '2026-03-01T00:00:00Z', meter: 'in', first_m3: 0, declared: true } as const;
    setLanguage('en');
    expect(wordsOf(event, () => 'Inlet')).toBe('Totaliser of Inlet replaced (declared), from — to 0.0 m³');
    setLanguage('zh');
    expect(wordsOf(event, () => '进水')).toBe('进水 更换流量计（申报），由 — 至 0.0 m³');
    setLanguage('en');
  });
});

describe('a parameter', () => {
  it('has a name and a unit; one that nobody knows is itself', () => {
    expect([parameterName('cod_mgl'), parameterUnit('cod_mgl')]).toEqual(['COD', 'mg/L']);
    expect([parameterName('zinc_ugl'), parameterUnit('zinc_ugl')]).toEqual(['zinc_ugl', 'µg/L']);
    expect([parameterName('odd'), parameterUnit('odd')]).toEqual(['odd', '']);
  });

  it('is beyond a limit that is inclusive; unknown is not beyond', () => {
    expect(isBeyond(60, undefined, 60)).toBe(false);
    expect(isBeyond(60.1, undefined, 60)).toBe(true);
    expect(isBeyond(5.9, 6, 9)).toBe(true);
    expect(isBeyond(undefined, 6, 9)).toBe(false);
  });
});

describe('rights', () => {
  it('are what the host says, and offered while it has said nothing', () => {
    expect(may('lock_months', { kind: 'account', may: ['read', 'lock_months'] })).toBe(true);
    expect(may('lock_months', { kind: 'account', may: ['read', 'review_days'] })).toBe(false);
    expect(may('declare_figures', { kind: 'nobody', may: [] })).toBe(false);
    expect(may('declare_figures', { kind: 'unknown', may: [] })).toBe(true);
  });
});
