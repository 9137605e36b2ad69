import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { get, isAbort } from '../../api/api.js';
import type { FlowHistory, Plant } from '../../api/types.js';
import type { Point } from '../../charts/scale.js';
import { sparkOf } from './model.js';

/** What is shown of the past, ms. */
export const SPAN = 24 * 3_600_000;

const EVERY = '15m';
const STEP = 15 * 60_000;
const AGAIN = 5 * 60_000;

/** The last day of each plant, asked one after another so that twelve plants are no burden; asked again by itself. */
export class History implements ReactiveController {
  /** Meters may report each quarter of an hour. */
  readonly gap = 2 * STEP + 1;

  private readonly found = new Map<string, readonly Point[]>();
  private plants: readonly Plant[] = [];
  private asked = '';
  private timer: ReturnType<typeof setInterval> | null = null;
  private stop: AbortController | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.ask();
    }, AGAIN);
  }

  hostDisconnected(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.stop?.abort();
    this.asked = '';
  }

  of(plants: readonly Plant[]): void {
    const key = plants.flatMap(plant => plant.meters.map(meter => `${plant.id}/${meter.id}`)).join(' ');
    this.plants = plants;
    if (key === this.asked) return;
    this.asked = key;
    void this.ask();
  }

  points(plant: string): readonly Point[] {
    return this.found.get(plant) ?? [];
  }

  private async ask(): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    for (const plant of this.plants) {
      const treated = plant.meters.filter(meter => meter.treated);
      const meters = treated.length > 0 ? treated : plant.meters.slice(0, 1);
      if (meters.length === 0) continue;
      try {
        const histories = await Promise.all(meters.map(meter => get<FlowHistory>(
          `/api/plants/${encodeURIComponent(plant.id)}/meters/${encodeURIComponent(meter.id)}/flow`,
          { every: EVERY }, stop.signal)));
        this.found.set(plant.id, sparkOf(histories));
        this.host.requestUpdate();
      } catch (error) {
        if (isAbort(error)) return;
        // What was drawn stays, and is a line that ends earlier each time: the banner says why.
      }
    }
  }
}
