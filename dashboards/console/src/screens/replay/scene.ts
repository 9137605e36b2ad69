import type { MapTrack, MapVehicle } from '../../map/types.js';
import type { Shown, Stop } from './replay-types.js';

/** Stops that lie nearer together than this would hide each other, degrees: about 50 m. */
const GRAIN = 0.0005;

/** The vehicles as they were at a moment: where nobody knows, the last place that was known, marked as silent. */
export function vehiclesAt(shown: readonly Shown[], at: number): readonly MapVehicle[] {
  return shown.flatMap((one): MapVehicle[] => {
    const where = one.track.where(at);
    if (where.kind === 'before') return [];
    const [lon, lat] = where.at;
    if (where.kind === 'gap') return [{ id: one.id, label: one.label, lon, lat, heading: null, activity: 'offline' }];
    const stands = one.day.stops.some(stop => Date.parse(stop.from) <= at
      && (stop.goes_on || at < Date.parse(stop.until)));
    return [{
      id: one.id, label: one.label, lon, lat, heading: where.heading, activity: stands ? 'stopped' : 'driving',
    }];
  });
}

/** One mark for all stops at a place, by the number of the first: `3`, or `3+` where it came back. */
export function stopMarks(stops: readonly Stop[]): NonNullable<MapTrack['stops']> {
  const marks = new Map<string, { at: readonly [number, number]; label: string }>();
  stops.forEach(({ at }, i) => {
    const key = `${Math.round(at.lat / GRAIN)} ${Math.round(at.lon / GRAIN)}`;
    const mark = marks.get(key);
    if (!mark) marks.set(key, { at: [at.lon, at.lat], label: String(i + 1) });
    else if (!mark.label.endsWith('+')) mark.label += '+';
  });
  return [...marks.values()];
}
