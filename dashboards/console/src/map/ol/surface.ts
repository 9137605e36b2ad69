import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import ScaleLine from 'ol/control/ScaleLine.js';
import { defaults as usualInteractions } from 'ol/interaction/defaults.js';
import css from 'ol/ol.css?inline';
import { boxOf, positionsOf, projectionOf, type Projection } from '../project.js';
import type {
  Box, Edit, Hit, MapSource, MapTrack, MapVehicle, Place, Position, Service, Surface, SurfaceEvents,
} from '../types.js';
import { coloursNow } from './colours.js';
import { Editor } from './editor.js';
import { groundOf, type Ground } from './ground.js';
import { PlaceLayer } from './place-layer.js';
import { TrackLayer } from './track-layer.js';
import { VehicleLayer } from './vehicle-layer.js';

const NEAR_ZOOM = 15;
const ANIMATION_MS = 250;

/** A city that says nothing of where it is. */
const WORLD: Box = [-170, -60, 170, 75];

const isStill = matchMedia('(prefers-reduced-motion: reduce)');

/** Begins a map in an element; resolves with its ground in place. */
export async function openSurface(
  target: HTMLElement, source: MapSource, places: readonly Place[], events: SurfaceEvents,
): Promise<Surface> {
  addStyles(target.getRootNode());
  const projection = await projectionOf(source.tiles);
  const ground = await groundOf(source, projection, coloursNow());
  const box = source.bounds ?? boxOf(places.flatMap(place => [...positionsOf(place.geometry.coordinates)])) ?? WORLD;
  return new OlSurface(target, projection, ground, box, source, events);
}

function addStyles(root: Node): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const at = root instanceof ShadowRoot ? root : document;
  at.adoptedStyleSheets = [...at.adoptedStyleSheets, sheet];
}

class OlSurface implements Surface {
  private readonly map: OlMap;
  private readonly view: View;
  private readonly vehicleLayer: VehicleLayer;
  private readonly placeLayer: PlaceLayer;
  private readonly trackLayer: TrackLayer;
  private readonly editor: Editor;

  constructor(
    target: HTMLElement, private readonly projection: Projection, private readonly ground: Ground,
    private readonly box: Box, source: MapSource, private readonly events: SurfaceEvents,
  ) {
    const colours = coloursNow();
    const limits = source.tiles || !source.seas ? undefined : this.extentOf(source.seas.box);
    this.view = new View({
      center: [0, 0], zoom: 2, maxZoom: 19, enableRotation: false, ...(limits ? { extent: limits } : {}),
    });
    this.vehicleLayer = new VehicleLayer(projection, colours);
    this.placeLayer = new PlaceLayer(projection, colours);
    this.trackLayer = new TrackLayer(projection, colours);
    this.map = new OlMap({
      target, view: this.view, controls: [new ScaleLine({ units: 'metric' })],
      interactions: usualInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [...ground.layers, ...this.placeLayer.layers, this.trackLayer.layer, this.vehicleLayer],
    });
    this.editor = new Editor(this.map, projection, colours);
    this.map.on('click', event => {
      if (!this.editor.isOn) events.pointed(this.hitAt(event.pixel));
    });
    this.map.on('pointerdrag', () => events.moved());
    this.view.fit(this.extentOf(box), { padding: [24, 24, 24, 24], size: this.map.getSize() ?? [600, 400] });
    target.addEventListener('keydown', this.key);
  }

  vehicles(vehicles: readonly MapVehicle[]): void {
    this.vehicleLayer.show(vehicles);
  }

  tracks(tracks: readonly MapTrack[]): void {
    this.trackLayer.show(tracks);
  }

  places(places: readonly Place[], services: ReadonlyMap<string, Service>): void {
    this.placeLayer.show(places, services);
  }

  choose(hit: Hit): void {
    this.vehicleLayer.choose(hit?.kind === 'vehicle' ? hit.id : null);
    this.placeLayer.choose(hit?.kind === 'place' ? hit.id : null);
  }

  goTo(at: Position, zoom?: number): void {
    const next = { center: this.projection.to(at[0], at[1]),
      zoom: zoom === undefined ? this.view.getZoom()! : Math.max(this.view.getZoom()!, zoom) };
    this.view.cancelAnimations();
    if (isStill.matches) {
      this.view.setCenter(next.center);
      this.view.setZoom(next.zoom);
    } else {
      this.view.animate({ ...next, duration: ANIMATION_MS });
    }
  }

  fit(box: Box): void {
    this.view.fit(this.extentOf(box), {
      padding: [40, 40, 40, 40], maxZoom: NEAR_ZOOM + 2, duration: isStill.matches ? 0 : ANIMATION_MS,
    });
  }

  zoomBy(steps: number): void {
    this.view.animate({ zoom: this.view.getZoom()! + steps, duration: isStill.matches ? 0 : ANIMATION_MS });
  }

  home(): void {
    this.fit(this.box);
  }

  settle(box: Box): Promise<void> {
    return new Promise(resolve => {
      this.map.updateSize();
      this.view.fit(this.extentOf(box), { padding: [30, 30, 30, 30], maxZoom: NEAR_ZOOM + 2 });
      this.map.once('rendercomplete', () => resolve());
      this.map.render();
    });
  }

  edit(edit: Edit | null): void {
    if (edit) this.editor.begin(edit);
    else this.editor.end();
  }

  restyle(): void {
    const colours = coloursNow();
    this.ground.restyle(colours);
    for (const part of [this.vehicleLayer, this.placeLayer, this.trackLayer, this.editor]) part.restyle(colours);
  }

  dispose(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  private extentOf([west, south, east, north]: Box): number[] {
    return [...this.projection.to(west, south), ...this.projection.to(east, north)];
  }

  private hitAt(pixel: number[]): Hit {
    const vehicle = this.vehicleLayer.at(pixel);
    if (vehicle) return { kind: 'vehicle', id: vehicle };
    const place = this.map.forEachFeatureAtPixel(pixel, feature => feature.getId() as string | undefined, {
      layerFilter: layer => layer === this.placeLayer.layers[1], hitTolerance: 6,
    });
    return place ? { kind: 'place', id: place } : null;
  }

  /** Arrows and + − are OpenLayers' own; Home shows the whole city. */
  private readonly key = (event: Event): void => {
    const { key } = event as KeyboardEvent;
    if (key.startsWith('Arrow')) this.events.moved();
    if (key !== 'Home') return;
    event.preventDefault();
    this.home();
  };
}
