import type Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import type BaseLayer from 'ol/layer/Base.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromExtent } from 'ol/geom/Polygon.js';
import OlFeature from 'ol/Feature.js';
import XYZ from 'ol/source/XYZ.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import { get } from '../../api/api.js';
import { mapped, type Projection } from '../project.js';
import type { MapSource, PlaceGeometry } from '../types.js';
import type { Colours } from './colours.js';

interface Seas { readonly features: readonly { readonly id?: string; readonly geometry: PlaceGeometry }[] }

/** What everything else lies on: the city's own tiles, or land, sea and shore. */
export interface Ground {
  readonly layers: readonly BaseLayer[];
  restyle(colours: Colours): void;
}

export async function groundOf(map: MapSource, projection: Projection, colours: Colours): Promise<Ground> {
  if (map.tiles) {
    const source = new XYZ({ url: map.tiles.url, minZoom: map.tiles.min_zoom, maxZoom: map.tiles.max_zoom });
    return { layers: [new TileLayer({ source, zIndex: 0 })], restyle: () => {} };
  }
  if (!map.seas) return { layers: [], restyle: () => {} };
  const seas = await get<Seas>(map.seas.url);
  const format = new GeoJSON();
  const features: Feature[] = seas.features.map(one => {
    const geometry = { ...one.geometry, coordinates: mapped(one.geometry.coordinates, projection.to) };
    const feature = new OlFeature(format.readGeometry(geometry));
    feature.set('part', one.id);
    return feature;
  });
  const [west, south, east, north] = map.seas.box;
  const land = new OlFeature(fromExtent([...projection.to(west, south), ...projection.to(east, north)]));
  land.set('part', 'land');
  const layer = new VectorLayer({
    source: new VectorSource({ features: [land, ...features] }), zIndex: 0, style: styleOf(colours),
    updateWhileAnimating: true, updateWhileInteracting: true,
  });
  return { layers: [layer], restyle: next => layer.setStyle(styleOf(next)) };
}

function styleOf(colours: Colours) {
  const land = new Style({ fill: new Fill({ color: colours.land }), zIndex: 0 });
  const sea = new Style({ fill: new Fill({ color: colours.sea }), zIndex: 1 });
  const shore = new Style({ stroke: new Stroke({ color: colours.shore, width: 1 }), zIndex: 2 });
  return (feature: { get(key: string): unknown }) =>
    feature.get('part') === 'land' ? land : feature.get('part') === 'sea' ? sea : shore;
}
