import type { Box, Position, Tiles } from './types.js';

/** Metres of the sphere that Web Mercator (EPSG:3857) is drawn on. */
const RADIUS = 6_378_137;
const RAD = Math.PI / 180;

/** Where Web Mercator ends. */
const MOST_LAT = 85.051_128_78;

/** WGS-84 degrees to metres of the map, and back. */
export interface Projection {
  to(lon: number, lat: number): [x: number, y: number];
  from(x: number, y: number): [lon: number, lat: number];
}

export const mercator: Projection = {
  to(lon, lat) {
    const bounded = Math.min(MOST_LAT, Math.max(-MOST_LAT, lat));
    return [RADIUS * lon * RAD, RADIUS * Math.log(Math.tan(Math.PI / 4 + (bounded * RAD) / 2))];
  },
  from(x, y) {
    return [x / RADIUS / RAD, (2 * Math.atan(Math.exp(y / RADIUS)) - Math.PI / 2) / RAD];
  },
};

/**
 * The projection of a map. Tiles in GCJ-02 are shifted by some hundred metres, and what is drawn on them is shifted the
 * same way: there alone, for everything else is WGS-84.
 */
export async function projectionOf(tiles: Tiles | undefined): Promise<Projection> {
  if (tiles?.coordinates !== 'gcj02') return mercator;
  const { default: gcoord } = await import('gcoord');
  return {
    to(lon, lat) {
      const [east, north] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
      return mercator.to(east!, north!);
    },
    from(x, y) {
      const [lon, lat] = gcoord.transform(mercator.from(x, y), gcoord.GCJ02, gcoord.WGS84);
      return [lon!, lat!];
    },
  };
}

/** The box of some places, a little wider; null of none. */
export function boxOf(places: Iterable<Position>): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return west > east ? null : [west, south, east, north];
}

/** All positions of a GeoJSON geometry, however deep. */
export function* positionsOf(coordinates: unknown): Iterable<Position> {
  if (!Array.isArray(coordinates)) return;
  if (typeof coordinates[0] === 'number') {
    yield [coordinates[0], coordinates[1] as number];
    return;
  }
  for (const inner of coordinates) yield* positionsOf(inner);
}

/** A geometry's coordinates, each through a function. */
export function mapped(coordinates: unknown, through: (lon: number, lat: number) => readonly number[]): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  if (typeof coordinates[0] === 'number') return [...through(coordinates[0], coordinates[1] as number)];
  return coordinates.map(inner => mapped(inner, through));
}

/** The middle of the box of a geometry: good enough for a label and a first look. */
export function middleOf(coordinates: unknown): Position | null {
  const box = boxOf(positionsOf(coordinates));
  return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
