import { describe, expect, it } from 'vitest';
import type { Place } from '../src/map/types.js';
import { activityOf } from '../src/screens/fleet/activity.js';
import { sorted, takes, type FleetFilter } from '../src/screens/fleet/filter.js';
import { Fleet } from '../src/screens/fleet/fleet-model.js';
import type { Rounds } from '../src/screens/fleet/fleet-types.js';
import { areaOfText, draftOf, emptyDraft, featureOf, problemsOf, textOfArea, withGeometry,
} from '../src/screens/fleet/place-draft.js';
import { servicesOf } from '../src/screens/fleet/rounds-panel.js';
import { Trail } from '../src/screens/fleet/trail.js';
import { rowsInView } from '../src/screens/fleet/window.js';

const NOW = 1_000_000_000_000;
const ANY: FleetFilter = { text: '', state: '', district: '', kind: '' };

describe('what a vehicle is doing', () => {
  const here = { ts: NOW, lat: 30, lon: 122 };

  it.each([
    ['is unknown without a message', null, false, 'unknown'],
    ['is offline where the message is too old', { ...here, state: 'driving' }, true, 'offline'],
    ['is what the host says', { ...here, speed_kmh: 0, state: 'driving' }, false, 'driving'],
    ['is no_fix without a place', { ts: NOW, speed_kmh: 30 }, false, 'no_fix'],
    ['is no_fix at null island', { ts: NOW, lat: 0, lon: 0 }, false, 'no_fix'],
    ['is working with the body at work', { ...here, working: true, ignition: true }, false, 'working'],
    ['is stopped with the engine off, whatever the body says', { ...here, working: true, ignition: false }, false, 'stopped'],
    ['is driving at 2 km/h', { ...here, speed_kmh: 2 }, false, 'driving'],
    ['is idling with the engine on', { ...here, speed_kmh: 1.9, ignition: true }, false, 'idling'],
    ['is not what nobody knows', { ...here, state: 'flying', speed_kmh: 50 }, false, 'driving'],
  ] as const)('%s', (_, payload, isStale, activity) => expect(activityOf(payload, isStale)).toBe(activity));
});

describe('the fleet', () => {
  const known = (fleet = new Fleet()) => {
    fleet.know([
      { id: 'v-1', registered: true, plate: 'L 1001', kind: 'sweeper', district: 'north', stale_after_seconds: 30 },
      { id: 'v-2', registered: true, plate: 'L 1002', kind: 'tipper', district: 'south', stale_after_seconds: 30 },
    ]);
    return fleet;
  };

  it('turns a vehicle offline by itself once its message is too old', () => {
    const fleet = known();
    fleet.hear('v-1', { ts: NOW, lat: 30, lon: 122, state: 'driving', stale_after_s: 30 });
    fleet.judge(NOW + 30_000);
    expect(fleet.rows.get('v-1')!.activity).toBe('driving');
    expect(fleet.judge(NOW + 30_001)).toBe(true);
    expect(fleet.rows.get('v-1')!.activity).toBe('offline');
    expect(fleet.judge(NOW + 40_000)).toBe(false);
  });

  it('keeps the place where one message has none, and the newer message of two sources', () => {
    const fleet = known();
    fleet.hear('v-1', { ts: NOW, lat: 30, lon: 122 });
    fleet.hear('v-1', { ts: NOW + 1_000, speed_kmh: 5 });
    const row = fleet.rows.get('v-1')!;
    expect([row.lat, row.lon, row.speed]).toEqual([30, 122, 5]);
    fleet.know([{
      id: 'v-1', registered: true, stale_after_seconds: 30,
      latest: { age_seconds: 9, position: { time: new Date(NOW).toISOString(), lat: 31, lon: 123 } },
    }]);
    expect([row.lat, row.ts]).toEqual([30, NOW + 1_000]);
  });

  it('forgets an unregistered vehicle whose topic went away, and keeps a registered one', () => {
    const fleet = known();
    fleet.hear('stray', { ts: NOW });
    fleet.hear('stray', null);
    fleet.hear('v-1', null);
    expect([...fleet.rows.keys()]).toEqual(['v-1', 'v-2']);
  });

  it('counts by state', () => {
    const fleet = known();
    fleet.hear('v-1', { ts: NOW, lat: 30, lon: 122, state: 'working' });
    fleet.judge(NOW);
    expect([...fleet.counts()]).toEqual([['working', 1], ['unknown', 1]]);
  });

  it('is filtered by all words of the text and by each choice', () => {
    const [first, second] = [...known().rows.values()];
    const words = (row: { label: string }) => `${row.label} North Depot`;
    expect(takes(first!, { ...ANY, text: ' depot 1001' }, words)).toBe(true);
    expect(takes(second!, { ...ANY, text: 'depot 1001' }, words)).toBe(false);
    expect(takes(first!, { ...ANY, district: 'south' }, words)).toBe(false);
    expect(takes(first!, { ...ANY, kind: 'sweeper' }, words)).toBe(true);
    expect(takes(first!, { ...ANY, state: 'driving' }, words)).toBe(false);
  });

  it('is sorted with the unknown last whichever way', () => {
    const fleet = known();
    fleet.hear('v-10', { ts: NOW, speed_kmh: 10 });
    fleet.hear('v-9', { ts: NOW - 1, speed_kmh: 40 });
    const rows = [...fleet.rows.values()];
    const ids = (isDown: boolean) => sorted(rows, { key: 'speed', isDown }, () => '', fleet.names).map(row => row.id);
    expect(ids(true)).toEqual(['v-9', 'v-10', 'v-1', 'v-2']);
    expect(ids(false)).toEqual(['v-10', 'v-9', 'v-1', 'v-2']);
    const north = (row: { id: string }) => (row.id === 'v-9' ? '' : 'North');
    expect(sorted(rows, { key: 'district', isDown: true }, north, fleet.names).at(-1)!.id).toBe('v-9');
    expect(sorted(rows, { key: 'age', isDown: false }, () => '', fleet.names).map(row => row.id).slice(0, 2)).toEqual(['v-10', 'v-9']);
  });
});

