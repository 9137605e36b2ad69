import Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import type Geometry from 'ol/geom/Geometry.js';
import Draw from 'ol/interaction/Draw.js';
import Modify from 'ol/interaction/Modify.js';
import VectorLayer from 'ol/layer/Vector.js';
import type OlMap from 'ol/Map.js';
import VectorSource from 'ol/source/Vector.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import { mapped, type Projection } from '../project.js';
import type { Edit, PlaceGeometry } from '../types.js';
import type { Colours } from './colours.js';

/** A centimetre; more says nothing. */
const DECIMALS = 1e7;

/** One geometry in hand: drawn where there is none, then changed at its corners. */
export class Editor {
  private readonly source = new VectorSource();
  private readonly layer: VectorLayer;
  private readonly format = new GeoJSON();
  private readonly modify: Modify;
  private draw: Draw | null = null;
  private edit: Edit | null = null;

  constructor(private readonly map: OlMap, private readonly projection: Projection, colours: Colours) {
    this.layer = new VectorLayer({ source: this.source, zIndex: 60, style: styleOf(colours) });
    this.modify = new Modify({ source: this.source });
    this.modify.on('modifyend', () => this.tell());
    map.addLayer(this.layer);
  }

  get isOn(): boolean {
    return this.edit !== null;
  }

  begin(edit: Edit): void {
    this.end();
    this.edit = edit;
    if (edit.geometry) this.show(edit.geometry);
    this.map.addInteraction(this.modify);
    if (!edit.geometry) this.startDrawing(edit);
  }

  end(): void {
    this.edit = null;
    this.stopDrawing();
    this.map.removeInteraction(this.modify);
    this.source.clear();
  }

  restyle(colours: Colours): void {
    this.layer.setStyle(styleOf(colours));
  }

  private show(geometry: PlaceGeometry): void {
    const coordinates = mapped(geometry.coordinates, this.projection.to);
    this.source.addFeature(new Feature(this.format.readGeometry({ ...geometry, coordinates }) as Geometry));
  }

  private startDrawing(edit: Edit): void {
    this.draw = new Draw({ source: this.source, type: edit.draws, stopClick: true });
    this.draw.on('drawend', () => {
      // The source has it with the next turn.
      setTimeout(() => {
        this.stopDrawing();
        this.tell();
      });
    });
    this.map.addInteraction(this.draw);
  }

  private stopDrawing(): void {
    if (this.draw) this.map.removeInteraction(this.draw);
    this.draw = null;
  }

  private tell(): void {
    const shape = this.source.getFeatures()[0]?.getGeometry();
    if (!shape || !this.edit) return;
    const { type, coordinates } = this.format.writeGeometryObject(shape) as PlaceGeometry;
    const round = (value: number) => Math.round(value * DECIMALS) / DECIMALS;
    this.edit.changed({ type, coordinates: mapped(coordinates, (x, y) => this.projection.from(x, y).map(round)) });
  }
}

const styleOf = (colours: Colours) => new Style({
  fill: new Fill({ color: 'rgba(128,128,128,0.15)' }),
  stroke: new Stroke({ color: colours.focus, width: 3 }),
  image: new CircleStyle({ radius: 7, fill: new Fill({ color: colours.card }),
    stroke: new Stroke({ color: colours.focus, width: 3 }) }),
});
