import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOfRegistry, parseBox, plain } from './area.mjs';
import { clipLine, clipPolygons, clipRing, clipShore } from './clip.mjs';

const box = [0, 0, 10, 10];
const square = (west, south, east, north) =>
  [[west, south], [east, south], [east, north], [west, north], [west, south]];

// Shoelace: twice the area, whichever way round.
function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(sum) / 2;
}

test('a ring inside stays as it is', () => assert.equal(area(clipRing(square(1, 1, 3, 3), box)), 4));

test('a ring around the box becomes the box', () => assert.equal(area(clipRing(square(-5, -5, 15, 15), box)), 100));

test('a ring across a corner keeps what is inside', () =>
  assert.equal(area(clipRing(square(8, 8, 12, 12), box)), 4));

test('a ring outside is gone', () => assert.deepEqual(clipRing(square(11, 11, 12, 12), box), []));

test('an island outside the box is no hole of the sea within', () => {
  const sea = [square(-50, -50, 50, 50), square(2, 2, 4, 4), square(20, 20, 22, 22)];
  const [[outline, ...islands]] = clipPolygons([sea], box);
  assert.equal(area(outline), 100);
  assert.deepEqual(islands.map(area), [4]);
});

test('the shore has no line along the sides of the box', () => {
  const [line, ...others] = clipShore([[square(-50, -50, 50, 50), square(8, 2, 12, 4)]], box);
  assert.deepEqual(line, [[10, 4], [8, 4], [8, 2], [10, 2]]);
  assert.deepEqual(others, []);
});

test('a line that leaves twice is two lines, joined where the ring begins', () => {
  const lines = clipLine([[1, 1], [3, 15], [5, 5], [7, 15], [9, 1], [1, 1]], box);
  assert.deepEqual(lines.map((line) => line.length), [4, 3]);
});

test('a box is refused where its sides are swapped or off the globe', () => {
  for (const wrong of ['10,0,0,10', '0,10,10,0', '0,0,181,10', '0,0,10', 'a,b,c,d']) {
    assert.throws(() => parseBox(wrong), /--bbox/);
  }
});

test('a registry gives its area with the margin, rounded outwards', () => {
  const registry = `{ // places
    "plants": [{ "location": { "lat": 30.005, "lon": 122.1, }, }],
    "geofences": [{ "area": { "coordinates": [[[121.9, 29.9], [122.3, 30.1]]] } }], /* no more */
  }`;
  assert.deepEqual(boxOfRegistry(registry, 0.1), [121.8, 29.79, 122.4, 30.21]);
});

test('comments within strings are no comments', () =>
  assert.deepEqual(JSON.parse(plain('{"a": "http://x, ]",}')), { a: 'http://x, ]' }));