describe('a trail', () => {
  it('keeps the newest positions, oldest first, and no standing still', () => {
    const trail = new Trail(3);
    for (const lon of [1, 1, 2, 3, 4, 4]) trail.add(lon, 0);
    expect([...trail]).toEqual([[2, 0], [3, 0], [4, 0]]);
    expect(trail.length).toBe(3);
    trail.clear();
    expect([...trail]).toEqual([]);
  });
});

describe('rows in sight', () => {
  it('are those between the edges and six more on each side', () => {
    expect(rowsInView(0, 400, 40, 2_000)).toEqual({ first: 0, until: 16 });
    expect(rowsInView(40_000, 400, 40, 2_000)).toEqual({ first: 994, until: 1_016 });
    expect(rowsInView(79_600, 400, 40, 2_000)).toEqual({ first: 1_984, until: 2_000 });
  });

  it('are none where there are none, and end where a shorter list ends', () => {
    expect(rowsInView(5_000, 400, 40, 0)).toEqual({ first: 0, until: 0 });
    expect(rowsInView(5_000, 400, 40, 10)).toEqual({ first: 4, until: 10 });
  });
});

describe('a place in hand', () => {
  const yard: Place = {
    type: 'Feature', id: 'depot/yard', geometry: { type: 'Point', coordinates: [122, 30] },
    properties: {
      kind: 'depot', id: 'yard', name: { en: 'Yard', zh: '停车场' }, district: 'north', facility_kind: 'depot',
      radius_m: 100, lat: 30, lon: 122,
    },
  };
  const square = { type: 'Polygon', coordinates: [[[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]] } as const;

  it('goes back as it came, without what is the same for all', () => {
    const draft = draftOf(yard);
    expect(problemsOf(draft)).toEqual([]);
    expect(JSON.parse(JSON.stringify(featureOf(draft)))).toEqual({
      type: 'Feature', geometry: { type: 'Point', coordinates: [122, 30] },
      properties: { kind: 'depot', name: { en: 'Yard', zh: '停车场' }, district: 'north' },
    });
  });

  it('says what is missing before anybody asks the host', () => {
    expect(problemsOf(emptyDraft('collection_point', ''))).toEqual(['id', 'name', 'district', 'where']);
    expect(problemsOf({ ...emptyDraft('forbidden', ''), id: 'lake', en: 'Lake', zh: '湖' })).toEqual(['area']);
    expect(problemsOf({ ...draftOf(yard), radius: '0' })).toEqual(['radius']);
  });

  it('stands in the middle of the area that it is given', () => {
    const bin = withGeometry({ ...emptyDraft('collection_point', 'north'), id: 'b', en: 'B', zh: 'B' }, square);
    expect([bin.lon, bin.lat]).toEqual([2, 2]);
    expect(featureOf(bin).properties).toMatchObject({ lat: 2, lon: 2, point_kind: 'bin' });
    expect(withGeometry(emptyDraft('forbidden', ''), square).lat).toBeNull();
  });

  it('has corners that a person can type', () => {
    expect(textOfArea(square)).toBe('1 1\n3 1\n3 3\n1 3');
    expect(areaOfText('1 1\n3, 1\n\n3 3\n1 3\n')).toEqual(square);
    for (const wrong of ['1 1\n2 2', '1 1\n2\n3 3', '1 1\n200 1\n3 3', 'a b\n1 1\n2 2']) {
      expect(areaOfText(wrong)).toBeNull();
    }
    expect(textOfArea({ type: 'MultiPolygon', coordinates: [square.coordinates] })).toBeNull();
  });
});

describe('collection points today', () => {
  it('are what became worst of them', () => {
    const point = (id: string, state: string) => ({ id, state, from: '', until: '' });
    const rounds = { rounds: [
      { points: [point('a', 'served'), point('a', 'missed')] }, { points: [point('b', 'early'), point('c', 'waiting')] },
    ] } as unknown as Rounds;
    expect([...servicesOf(rounds)]).toEqual([
      ['collection_point/a', 'missed'], ['collection_point/b', 'early'], ['collection_point/c', 'waiting'],
    ]);
    expect(servicesOf(undefined).size).toBe(0);
  });
});
