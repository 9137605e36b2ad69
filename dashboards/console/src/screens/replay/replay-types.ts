import type { LocalizedName } from '../../words/index.js';
import type { TrackAnswer } from '../fleet/track.js';
import type { DayTrack } from './day-track.js';

export interface Spot { readonly lat: number; readonly lon: number }

export interface Trip {
  readonly from: string; readonly until: string; readonly seconds: number; readonly driven_km: number;
  readonly goes_on: boolean;
}

export interface Stop {
  readonly from: string; readonly until: string; readonly seconds: number; readonly at: Spot;
  readonly near?: { readonly kind: string; readonly id: string; readonly name: LocalizedName; readonly metres: number };
  readonly idle_seconds: number; readonly working_seconds: number; readonly goes_on: boolean;
}

/** As /api/vehicles/{id}/day/{date} answers, as far as it is shown. */
export interface VehicleDay {
  readonly vehicle: string;
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly figures?: {
    readonly driven_km: number; readonly working_km: number; readonly unseen_km: number; readonly trips: number;
    readonly stops: number; readonly points_served: number; readonly coverage: number;
  };
  readonly trips: readonly Trip[];
  readonly stops: readonly Stop[];
  readonly track?: TrackAnswer;
  readonly track_missing?: string;
}

/** A day that is shown. */
export interface Shown {
  readonly id: string;
  readonly label: string;
  readonly day: VehicleDay;
  readonly track: DayTrack;
}
