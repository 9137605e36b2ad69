import type { Position } from '../../map/types.js';

/** As /api/vehicles/{id}/track answers, and a vehicle's day has it. */
export interface TrackAnswer {
  readonly vehicle: string;
  readonly stored: number;
  readonly used: number;
  readonly features: readonly {
    readonly geometry: { readonly type: 'LineString' | 'Point'; readonly coordinates: unknown };
    readonly properties: {
      readonly segment: number; readonly times: readonly string[]; readonly speeds_kmh: readonly (number | null)[];
    };
  }[];
}

/** Its segments as parts with gaps between them; a lone fix is a part of one. */
export const partsOf = (track: TrackAnswer): readonly (readonly Position[])[] => track.features.map(({ geometry }) =>
  (geometry.type === 'Point' ? [geometry.coordinates as Position] : geometry.coordinates as Position[]));
