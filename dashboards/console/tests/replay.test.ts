import { describe, expect, it } from 'vitest';
import type { TrackAnswer } from '../src/screens/fleet/track.js';
import { DayTrack } from '../src/screens/replay/day-track.js';
import { IDLE, advance, beside, faster, seek, toggle, within } from '../src/screens/replay/player.js';
import type { Shown, Stop } from '../src/screens/replay/replay-types.js';
import { stopMarks, vehiclesAt } from '../src/screens/replay/scene.js';

const MINUTE = 60_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const at = (minutes: number) => START + minutes * MINUTE;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();

/** Segments of fixes: minute, longitude, latitude. */
const track = (...segments: (readonly [number, number, number])[][]): TrackAnswer => ({
  vehicle: 'v', stored: 0, used: 0,
  features: segments.map((fixes, i) => ({
    geometry: fixes.length === 1 ? { type: 'Point', coordinates: fixes[0]!.slice(1) }
      : { type: 'LineString', coordinates: fixes.map(fix => fix.slice(1)) },
    properties: { segment: i + 1, times: fixes.map(fix => iso(fix[0])), speeds_kmh: fixes.map(() => 36) },
  })),
});

describe('where a vehicle was', () => {
  const sut = new DayTrack(track([[10, 122, 30], [12, 122.02, 30]], [[200, 123, 31]]));

  it('is nowhere before its first fix', () => expect(sut.where(at(9))).toEqual({ kind: 'before' }));

  it('is at a fix, and between two on the way', () => {
    expect(sut.where(at(10))).toEqual({ kind: 'here', at: [122, 30], heading: 90, speed: 36 });
    expect(sut.where(at(11))).toMatchObject({ kind: 'here', at: [expect.closeTo(122.01, 9), 30] });
  });

  it('is unknown in a gap, since the last fix', () => {
    expect(sut.where(at(100))).toEqual({ kind: 'gap', at: [122.02, 30], since: at(12) });
    expect(sut.gaps).toEqual([{ from: at(12), until: at(200) }]);
  });

  it('is where it was last for a while, then unknown', () => {
    expect(sut.where(at(210)).kind).toBe('here');
    expect(sut.where(at(216)).kind).toBe('gap');
  });

  it('is no gap where it stood all the while, and one where it went silently', () => {
    expect(new DayTrack(track([[0, 122, 30], [50, 122.0001, 30]])).gaps).toEqual([]);
    expect(new DayTrack(track([[0, 122, 30], [16, 122.1, 30]])).gaps).toHaveLength(1);
    expect(new DayTrack(track([[0, 122, 30], [15, 122.1, 30]])).gaps).toEqual([]);
  });

  it('goes north, west, and nowhere', () => {
    const turns = new DayTrack(track([[0, 122, 30], [1, 122, 31], [2, 121, 31], [3, 121, 31]]));
    expect([0, 1, 2].map(minute => (turns.where(at(minute)) as { heading: number }).heading)).toEqual([0, 270, null]);
  });

  it('is empty without a track', () => {
    const none = new DayTrack(undefined);
    expect([none.isEmpty, none.where(START).kind]).toEqual([true, 'before']);
  });
});

describe('the clock of a replay', () => {
  const sut = within(IDLE, 1_000, 100_000);

  it('begins at the beginning and keeps the moment where it lies within', () => {
    expect(sut.at).toBe(1_000);
    expect(within(seek(sut, 50_000), 20_000, 60_000).at).toBe(50_000);
    expect(within(seek(sut, 50_000), 60_000, 90_000).at).toBe(60_000);
  });

  it('goes as many times faster as it says', () => {
    const playing = toggle({ ...sut, speed: 64 });
    expect(advance(playing, 16).at).toBe(1_000 + 16 * 64);
    expect(advance({ ...playing, plays: false }, 16).at).toBe(1_000);
  });

  it('stands still while nobody looks, and stops at the end', () => {
    expect(advance(toggle({ ...sut, speed: 1 }), 60_000).at).toBe(1_500);
    const end = advance(toggle({ ...seek(sut, 99_999), speed: 64 }), 16);
    expect([end.at, end.plays]).toEqual([100_000, false]);
    expect(toggle(end)).toMatchObject({ at: 1_000, plays: true });
  });

  it('goes from 1 to 64 times and no further', () => {
    expect(faster({ ...sut, speed: 64 }, 1).speed).toBe(64);
    expect(faster({ ...sut, speed: 8 }, 1).speed).toBe(16);
    expect(faster({ ...sut, speed: 1 }, -1).speed).toBe(1);
  });

  it('steps to the moment beside it', () => {
    expect(beside([1, 5, 9], 5, true)).toBe(9);
    expect(beside([1, 5, 9], 5, false)).toBe(1);
    expect(beside([1, 5, 9], 9, true)).toBeNull();
  });

  it('does not play a day of which nothing is known', () => expect(toggle(within(IDLE, 5, 5)).plays).toBe(false));
});

describe('the scene', () => {
  const stop = (from: number, until: number, lat = 30): Stop => ({
    from: iso(from), until: iso(until), seconds: (until - from) * 60, at: { lat, lon: 122 }, idle_seconds: 0,
    working_seconds: 0, goes_on: false,
  });
  const shown = (stops: Stop[]): Shown => ({
    id: 'v', label: 'L 1', track: new DayTrack(track([[0, 122, 30], [10, 122, 30], [20, 122.1, 30]], [[300, 122, 30]])),
    day: { stops } as unknown as Shown['day'],
  });

  it('has standing, driving and silent vehicles', () => {
    const one = shown([stop(0, 10)]);
    const look = (minute: number) => vehiclesAt([one], at(minute)).map(each => each.activity);
    expect([look(-1), look(5), look(15), look(100)]).toEqual([[], ['stopped'], ['driving'], ['offline']]);
  });

  it('has one mark for the stops at one place', () => {
    const marks = stopMarks([stop(0, 10), stop(20, 30, 30.1), stop(40, 50), stop(60, 70)]);
    expect(marks.map(mark => mark.label)).toEqual(['1+', '2']);
  });
});
