import { middleOf, positionsOf } from '../../map/project.js';
import type { Place, PlaceGeometry, PlaceKind } from '../../map/types.js';

export const FACILITY_KINDS = ['transfer_station', 'fecal_plant', 'landfill', 'incinerator', 'sewage_plant'] as const;
export const POINT_KINDS = ['bin', 'garbage_house', 'public_toilet', 'septic_tank'] as const;

export type FacilityKind = (typeof FACILITY_KINDS)[number];
export type PointKind = (typeof POINT_KINDS)[number];

/** A place in hand, as the form has it: what is not given is an empty text. */
export interface PlaceDraft {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly district: string;
  readonly facilityKind: FacilityKind | '';
  readonly pointKind: PointKind | '';
  readonly plant: string;
  readonly radius: string;
  readonly lat: number | null;
  readonly lon: number | null;
  /** An area; null where a point will do. */
  readonly area: PlaceGeometry | null;
}

/** Kinds between which a place may change: those of one part of the registry. */
export function kindsBeside(kind: PlaceKind): readonly PlaceKind[] {
  if (kind === 'collection_point') return ['collection_point'];
  return kind === 'depot' || kind === 'facility' ? ['depot', 'facility'] : ['district', 'service_area', 'forbidden'];
}

/** An area alone, without a place where it stands. */
export const isFence = (kind: PlaceKind): boolean => kindsBeside(kind).length === 3;

export function emptyDraft(kind: PlaceKind, district: string): PlaceDraft {
  return {
    kind, id: '', en: '', zh: '', district, facilityKind: kind === 'facility' ? 'transfer_station' : '',
    pointKind: kind === 'collection_point' ? 'bin' : '', plant: '', radius: '', lat: null, lon: null, area: null,
  };
}

export function draftOf({ properties: p, geometry }: Place): PlaceDraft {
  return {
    kind: p.kind, id: p.id, en: p.name.en, zh: p.name.zh, district: p.district ?? '',
    facilityKind: p.kind === 'facility' ? (p.facility_kind as FacilityKind) : '',
    pointKind: (p.point_kind as PointKind | undefined) ?? '', plant: p.plant ?? '',
    // A facility's circle is the same for all, and not its own.
    radius: p.kind === 'collection_point' && p.radius_m !== undefined ? String(p.radius_m) : '',
    lat: p.lat ?? null, lon: p.lon ?? null, area: geometry.type === 'Point' ? null : geometry,
  };
}

/** With a geometry as it came from the map. A place with an area stands in its middle until it is said otherwise. */
export function withGeometry(draft: PlaceDraft, geometry: PlaceGeometry): PlaceDraft {
  if (geometry.type === 'Point') {
    const [lon, lat] = geometry.coordinates as [number, number];
    return { ...draft, lat, lon };
  }
  const middle = draft.lat === null ? middleOf(geometry.coordinates) : null;
  return middle && !isFence(draft.kind)
    ? { ...draft, area: geometry, lon: round(middle[0]), lat: round(middle[1]) } : { ...draft, area: geometry };
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** What the map shows in hand; null where nothing is there yet. */
export function geometryOf(draft: PlaceDraft): PlaceGeometry | null {
  if (draft.area) return draft.area;
  return draft.lat === null || draft.lon === null ? null : { type: 'Point', coordinates: [draft.lon, draft.lat] };
}

export type DraftProblem = 'id' | 'name' | 'district' | 'where' | 'area' | 'radius';

/** What has to be said before the host is asked; it judges the rest. */
export function problemsOf(draft: PlaceDraft): DraftProblem[] {
  const found: DraftProblem[] = [];
  if (!/^[\p{L}\p{Nd}._-]{1,64}$/u.test(draft.id)) found.push('id');
  if (!draft.en.trim() || !draft.zh.trim()) found.push('name');
  if (!draft.district && draft.kind !== 'service_area' && draft.kind !== 'forbidden') found.push('district');
  if (isFence(draft.kind) ? !draft.area : draft.lat === null || draft.lon === null) {
    found.push(isFence(draft.kind) ? 'area' : 'where');
  }
  if (draft.radius && !(Number(draft.radius) > 0 && Number(draft.radius) <= 1_000)) found.push('radius');
  return found;
}

/** As PUT /api/places takes it. */
export function featureOf(draft: PlaceDraft) {
  const hasPlace = draft.area !== null && !isFence(draft.kind);
  return {
    type: 'Feature',
    geometry: geometryOf(draft),
    properties: {
      kind: draft.kind, name: { en: draft.en.trim(), zh: draft.zh.trim() }, district: draft.district || undefined,
      facility_kind: draft.kind === 'facility' ? draft.facilityKind : undefined,
      point_kind: draft.kind === 'collection_point' ? draft.pointKind : undefined,
      plant: draft.plant || undefined,
      radius_m: draft.kind === 'collection_point' && !draft.area && draft.radius ? Number(draft.radius) : undefined,
      lat: hasPlace ? draft.lat : undefined, lon: hasPlace ? draft.lon : undefined,
    },
  };
}

/** Corners of an area of one ring as a person types them: `122.1 30.05`, one a line; null for any other area. */
export function textOfArea(area: PlaceGeometry | null): string | null {
  if (!area) return '';
  const rings = area.coordinates as number[][][];
  if (area.type !== 'Polygon' || rings.length !== 1) return null;
  return [...positionsOf(rings)].slice(0, -1).map(([lon, lat]) => `${lon} ${lat}`).join('\n');
}

/** @returns the area, or null where the text is none: three corners at least, longitude first */
export function areaOfText(text: string): PlaceGeometry | null {
  const corners: [number, number][] = [];
  for (const line of text.split('\n')) {
    if (!line.trim()) continue;
    const numbers = line.trim().split(/[\s,;]+/).map(Number);
    const [lon, lat] = numbers;
    if (numbers.length !== 2 || !numbers.every(Number.isFinite)) return null;
    if (Math.abs(lon!) > 180 || Math.abs(lat!) > 90) return null;
    corners.push([lon!, lat!]);
  }
  if (corners.length < 3) return null;
  return { type: 'Polygon', coordinates: [[...corners, corners[0]!]] };
}
