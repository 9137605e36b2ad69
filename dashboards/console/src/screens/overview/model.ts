import type { BulletFigures } from '../../charts/scale.js';
import { loadOf } from '../../charts/scale.js';
import type { FlowHistory, Meter, Plant, PlantKind } from '../../api/types.js';
import { freshnessOf, type Freshness, type LinkState, type Payload } from '../../live/index.js';
import type { Point } from '../../charts/scale.js';
import type { Tone } from '../../parts/shapes.js';

export type Find = (topic: string) => Payload | undefined;

const KINDS: readonly (PlantKind | undefined)[] =
  ['sewage', 'fecal', 'landfill', 'incineration', 'transfer', undefined];

/** As a person goes through the city: sewage first; what is not built yet last. */
export function inOrder(plants: readonly Plant[]): readonly Plant[] {
  const rank = (plant: Plant) => KINDS.indexOf(plant.kind) + (isInService(plant) ? 0 : 100);
  return [...plants].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}

export const isInService = (plant: Plant): boolean =>
  plant.capacity?.state === 'in_service' || plant.capacity?.state === 'partially_connected';

export const numberIn = (payload: Payload | undefined, field: string): number | null => {
  const value = payload?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** Today's volumes as published; those of a day that is over say nothing of today. */
export function todayOf(plant: Plant, today: Payload | undefined, day: string): BulletFigures {
  const isToday = today?.['day'] === day;
  const figure = (field: string) => (isToday ? numberIn(today, field) : null);
  return {
    soFar: figure('so_far_m3'), expected: figure('expected_by_now_m3'), projected: figure('projected_m3'),
    low: figure('low_m3'), high: figure('high_m3'),
    capacity: figure('capacity_m3') ?? (isInService(plant) ? plant.capacity?.design_m3d ?? null : null),
  };
}

/** A meter's newest reading, live or as stored. */
export function newestOf(plant: Plant, meter: Meter, find: Find): Payload | undefined {
  const live = find(`plants/${plant.id}/flow/${meter.id}`);
  if (!meter.latest) return live;
  const ts = Date.parse(meter.latest.time);
  if (live && live.ts >= ts) return live;
  return { ...meter.latest, ts, stale_after_s: meter.stale_after_seconds };
}

export interface PlantNow {
  /** What the plant treats now, m³/h; null where one of the meters that say so does not speak for now. */
  readonly flow: number | null;
  /** Of the meters that were heard last, the one longest ago, Unix ms; null where one was never heard. */
  readonly oldest: number | null;
  readonly meters: number;
  readonly stale: number;
  readonly never: number;
}

/** Of the meters that make the plant's volume; of all where none does. */
export function nowOf(plant: Plant, find: Find, state: LinkState, at = Date.now()): PlantNow {
  const treated = plant.meters.filter(meter => meter.treated);
  const meters = treated.length > 0 ? treated : plant.meters;
  let flow: number | null = treated.length > 0 ? 0 : null;
  let oldest: number | null = null;
  let stale = 0;
  let never = 0;
  for (const meter of meters) {
    const reading = newestOf(plant, meter, find);
    const fresh: Freshness = freshnessOf(reading, state, at, meter.stale_after_seconds);
    if (fresh === 'stale') stale++;
    if (fresh === 'never') never++;
    if (reading && (oldest === null || reading.ts < oldest)) oldest = reading.ts;
    const value = numberIn(reading, 'flow_m3h');
    const counts = fresh === 'fresh' && value !== null && 'NS'.includes(String(reading?.['q'] ?? 'N'));
    flow = counts && flow !== null ? flow + value : null;
  }
  return { flow, oldest, meters: meters.length, stale, never };
}

export interface StateWord {
  readonly tone: Tone;
  readonly word:
    | 'running' | 'standby' | 'stopped' | 'maintenance' | 'fault' | 'unheard' | 'planned' | 'built_not_connected'
    | 'suspended' | 'unregistered';
}

/** What the plant says of itself, or why it says nothing. */
export function stateOf(plant: Plant, find: Find): StateWord {
  if (!plant.registered) return { tone: 'look', word: 'unregistered' };
  const capacity = plant.capacity?.state;
  if (capacity === 'planned' || capacity === 'built_not_connected' || capacity === 'suspended') {
    return { tone: 'quiet', word: capacity };
  }
  const said = find(`plants/${plant.id}`)?.['state'] ?? plant.state?.state;
  if (said === 'running') return { tone: 'normal', word: said };
  if (said === 'standby') return { tone: 'quiet', word: said };
  if (said === 'fault') return { tone: 'bad', word: said };
  if (said === 'stopped' || said === 'maintenance') return { tone: 'look', word: said };
  return { tone: 'quiet', word: 'unheard' };
}

/** What is to be said of the day against the capacity: nothing while it is within. */
export function loadWord(figures: BulletFigures): { tone: Tone; word: 'over' | 'ahead' } | null {
  const load = loadOf(figures);
  if (load === 'over') return { tone: 'bad', word: 'over' };
  return load === 'ahead' ? { tone: 'look', word: 'ahead' } : null;
}

/** The sum of the meters' means, bucket by bucket; unknown where one of them has no value. */
export function sparkOf(histories: readonly FlowHistory[]): Point[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const history of histories) {
    for (const bucket of history.buckets ?? []) {
      if (!bucket.flow_m3h) continue;
      const at = Date.parse(bucket.start);
      const known = sums.get(at) ?? { sum: 0, count: 0 };
      sums.set(at, { sum: known.sum + bucket.flow_m3h.mean, count: known.count + 1 });
    }
  }
  return [...sums].sort((a, b) => a[0] - b[0])
    .map(([at, { sum, count }]) => ({ at, value: count === histories.length ? sum : null }));
}

export const FLEET_STATES = ['driving', 'working', 'idling', 'stopped', 'no_fix', 'offline', 'unknown'] as const;
export type FleetState = (typeof FLEET_STATES)[number];

/** What was heard of each vehicle: one whose word is too old is offline, whatever it said. */
export function fleetOf(
  vehicles: Iterable<Payload>, known: number | null, state: LinkState, at = Date.now(),
): { counts: Record<FleetState, number>; heard: number; total: number } {
  const counts = Object.fromEntries(FLEET_STATES.map(one => [one, 0])) as Record<FleetState, number>;
  let heard = 0;
  for (const vehicle of vehicles) {
    heard++;
    const said = String(vehicle['state'] ?? 'unknown') as FleetState;
    if (freshnessOf(vehicle, state, at) === 'stale') counts.offline++;
    else if (said in counts) counts[said]++;
    else counts.unknown++;
  }
  const total = Math.max(heard, known ?? 0);
  counts.unknown += total - heard;
  return { counts, heard, total };
}
