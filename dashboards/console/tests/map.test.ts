import { describe, expect, it } from 'vitest';
import { boxOf, mapped, mercator, middleOf, positionsOf, projectionOf } from '../src/map/project.js';

const GCJ = { url: '/{z}/{x}/{y}', coordinates: 'gcj02', attribution: 'x', min_zoom: 3, max_zoom: 18 } as const;

/** Metres at 30° N between two positions that lie near each other. */
const metres = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot((a[0]! - b[0]!) * 96_486, (a[1]! - b[1]!) * 111_195);

describe('the projection of a map', () => {
  it('is Web Mercator', () => {
    // EPSG 9802-like figures: 180° is half the equator; 45° N is ln(tan(67.5°)) of the radius.
    expect(mercator.to(180, 0)[0]).toBeCloseTo(20_037_508.34, 1);
    expect(mercator.to(0, 45)[1]).toBeCloseTo(6_378_137 * Math.log(Math.tan((67.5 * Math.PI) / 180)), 6);
  });

  it('comes back to where it was', () => {
    const [lon, lat] = mercator.from(...mercator.to(122.1, 30.01));
    expect([lon, lat]).toEqual([expect.closeTo(122.1, 9), expect.closeTo(30.01, 9)]);
  });

  it('bounds the poles', () => expect(mercator.to(0, 90)[1]).toBeCloseTo(20_037_508.34, 0));

  it('is WGS-84 where tiles are', async () => {
    expect(await projectionOf(undefined)).toBe(mercator);
    expect(await projectionOf({ ...GCJ, coordinates: 'wgs84' })).toBe(mercator);
  });

  it('shifts for tiles in GCJ-02 by some hundred metres, and back', async () => {
    const shifted = await projectionOf(GCJ);
    const there = mercator.from(...shifted.to(122.1, 30.01));
    expect(metres(there, [122.1, 30.01])).toBeGreaterThan(100);
    expect(metres(there, [122.1, 30.01])).toBeLessThan(1_000);
    expect(metres(shifted.from(...shifted.to(122.1, 30.01)), [122.1, 30.01])).toBeLessThan(0.5);
  });

  it('shifts nothing outside China', async () => {
    const shifted = await projectionOf(GCJ);
    expect(metres(mercator.from(...shifted.to(9, 54)), [9, 54])).toBeLessThan(0.01);
  });
});

describe('geometry', () => {
  const area = [[[1, 2], [5, 2], [5, 8], [1, 2]]];

  it('has a box and a middle', () => {
    expect(boxOf(positionsOf(area))).toEqual([1, 2, 5, 8]);
    expect(middleOf(area)).toEqual([3, 5]);
    expect(middleOf([7, 8])).toEqual([7, 8]);
    expect(boxOf([])).toBeNull();
  });

  it('is mapped however deep it is', () =>
    expect(mapped([area], (x, y) => [y, x])).toEqual([[[[2, 1], [2, 5], [8, 5], [2, 1]]]]));
});
