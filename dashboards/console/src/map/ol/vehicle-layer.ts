import Layer from 'ol/layer/Layer.js';
import type { FrameState } from 'ol/Map.js';
import { apply } from 'ol/transform.js';
import type { MapVehicle } from '../types.js';
import type { Projection } from '../project.js';
import type { Colours } from './colours.js';
import { drawVehicle } from './shapes.js';

/** Nearer than this each vehicle has its label, metres a pixel. */
const LABELS_BELOW = 12;

/** So few have their labels however far they are. */
const FEW = 8;

/** A finger is no pixel. */
const REACH_PX = 14;

const SIZE = 9;

/**
 * All vehicles on one canvas of their own: thousands that move each second cost one drawing a frame, and neither a
 * feature nor a style each.
 */
export class VehicleLayer extends Layer {
  private vehicles: readonly MapVehicle[] = [];
  /** Metres of the map, x and y by turns. */
  private xy = new Float64Array(0);
  private readonly canvas = document.createElement('canvas');
  private chosen: string | null = null;
  private lastFrame: FrameState | null = null;

  constructor(private readonly projection: Projection, private colours: Colours) {
    super({ zIndex: 50 });
    this.canvas.style.position = 'absolute';
    this.canvas.style.pointerEvents = 'none';
  }

  show(vehicles: readonly MapVehicle[]): void {
    this.vehicles = vehicles;
    if (this.xy.length < vehicles.length * 2) this.xy = new Float64Array(vehicles.length * 2 + 128);
    vehicles.forEach((one, i) => {
      const [x, y] = this.projection.to(one.lon, one.lat);
      this.xy[i * 2] = x;
      this.xy[i * 2 + 1] = y;
    });
    this.changed();
  }

  choose(id: string | null): void {
    if (id === this.chosen) return;
    this.chosen = id;
    this.changed();
  }

  restyle(colours: Colours): void {
    this.colours = colours;
    this.changed();
  }

  /** The vehicle nearest to a point of the viewport, within reach. */
  at(pixel: readonly number[]): string | null {
    if (!this.lastFrame) return null;
    let [found, nearest]: [string | null, number] = [null, REACH_PX ** 2];
    for (const [i, one] of this.vehicles.entries()) {
      const [x, y] = this.pixelOf(i, this.lastFrame);
      const distance = (x - pixel[0]!) ** 2 + (y - pixel[1]!) ** 2;
      if (distance > nearest) continue;
      [found, nearest] = [one.id, distance];
    }
    return found;
  }

  override render(frame: FrameState | null): HTMLElement {
    if (!frame) return this.canvas;
    this.lastFrame = frame;
    const [width, height] = frame.size as [number, number];
    const ratio = frame.pixelRatio;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const pen = this.canvas.getContext('2d')!;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.drawTrails(pen, frame);
    const isNear = frame.viewState.resolution < LABELS_BELOW || this.vehicles.length <= FEW;
    const labels = isNear ? new Set<number>() : null;
    const chosenAt = this.chosen === null ? -1 : this.vehicles.findIndex(one => one.id === this.chosen);
    if (labels && chosenAt >= 0) {
      const [x, y] = this.pixelOf(chosenAt, frame);
      this.isFree(labels, x, y, this.vehicles[chosenAt]!.label.length);
    }
    for (const [i, one] of this.vehicles.entries()) {
      if (i === chosenAt) continue;
      const [x, y] = this.pixelOf(i, frame);
      if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
      pen.setTransform(ratio, 0, 0, ratio, x * ratio, y * ratio);
      drawVehicle(pen, one.activity, one.heading, SIZE, this.colours);
      if (labels && this.isFree(labels, x, y, one.label.length)) this.drawLabel(pen, one.label, false);
    }
    if (chosenAt >= 0) this.drawChosen(pen, chosenAt, frame);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    return this.canvas;
  }

  private pixelOf(i: number, frame: FrameState): [number, number] {
    return apply(frame.coordinateToPixelTransform, [this.xy[i * 2]!, this.xy[i * 2 + 1]!]) as [number, number];
  }

  private drawTrails(pen: CanvasRenderingContext2D, frame: FrameState): void {
    pen.strokeStyle = this.colours.normal;
    pen.globalAlpha = 0.55;
    pen.lineWidth = 2;
    pen.beginPath();
    for (const one of this.vehicles) {
      if (!one.trail) continue;
      let isFirst = true;
      for (const [lon, lat] of one.trail) {
        const [x, y] = apply(frame.coordinateToPixelTransform, this.projection.to(lon, lat)) as [number, number];
        if (isFirst) pen.moveTo(x, y);
        else pen.lineTo(x, y);
        isFirst = false;
      }
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }

  private drawChosen(pen: CanvasRenderingContext2D, i: number, frame: FrameState): void {
    const one = this.vehicles[i]!;
    const [x, y] = this.pixelOf(i, frame);
    const ratio = frame.pixelRatio;
    pen.setTransform(ratio, 0, 0, ratio, x * ratio, y * ratio);
    pen.beginPath();
    pen.arc(0, 0, SIZE + 8, 0, Math.PI * 2);
    pen.strokeStyle = this.colours.focus;
    pen.lineWidth = 3;
    pen.stroke();
    drawVehicle(pen, one.activity, one.heading, SIZE + 1, this.colours);
    this.drawLabel(pen, one.label, true);
  }

  private drawLabel(pen: CanvasRenderingContext2D, label: string, isChosen: boolean): void {
    pen.font = `${isChosen ? '600 ' : ''}12px ${this.colours.font}`;
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.lineWidth = 3;
    pen.strokeStyle = this.colours.card;
    pen.strokeText(label, SIZE + (isChosen ? 12 : 5), 0);
    pen.fillStyle = this.colours.ink;
    pen.fillText(label, SIZE + (isChosen ? 12 : 5), 0);
  }

  /** Labels never lie on each other: the first has the room. */
  private isFree(taken: Set<number>, x: number, y: number, letters: number): boolean {
    const row = Math.floor(y / 14);
    const [from, until] = [Math.floor(x / 20), Math.floor((x + letters * 8) / 20)];
    for (let column = from; column <= until; column++) {
      if (taken.has(row * 10_000 + column) || taken.has((row + 1) * 10_000 + column)) return false;
    }
    for (let column = from; column <= until; column++) taken.add(row * 10_000 + column);
    return true;
  }
}
