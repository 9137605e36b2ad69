import Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import RegularShape from 'ol/style/RegularShape.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import { nameOf } from '../../words/index.js';
import { mapped, type Projection } from '../project.js';
import type { Place, PlaceProperties, Service } from '../types.js';
import type { Colours } from './colours.js';

/** Nearer than this, collection points are drawn, and places have names, metres a pixel. */
const POINTS_BELOW = 40;
const NAMES_BELOW = 7;
const AREA_NAMES_BELOW = 80;

/** The registry's places: areas below, points above them, each with what became of it today. */
export class PlaceLayer {
  readonly layers: readonly [VectorLayer, VectorLayer];
  private readonly areas = new VectorSource();
  private readonly points = new VectorSource();
  private readonly format = new GeoJSON();
  private services: ReadonlyMap<string, Service> = new Map();
  private chosen: string | null = null;
  private hidden: string | null = null;

  constructor(private readonly projection: Projection, private colours: Colours) {
    const style = (feature: unknown, resolution: number) => this.styleOf(feature as Feature, resolution);
    this.layers = [
      new VectorLayer({ source: this.areas, zIndex: 10, style }),
      new VectorLayer({ source: this.points, zIndex: 20, style, declutter: true }),
    ];
  }

  show(places: readonly Place[], services: ReadonlyMap<string, Service>): void {
    this.services = services;
    this.areas.clear(true);
    this.points.clear(true);
    for (const place of places) {
      const { properties, geometry } = place;
      const shape = this.format.readGeometry({
        ...geometry, coordinates: mapped(geometry.coordinates, this.projection.to),
      });
      if (geometry.type !== 'Point') this.areas.addFeature(this.feature(place.id, properties, shape));
      if (properties.lat === undefined || properties.lon === undefined) continue;
      const at = new Point(this.projection.to(properties.lon, properties.lat));
      this.points.addFeature(this.feature(place.id, properties, at));
    }
  }

  choose(id: string | null): void {
    if (id === this.chosen) return;
    this.chosen = id;
    this.redraw();
  }

  /** The one that is being drawn anew. */
  hide(id: string | null): void {
    this.hidden = id;
    this.redraw();
  }

  restyle(colours: Colours): void {
    this.colours = colours;
    this.redraw();
  }

  private redraw(): void {
    for (const layer of this.layers) layer.changed();
  }

  private feature(id: string, properties: PlaceProperties, geometry: unknown): Feature {
    const feature = new Feature({ geometry: geometry as Point, of: properties });
    feature.setId(id);
    return feature;
  }

  private styleOf(feature: Feature, resolution: number): Style | Style[] | undefined {
    const id = feature.getId() as string;
    if (id === this.hidden) return undefined;
    const place = feature.get('of') as PlaceProperties;
    const isChosen = id === this.chosen;
    return feature.getGeometry() instanceof Point
      ? this.pointStyle(place, resolution, isChosen) : this.areaStyle(place, resolution, isChosen);
  }

  private areaStyle(place: PlaceProperties, resolution: number, isChosen: boolean): Style {
    const c = this.colours;
    const width = isChosen ? 3 : 1.5;
    const name = isChosen || resolution < AREA_NAMES_BELOW ? nameOf(place.name, place.id) : '';
    switch (place.kind) {
      case 'district':
        return new Style({
          fill: new Fill({ color: 'rgba(0,0,0,0)' }),
          stroke: new Stroke({ color: isChosen ? c.focus : c.muted, width, lineDash: [8, 6] }),
          ...this.text(name, isChosen, true),
        });
      case 'service_area':
        return new Style({
          fill: new Fill({ color: 'rgba(0,0,0,0)' }),
          stroke: new Stroke({ color: isChosen ? c.focus : c.normal, width, lineDash: [2, 6] }),
        });
      case 'forbidden':
        return new Style({
          fill: new Fill({ color: hatch(c.bad) ?? 'rgba(0,0,0,0)' }),
          stroke: new Stroke({ color: isChosen ? c.focus : c.bad, width }),
          ...this.text(resolution < NAMES_BELOW * 4 || isChosen ? `⊘ ${nameOf(place.name, place.id)}` : '', isChosen),
        });
      default:
        return new Style({
          fill: new Fill({ color: 'rgba(128,128,128,0.18)' }),
          stroke: new Stroke({ color: isChosen ? c.focus : c.muted, width }),
        });
    }
  }

  private pointStyle(place: PlaceProperties, resolution: number, isChosen: boolean): Style | undefined {
    const c = this.colours;
    const name = isChosen || resolution < NAMES_BELOW ? nameOf(place.name, place.id) : '';
    const stroke = new Stroke({ color: isChosen ? c.focus : c.muted, width: isChosen ? 3 : 1.5 });
    if (place.kind !== 'collection_point') {
      const image = place.kind === 'depot'
        ? new RegularShape({ points: 4, radius: 8, angle: Math.PI / 4, fill: new Fill({ color: c.card }), stroke })
        : new RegularShape({ points: 4, radius: 9, fill: new Fill({ color: c.card }), stroke });
      return new Style({ image, zIndex: 2, ...this.text(name, isChosen) });
    }
    const service = this.services.get(place.id);
    const isWrong = service === 'missed' || service === 'overdue';
    if (!isChosen && !isWrong && resolution > POINTS_BELOW) return undefined;
    if (isWrong) {
      // A triangle, whatever the colours.
      const edge = new Stroke({ color: isChosen ? c.focus : c.look, width: 2 });
      const image = new RegularShape({ points: 3, radius: 8, fill: new Fill({ color: c.card }), stroke: edge });
      return new Style({ image, zIndex: 4, ...this.text(name, isChosen) });
    }
    const isServed = service === 'served' || service === 'early' || service === 'late';
    return new Style({
      image: new CircleStyle({ radius: 4, fill: new Fill({ color: isServed ? c.muted : c.card }), stroke }),
      zIndex: 1, ...this.text(name, isChosen),
    });
  }

  private text(words: string, isChosen: boolean, isMiddle = false): { text?: Text } {
    if (!words) return {};
    return {
      text: new Text({
        text: words, font: `${isChosen ? '600 ' : ''}12px ${this.colours.font}`, overflow: true,
        fill: new Fill({ color: isChosen ? this.colours.ink : this.colours.muted }),
        stroke: new Stroke({ color: this.colours.card, width: 3 }), ...(isMiddle ? {} : { offsetY: 16 }),
      }),
    };
  }
}

const hatches = new Map<string, CanvasPattern | null>();

/** Strokes from corner to corner: an area that is barred without any colour. */
function hatch(colour: string): CanvasPattern | null {
  const known = hatches.get(colour);
  if (known !== undefined) return known;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 10;
  const pen = tile.getContext('2d')!;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.7;
  pen.beginPath();
  pen.moveTo(0, 10);
  pen.lineTo(10, 0);
  pen.moveTo(-2, 2);
  pen.lineTo(2, -2);
  pen.moveTo(8, 12);
  pen.lineTo(12, 8);
  pen.stroke();
  const pattern = pen.createPattern(tile, 'repeat');
  hatches.set(colour, pattern);
  return pattern;
}
