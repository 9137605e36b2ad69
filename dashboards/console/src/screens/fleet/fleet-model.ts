import type { Payload } from '../../live/index.js';
import type { Activity, MapVehicle, Position } from '../../map/types.js';
import { activityOf } from './activity.js';
import { ranksOf } from './filter.js';
import type { Vehicle, VehicleKind } from './fleet-types.js';
import { Trail } from './trail.js';

/** Ten minutes of a tracker that speaks each ten seconds. */
const TRAIL_LENGTH = 60;

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A vehicle as the list and the map show it; changed in place, so that a second of two thousand costs no rubbish. */
export class VehicleRow implements MapVehicle {
  kind: VehicleKind | null = null;
  plate: string | null = null;
  district: string | null = null;
  registered = false;
  staleAfter = 900;
  /** Unix ms; null where it never sent. */
  ts: number | null = null;
  lon = NaN;
  lat = NaN;
  speed: number | null = null;
  heading: number | null = null;
  activity: Activity = 'unknown';
  /** What it is doing, it is doing since then, Unix ms. */
  since: number | null = null;
  place: string | null = null;
  placeM: number | null = null;
  todayKm: number | null = null;
  todayTrips: number | null = null;
  todayLoads: number | null = null;
  todayT: number | null = null;
  payload: Payload | null = null;
  readonly way = new Trail(TRAIL_LENGTH);
  showsTrail = false;

  constructor(readonly id: string) {}

  get label(): string {
    return this.plate ?? this.id;
  }

  get hasPlace(): boolean {
    return !Number.isNaN(this.lon);
  }

  get trail(): Iterable<Position> {
    return this.showsTrail ? this.way : [];
  }
}

/** All vehicles: what the registry and the store know of them, and what the live topics say. */
export class Fleet {
  readonly rows = new Map<string, VehicleRow>();
  showsTrails = false;
  private ranks: ReadonlyMap<string, number> | null = null;

  /** Places of the labels in the order in which names are read. */
  get names(): ReadonlyMap<string, number> {
    this.ranks ??= ranksOf([...this.rows.values()].map(row => row.label));
    return this.ranks;
  }

  /** From /api/vehicles; a live message that is newer goes before. */
  know(vehicles: readonly Vehicle[]): void {
    for (const vehicle of vehicles) {
      const row = this.row(vehicle.id);
      row.kind = vehicle.kind ?? null;
      row.plate = vehicle.plate ?? null;
      this.ranks = null;
      row.district = vehicle.district ?? null;
      row.registered = vehicle.registered;
      row.staleAfter = vehicle.stale_after_seconds;
      const position = vehicle.latest?.position;
      if (!position) continue;
      const ts = Date.parse(position.time);
      if (row.ts === null || ts > row.ts) {
        this.hear(vehicle.id, { ...position, ts, stale_after_s: vehicle.stale_after_seconds });
      }
    }
  }

  /** From a live topic; null where it went away. */
  hear(id: string, payload: Payload | null): void {
    if (!payload) {
      const row = this.rows.get(id);
      if (row && !row.registered) this.rows.delete(id);
      return;
    }
    const row = this.row(id);
    row.payload = payload;
    row.ts = payload.ts;
    row.staleAfter = payload.stale_after_s ?? row.staleAfter;
    const [lon, lat] = [number(payload['lon']), number(payload['lat'])];
    if (lon !== null && lat !== null && (lon !== 0 || lat !== 0)) {
      row.lon = lon;
      row.lat = lat;
      row.way.add(lon, lat);
    }
    row.speed = number(payload['speed_kmh']);
    row.heading = number(payload['heading_deg']);
    row.since = number(payload['since']);
    row.place = text(payload['place']);
    row.placeM = number(payload['place_m']);
    row.todayKm = number(payload['today_km']);
    row.todayTrips = number(payload['today_trips']);
    row.todayLoads = number(payload['today_loads']);
    row.todayT = number(payload['today_t']);
    row.showsTrail = this.showsTrails;
  }

  /** What each is doing now; values turn stale by themselves. @returns whether any changed */
  judge(now: number): boolean {
    let any = false;
    for (const row of this.rows.values()) {
      const isStale = row.ts !== null && (now - row.ts) / 1_000 > row.staleAfter;
      const activity = activityOf(row.payload, isStale);
      if (activity === row.activity) continue;
      row.activity = activity;
      any = true;
    }
    return any;
  }

  showTrails(shows: boolean): void {
    this.showsTrails = shows;
    for (const row of this.rows.values()) row.showsTrail = shows;
  }

  counts(): ReadonlyMap<Activity, number> {
    const counts = new Map<Activity, number>();
    for (const row of this.rows.values()) counts.set(row.activity, (counts.get(row.activity) ?? 0) + 1);
    return counts;
  }

  private row(id: string): VehicleRow {
    let row = this.rows.get(id);
    if (!row) {
      row = new VehicleRow(id);
      this.rows.set(id, row);
      this.ranks = null;
    }
    return row;
  }
}
