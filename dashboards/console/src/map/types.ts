import type { LocalizedName } from '../words/index.js';

/** What the map and those who show something on it say to each other. Places are WGS-84, longitude first. */

export type Position = readonly [lon: number, lat: number];

/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

export type Activity = 'driving' | 'working' | 'stopped' | 'idling' | 'offline' | 'no_fix' | 'unknown';

/** A vehicle to draw. Objects may be the same from one call to the next, with other values. */
export interface MapVehicle {
  readonly id: string;
  readonly label: string;
  readonly lon: number;
  readonly lat: number;
  readonly heading: number | null;
  readonly activity: Activity;
  /** The newest positions, oldest first; none where absent. */
  readonly trail?: Iterable<Position>;
}

/** A way to draw: parts with a gap between each two. */
export interface MapTrack {
  readonly id: string;
  readonly parts: readonly (readonly Position[])[];
  /** Index of a colour and dash, so that several can be told apart. */
  readonly look: number;
  readonly stops?: readonly { readonly at: Position; readonly label: string }[];
}

export type PlaceKind = 'depot' | 'facility' | 'collection_point' | 'district' | 'service_area' | 'forbidden';

export const PLACE_KINDS: readonly PlaceKind[] =
  ['depot', 'facility', 'collection_point', 'district', 'service_area', 'forbidden'];

export interface PlaceGeometry {
  readonly type: 'Point' | 'Polygon' | 'MultiPolygon';
  readonly coordinates: unknown;
}

export interface PlaceProperties {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly name: LocalizedName;
  readonly district?: string;
  readonly facility_kind?: string;
  readonly point_kind?: string;
  readonly plant?: string;
  readonly radius_m?: number;
  readonly lat?: number;
  readonly lon?: number;
}

/** As /api/places answers. */
export interface Place {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: PlaceGeometry;
  readonly properties: PlaceProperties;
}

export interface PlaceCollection { readonly version: string; readonly features: readonly Place[] }

/** What became of a collection point today. */
export type Service = 'served' | 'early' | 'late' | 'waiting' | 'overdue' | 'missed';

/** As /api/map answers. */
export interface MapSource {
  readonly bounds?: Box;
  readonly seas?: { readonly url: string; readonly box: Box; readonly attribution?: string; readonly licence?: string };
  readonly seas_missing?: string;
  readonly tiles?: Tiles;
}

export interface Tiles {
  readonly url: string;
  readonly coordinates: 'wgs84' | 'gcj02';
  readonly attribution: string;
  readonly min_zoom: number;
  readonly max_zoom: number;
}

/** What somebody pointed at. */
export type Hit = { readonly kind: 'vehicle' | 'place'; readonly id: string } | null;

/** The drawing surface: OpenLayers behind a door, so that a screen works before it is there and without it. */
export interface Surface {
  vehicles(vehicles: readonly MapVehicle[]): void;
  tracks(tracks: readonly MapTrack[]): void;
  places(places: readonly Place[], services: ReadonlyMap<string, Service>): void;
  choose(hit: Hit): void;
  /** Looks at a place, with the zoom it has or at least as near as given. */
  goTo(at: Position, zoom?: number): void;
  fit(box: Box): void;
  zoomBy(steps: number): void;
  /** Looks at the whole city. */
  home(): void;
  /** Looks at a box within the size that the element has now; resolves when all of it is drawn. */
  settle(box: Box): Promise<void>;
  /** Draws a new geometry; each change is told. Null ends it. */
  edit(edit: Edit | null): void;
  /** Colours or language are others. */
  restyle(): void;
  dispose(): void;
}

export interface Edit {
  /** What is there; null to draw it from the beginning. */
  readonly geometry: PlaceGeometry | null;
  readonly draws: 'Point' | 'Polygon';
  readonly changed: (geometry: PlaceGeometry) => void;
}

export interface SurfaceEvents {
  readonly pointed: (hit: Hit) => void;
  /** Somebody moved the map by hand. */
  readonly moved: () => void;
}
