#!/usr/bin/env node
// Cuts the sea and its shore out of OpenStreetMap's seas (package @geo-maps/earth-seas-10m) to the area of one city,
// as the GeoJSON file that the host serves. docs/console-map.md says when that is needed.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { boxOfRegistry, parseBox } from './area.mjs';
import { clipPolygons, clipShore } from './clip.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const usage = `node cut.mjs (--bbox WEST,SOUTH,EAST,NORTH | --registry FILE [--margin DEGREES]) [--out FILE]

  --bbox      the area, degrees
  --registry  the area of everything that this registry places somewhere
  --margin    around it, degrees; 0.25 where left out
  --out       the file to write; seas.geojson where left out
`;

const { values } = parseArgs({
  options: {
    bbox: { type: 'string' },
    registry: { type: 'string' },
    margin: { type: 'string', default: '0.25' },
    out: { type: 'string', default: 'seas.geojson' },
  },
});
try {
  if (!values.bbox === !values.registry) throw new Error('give --bbox or --registry');
  const margin = Number(values.margin);
  if (!(margin >= 0 && margin <= 5)) throw new Error(`--margin '${values.margin}': 0 to 5 degrees`);
  const box = values.bbox
    ? parseBox(values.bbox)
    : boxOfRegistry(fs.readFileSync(values.registry, 'utf8'), margin);
  const written = write(box, values.out);
  console.log(`${values.out}: ${written.positions} positions in ${box.join(', ')} (${written.bytes} bytes)`);
} catch (error) {
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

function write(box, out) {
  const source = path.join(here, 'node_modules/@geo-maps/earth-seas-10m');
  if (!fs.existsSync(source)) throw new Error(`the seas are not installed: run "npm ci" in ${here}`);
  const { name, version } = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8'));
  const world = JSON.parse(fs.readFileSync(path.join(source, 'map.geo.json'), 'utf8'));
  const polygons = world.geometries.flatMap((one) => one.type === 'MultiPolygon' ? one.coordinates : [one.coordinates]);
  const [seas, shore] = [clipPolygons(polygons, box), clipShore(polygons, box)].map(rounded);
  const text = `${JSON.stringify({
    type: 'FeatureCollection',
    bbox: box,
    source: `${name} ${version}`,
    licence: 'ODbL 1.0',
    attribution: '© OpenStreetMap contributors',
    features: [
      { type: 'Feature', id: 'sea', properties: {}, geometry: { type: 'MultiPolygon', coordinates: seas } },
      { type: 'Feature', id: 'shore', properties: {}, geometry: { type: 'MultiLineString', coordinates: shore } },
    ],
  })}\n`;
  fs.writeFileSync(out, text);
  return { positions: seas.flat(2).length + shore.flat().length, bytes: Buffer.byteLength(text) };
}

// The source has five decimals, a metre; cut ends get no more.
function rounded(value) {
  return typeof value === 'number' ? Math.round(value * 1e5) / 1e5 : value.map(rounded);
}
