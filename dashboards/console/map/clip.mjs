// Rings and lines cut to a box. A box is [west, south, east, north], a position [longitude, latitude], in degrees.

/** The part of a closed ring inside the box, closed again along the box's sides; [] where nothing is. */
export function clipRing(ring, [west, south, east, north]) {
  // Sutherland and Hodgman: one side of the box after the other. Parts that hang together only along a side stay one
  // ring; filled, that shows nothing.
  let points = ring.slice(0, -1);
  points = halfPlane(points, ([x]) => x >= west, (a, b) => atX(a, b, west));
  points = halfPlane(points, ([x]) => x <= east, (a, b) => atX(a, b, east));
  points = halfPlane(points, ([, y]) => y >= south, (a, b) => atY(a, b, south));
  points = halfPlane(points, ([, y]) => y <= north, (a, b) => atY(a, b, north));
  points = points.filter((point, i) => i === 0 || !same(point, points[i - 1]));
  return points.length < 3 ? [] : [...points, points[0]];
}

/** The parts of a ring's line inside the box, without what runs along the box's sides. */
export function clipLine(ring, box) {
  const parts = [];
  let part = [];
  for (let i = 1; i < ring.length; i++) {
    const piece = segment(ring[i - 1], ring[i], box);
    if (!piece || alongSide(piece, box)) {
      if (part.length) parts.push(part);
      part = [];
      continue;
    }
    if (part.length && !same(part[part.length - 1], piece[0])) {
      parts.push(part);
      part = [];
    }
    if (!part.length) part.push(piece[0]);
    part.push(piece[1]);
  }
  if (part.length) parts.push(part);
  // A ring begins somewhere on its way: what ends there goes on with what begins there.
  if (parts.length > 1 && same(parts[0][0], parts[parts.length - 1].at(-1))) {
    parts[0] = [...parts.pop(), ...parts[0].slice(1)];
  }
  return parts;
}

/** All of a multipolygon's polygons inside the box: holes that are outside are left out. */
export function clipPolygons(polygons, box) {
  const inside = [];
  for (const [outline, ...holes] of polygons) {
    if (!meets(outline, box)) continue;
    const cut = clipRing(outline, box);
    if (!cut.length) continue;
    inside.push([cut, ...holes.filter((hole) => meets(hole, box)).map((hole) => clipRing(hole, box))
      .filter((hole) => hole.length)]);
  }
  return inside;
}

/** The shore: the lines of all rings inside the box. */
export function clipShore(polygons, box) {
  return polygons.flatMap((rings) => rings.filter((ring) => meets(ring, box)).flatMap((ring) => clipLine(ring, box)));
}

function halfPlane(points, isInside, cross) {
  const out = [];
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[(i + points.length - 1) % points.length], points[i]];
    const [aIn, bIn] = [isInside(a), isInside(b)];
    if (aIn !== bIn) out.push(cross(a, b));
    if (bIn) out.push(b);
  }
  return out;
}

const atX = (a, b, x) => [x, a[1] + ((x - a[0]) / (b[0] - a[0])) * (b[1] - a[1])];
const atY = (a, b, y) => [a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]), y];
const same = (a, b) => a[0] === b[0] && a[1] === b[1];

// Liang and Barsky: how far into the segment the box begins and ends.
function segment(a, b, [west, south, east, north]) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  let [from, to] = [0, 1];
  for (const [p, q] of [[-dx, a[0] - west], [dx, east - a[0]], [-dy, a[1] - south], [dy, north - a[1]]]) {
    if (p === 0) {
      if (q < 0) return null;
    } else if (p < 0) {
      from = Math.max(from, q / p);
    } else {
      to = Math.min(to, q / p);
    }
  }
  if (from >= to) return null;
  const at = (t) => (t === 0 ? a : t === 1 ? b : [a[0] + t * dx, a[1] + t * dy]);
  return [at(from), at(to)];
}

const alongSide = ([a, b], [west, south, east, north]) =>
  (a[0] === b[0] && (a[0] === west || a[0] === east)) || (a[1] === b[1] && (a[1] === south || a[1] === north));

function meets(ring, [west, south, east, north]) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return minX <= east && maxX >= west && minY <= north && maxY >= south;
}
