import { describe, expect, it } from 'vitest';
import type { Plant } from '../src/api/types.js';
import type { LinkState, Payload } from '../src/live/index.js';
import { fleetOf, inOrder, loadWord, nowOf, sparkOf, stateOf, todayOf } from '../src/screens/overview/model.js';

const NOW = Date.UTC(2026, 2, 1, 4);
const LIVE: LinkState = { link: 'live', lastEventAt: NOW, clockAhead: 0, version: null };

const meter = (id: string, treated = true) => ({ id, registered: true, treated, stale_after_seconds: 180 });

const plant = (more: Partial<Plant> = {}): Plant => ({
  id: 'p', registered: true, kind: 'sewage', meters: [meter('a'), meter('b')],
  capacity: { from: '2026-01-01', state: 'in_service', design_m3d: 40_000 }, ...more,
});

const finder = (topics: Record<string, Payload>) => (topic: string) => topics[topic];

describe('now', () => {
  it('is the sum of the meters that make the volume', () => {
    const sut = nowOf(plant({ meters: [meter('a'), meter('b'), meter('bypass', false)] }), finder({
      'plants/p/flow/a': { ts: NOW - 10_000, flow_m3h: 800 }, 'plants/p/flow/b': { ts: NOW - 50_000, flow_m3h: 45.5 },
      'plants/p/flow/bypass': { ts: NOW, flow_m3h: 9_999 },
    }), LIVE, NOW);
    expect(sut).toEqual({ flow: 845.5, oldest: NOW - 50_000, meters: 2, stale: 0, never: 0 });
  });

  it('is not known where one of them is stale, silent, or counts no flow', () => {
    const of = (b: Payload | undefined) => nowOf(plant(), finder({
      'plants/p/flow/a': { ts: NOW, flow_m3h: 800 }, ...(b ? { 'plants/p/flow/b': b } : {}),
    }), LIVE, NOW);
    expect(of({ ts: NOW - 181_000, flow_m3h: 5 })).toMatchObject({ flow: null, stale: 1 });
    expect(of(undefined)).toMatchObject({ flow: null, never: 1 });
    expect(of({ ts: NOW, flow_m3h: 5, q: 'M' })).toMatchObject({ flow: null, stale: 0 });
    expect(of({ ts: NOW, total_m3: 5 })).toMatchObject({ flow: null, stale: 0 });
    expect(of({ ts: NOW, flow_m3h: 5, q: 'S' })).toMatchObject({ flow: 805 });
  });

  it('takes what is stored where nothing came live, and whichever is newer', () => {
    const stored = { time: new Date(NOW - 60_000).toISOString(), age_seconds: 60, stale: false, flow_m3h: 7, flags: 0 };
    const one = plant({ meters: [{ ...meter('a'), latest: stored }] });
    expect(nowOf(one, finder({}), LIVE, NOW).flow).toBe(7);
    expect(nowOf(one, finder({ 'plants/p/flow/a': { ts: NOW - 90_000, flow_m3h: 6 } }), LIVE, NOW).flow).toBe(7);
    expect(nowOf(one, finder({ 'plants/p/flow/a': { ts: NOW - 30_000, flow_m3h: 8 } }), LIVE, NOW).flow).toBe(8);
  });
});

describe('today', () => {
  const published = { ts: NOW, day: '2026-03-01', so_far_m3: 41_000, projected_m3: 42_000, capacity_m3: 40_000 };

  it('is what is published of today', () => {
    const sut = todayOf(plant(), published, '2026-03-01');
    expect(sut).toMatchObject({ soFar: 41_000, capacity: 40_000, expected: null });
    expect(loadWord(todayOf(plant(), published, '2026-03-01'))).toEqual({ tone: 'bad', word: 'over' });
    expect(loadWord(todayOf(plant(), { ...published, so_far_m3: 9 }, '2026-03-01'))?.word).toBe('ahead');
  });

  it('is not yesterday’s after midnight', () => {
    expect(todayOf(plant(), published, '2026-03-02')).toMatchObject({ soFar: null, projected: null, capacity: 40_000 });
  });

  it('has no capacity where the plant is not in service', () => {
    const built = plant({ capacity: { from: '2026-01-01', state: 'built_not_connected', design_m3d: 25_000 } });
    expect(todayOf(built, undefined, '2026-03-01').capacity).toBeNull();
    expect(loadWord(todayOf(built, undefined, '2026-03-01'))).toBeNull();
  });
});

describe('states', () => {
  it.each([
    [plant(), { 'plants/p': { ts: 1, state: 'running' } }, 'running', 'normal'],
    [plant(), { 'plants/p': { ts: 1, state: 'fault' } }, 'fault', 'bad'],
    [plant(), {}, 'unheard', 'quiet'],
    [plant({ registered: false }), {}, 'unregistered', 'look'],
    [
      plant({ capacity: { from: '', state: 'planned' } }), { 'plants/p': { ts: 1, state: 'running' } }, 'planned',
      'quiet',
    ],
  ] as const)('%#', (one, topics, word, tone) => {
    expect(stateOf(one, finder(topics as unknown as Record<string, Payload>))).toEqual({ word, tone });
  });

  it('put sewage first and what is not in service last', () => {
    const order = inOrder([
      plant({ id: 'x', kind: 'incineration', capacity: { from: '', state: 'planned' } }),
      plant({ id: 'l', kind: 'landfill' }), plant({ id: 'b' }), plant({ id: 'a' }),
    ]).map(one => one.id);
    expect(order).toEqual(['a', 'b', 'l', 'x']);
  });
});

describe('the spark line', () => {
  const bucket = (start: string, mean: number) => ({ start, flow_m3h: { min: 0, mean, max: 0, last: 0, count: 1 } });
  const history = (buckets: ReturnType<typeof bucket>[]) =>
    ({ plant: 'p', meter: 'a', from: '', to: '', every: '15m', buckets });

  it('adds the meters up, and has a gap where one is missing', () => {
    expect(sparkOf([
      history([bucket('2026-03-01T00:00:00Z', 10), bucket('2026-03-01T00:15:00Z', 20)]),
      history([bucket('2026-03-01T00:00:00Z', 1)]),
    ])).toEqual([
      { at: Date.UTC(2026, 2, 1), value: 11 }, { at: Date.UTC(2026, 2, 1, 0, 15), value: null },
    ]);
  });
});

describe('the fleet', () => {
  it('counts states, the silent as offline, and those never heard', () => {
    const sut = fleetOf([
      { ts: NOW, state: 'driving', stale_after_s: 30 }, { ts: NOW - 31_000, state: 'driving', stale_after_s: 30 },
      { ts: NOW, state: 'stopped', stale_after_s: 30 }, { ts: NOW, state: 'dancing' }, { ts: NOW },
    ], 7, LIVE, NOW);
    expect(sut.counts).toEqual({ driving: 1, working: 0, idling: 0, stopped: 1, no_fix: 0, offline: 1, unknown: 4 });
    expect(sut).toMatchObject({ heard: 5, total: 7 });
  });
});
