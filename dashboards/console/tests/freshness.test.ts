import { describe, expect, it } from 'vitest';
import { ageOf, freshnessOf, isLost, silenceOf } from '../src/live/freshness.js';
import type { LinkState } from '../src/live/protocol.js';

const NOW = 1_700_000_000_000;

const state = (more: Partial<LinkState> = {}): LinkState =>
  ({ link: 'live', lastEventAt: NOW, clockAhead: 0, version: null, ...more });

describe('freshness', () => {
  it.each([
    [179_000, 'fresh'], [180_000, 'fresh'], [181_000, 'stale'], [-5_000, 'fresh'],
  ])('of a value %i ms old that lasts 180 s is %s', (age, expected) => {
    expect(freshnessOf({ ts: NOW - age, stale_after_s: 180 }, state(), NOW)).toBe(expected);
  });

  it('is never where nothing is known', () => expect(freshnessOf(undefined, state(), NOW)).toBe('never'));

  it('takes the usual limit where the value names none', () => {
    expect(freshnessOf({ ts: NOW - 61_000 }, state(), NOW, 60)).toBe('stale');
    expect(freshnessOf({ ts: NOW - 59_000 }, state(), NOW, 60)).toBe('fresh');
  });

  it('goes by the host’s clock', () => {
    // This machine is an hour behind the host.
    const behind = state({ clockAhead: 3_600_000 });
    expect(ageOf(NOW + 3_600_000 - 5_000, behind, NOW)).toBe(5);
    expect(freshnessOf({ ts: NOW + 3_600_000 - 5_000, stale_after_s: 10 }, behind, NOW)).toBe('fresh');
  });

  it('is stale without a connection, whatever the value’s patience', () => {
    const lost = state({ link: 'lost', lastEventAt: NOW - 11_000 });
    expect(isLost(lost, NOW)).toBe(true);
    expect(freshnessOf({ ts: NOW, stale_after_s: 90_000 }, lost, NOW)).toBe('stale');
  });

  it('does not cry at a short break', () => {
    expect(isLost(state({ link: 'lost', lastEventAt: NOW - 3_000 }), NOW)).toBe(false);
    expect(silenceOf(state({ lastEventAt: NOW - 3_000 }), NOW)).toBe(3);
    expect(silenceOf(state({ lastEventAt: null }), NOW)).toBeNull();
  });
});
