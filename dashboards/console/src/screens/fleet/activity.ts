import type { Payload } from '../../live/index.js';
import type { Activity } from '../../map/types.js';

const KNOWN: ReadonlySet<string> =
  new Set(['driving', 'working', 'stopped', 'idling', 'offline', 'no_fix', 'unknown'] satisfies Activity[]);

/** Slower than this it stands, km/h, where the host has not said what it is doing. */
const DRIFT_KMH = 2;

const isPlace = (lat: unknown, lon: unknown): boolean =>
  typeof lat === 'number' && typeof lon === 'number' && !(lat === 0 && lon === 0);

/**
 * What a vehicle is doing by its newest message, as /api/vehicles says it: offline where the message is too old to
 * speak for the present; what the host, who follows the track, says; else what the message alone tells.
 */
export function activityOf(payload: Payload | null | undefined, isStale: boolean): Activity {
  if (!payload) return 'unknown';
  if (isStale) return 'offline';
  const said = payload['state'];
  if (typeof said === 'string' && KNOWN.has(said)) return said as Activity;
  if (!isPlace(payload['lat'], payload['lon'])) return 'no_fix';
  const ignition = payload['ignition'];
  if (payload['working'] === true && ignition !== false) return 'working';
  if (typeof payload['speed_kmh'] === 'number' && payload['speed_kmh'] >= DRIFT_KMH) return 'driving';
  return ignition === true ? 'idling' : 'stopped';
}
