import type { LocalizedName } from '../../words/index.js';
import type { Activity, Service } from '../../map/types.js';

export type VehicleKind = 'sweeper' | 'washer' | 'compactor' | 'vacuum_truck' | 'tipper';

export const VEHICLE_KINDS: readonly VehicleKind[] = ['sweeper', 'washer', 'compactor', 'vacuum_truck', 'tipper'];

/** The abnormal first: what a list sorted by state begins with. */
export const ACTIVITIES: readonly Activity[] =
  ['offline', 'no_fix', 'idling', 'working', 'driving', 'stopped', 'unknown'];

/** As /api/vehicles answers. */
export interface VehicleList {
  readonly version: string;
  readonly vehicles: readonly Vehicle[];
  readonly incomplete?: string;
}

export interface Vehicle {
  readonly id: string;
  readonly registered: boolean;
  readonly kind?: VehicleKind;
  readonly plate?: string;
  readonly district?: string;
  readonly depot?: string;
  readonly stale_after_seconds: number;
  readonly latest?: {
    readonly age_seconds: number;
    readonly position: {
      readonly time: string; readonly lat?: number; readonly lon?: number; readonly speed_kmh?: number;
      readonly heading_deg?: number; readonly ignition?: boolean; readonly working?: boolean;
    };
  };
}

/** As /api/rounds/{date} answers, as far as it is shown. */
export interface Rounds {
  readonly day: string;
  readonly computed: boolean;
  readonly rounds: readonly Round[];
  readonly clearances: readonly {
    readonly district?: string; readonly due: number; readonly served: number; readonly missed: number;
    readonly rate?: number;
  }[];
}

export interface Round {
  readonly id: string;
  readonly name?: LocalizedName;
  readonly vehicle: string;
  readonly due: number;
  readonly served: number;
  readonly points: readonly RoundPoint[];
}

export interface RoundPoint {
  readonly id: string;
  readonly name?: LocalizedName;
  readonly from: string;
  readonly until: string;
  readonly state: Service;
  readonly served_at?: string;
  readonly served_by?: string;
}
