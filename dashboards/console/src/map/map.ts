import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { get } from '../api/api.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { onTheme } from '../shell/theme.js';
import { onLanguage } from '../words/index.js';
import type {
  Box, Edit, Hit, MapSource, MapTrack, MapVehicle, Place, Position, Service, Surface,
} from './types.js';
import { t } from './words.js';

const NOTHING: ReadonlyMap<string, Service> = new Map();

/**
 * The map, loaded when it is first shown: `<t-map .vehicles=${…} .places=${…} .chosen=${hit}></t-map>`. What is set is
 * drawn at most once a frame. Tells `t-point` with what was pointed at, `t-moved` where somebody moved it by hand.
 */
@customElement('t-map')
export class MapElement extends Part {
  static override styles = [shared, css`
    :host { position: relative; min-height: 16rem; background: var(--ground); border: 1px solid var(--line);
      border-radius: 8px; overflow: hidden; }
    .surface { position: absolute; inset: 0; }
    .surface:focus-visible { outline: 3px solid var(--focus); outline-offset: -3px; }
    .zoom { position: absolute; left: .5rem; top: .5rem; display: grid; gap: .25rem; z-index: 2; }
    .zoom button { width: 2.2rem; height: 2.2rem; padding: 0; justify-content: center; font-weight: 650; }
    .source { position: absolute; right: 0; bottom: 0; padding: .1rem .4rem; font-size: .75rem; color: var(--muted);
      background: var(--card); z-index: 2; border-radius: 6px 0 0 0; max-width: 80%; }
    .missing { position: absolute; left: 3.5rem; right: .5rem; top: .5rem; z-index: 2; padding: .3rem .6rem;
      font-size: .8rem; background: var(--look-ground); color: var(--look-ink); border: 1px solid var(--look-line);
      border-radius: 6px; }
    .wait { position: absolute; inset: 0; display: grid; place-content: center; gap: .6rem; text-align: center;
      padding: 1rem; }
    .surface .ol-scale-line { position: absolute; left: .5rem; bottom: .4rem; right: auto; background: var(--card);
      padding: 2px 4px; border-radius: 4px; }
    .surface .ol-scale-line-inner { border: 1px solid var(--muted); border-top: 0; color: var(--ink); font-size: .75rem;
      text-align: center; margin: 0; }
    @media print {
      .zoom, .missing { display: none; }
      :host { border: 1px solid #999; break-inside: avoid; }
    }
  `];

  @property({ attribute: false }) vehicles: readonly MapVehicle[] = [];
  @property({ attribute: false }) tracks: readonly MapTrack[] = [];
  @property({ attribute: false }) places: readonly Place[] = [];
  @property({ attribute: false }) services: ReadonlyMap<string, Service> = NOTHING;
  @property({ attribute: false }) chosen: Hit = null;
  @property({ attribute: false }) edit: Edit | null = null;

  @state() private source: MapSource | null = null;
  @state() private problem: unknown = null;
  @query('.surface') private target!: HTMLElement;

  private surface: Surface | null = null;
  private readonly ends: (() => void)[] = [];
  private waiting: ((surface: Surface) => void)[] = [];
  private turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ends.push(onTheme(() => this.surface?.restyle()), onLanguage(() => this.surface?.restyle()));
    if (this.hasUpdated) void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
    this.turn++;
    this.surface?.dispose();
    this.surface = null;
  }

  /** Looks at a place as soon as the map is there. */
  goTo(at: Position, zoom?: number): void {
    this.withSurface(surface => surface.goTo(at, zoom));
  }

  fit(box: Box): void {
    this.withSurface(surface => surface.fit(box));
  }

  /** Drawn anew in the colours and the size of now, such as for paper. */
  async settle(box: Box | null): Promise<void> {
    this.surface?.restyle();
    if (box) await this.surface?.settle(box);
  }

  protected override firstUpdated(): void {
    void this.open();
  }

  /** Vehicles that moved, without rendering anything else. */
  redraw(vehicles: readonly MapVehicle[]): void {
    this.surface?.vehicles(vehicles);
  }

  private withSurface(act: (surface: Surface) => void): void {
    if (this.surface) act(this.surface);
    else this.waiting.push(act);
  }

  private async open(): Promise<void> {
    const turn = ++this.turn;
    this.problem = null;
    try {
      const [source, { openSurface }] = await Promise.all([get<MapSource>('/api/map'), import('./ol/surface.js')]);
      if (turn !== this.turn) return;
      const surface = await openSurface(this.target, source, this.places, {
        pointed: hit => this.emit('t-point', hit), moved: () => this.emit('t-moved'),
      });
      if (turn !== this.turn) return surface.dispose();
      this.surface = surface;
      this.source = source;
      this.drawAll();
      for (const act of this.waiting.splice(0)) act(surface);
    } catch (problem) {
      if (turn === this.turn) this.problem = problem;
    }
  }

  private drawAll(): void {
    const surface = this.surface!;
    surface.places(this.places, this.services);
    surface.tracks(this.tracks);
    surface.vehicles(this.vehicles);
    surface.choose(this.chosen);
    surface.edit(this.edit);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const surface = this.surface;
    if (!surface) return;
    if (changed.has('places') || changed.has('services')) surface.places(this.places, this.services);
    if (changed.has('tracks')) surface.tracks(this.tracks);
    if (changed.has('vehicles')) surface.vehicles(this.vehicles);
    if (changed.has('chosen')) surface.choose(this.chosen);
    if (changed.has('edit')) surface.edit(this.edit);
  }

  override render() {
    return html`
      <div class="surface" tabindex="0" role="application" aria-label=${t('label')}></div>
      ${this.source ? this.overlay(this.source) : this.wait()}`;
  }

  private overlay(source: MapSource) {
    return html`
      <div class="zoom">
        <button type="button" aria-label=${t('zoomIn')} title=${t('zoomIn')}
          @click=${() => this.surface?.zoomBy(1)}>+</button>
        <button type="button" aria-label=${t('zoomOut')} title=${t('zoomOut')}
          @click=${() => this.surface?.zoomBy(-1)}>−</button>
        <button type="button" aria-label=${t('home')} title=${t('home')} @click=${() => this.surface?.home()}>⌂</button>
      </div>
      ${source.seas_missing && !source.tiles ? html`<p class="missing">▲ ${source.seas_missing}</p>` : nothing}
      <p class="source">${this.attribution(source)}</p>`;
  }

  private attribution(source: MapSource) {
    if (source.tiles) return html`${source.tiles.attribution}`;
    if (!source.seas) return nothing;
    return html`${t('data')} ${source.seas.attribution}${source.seas.licence ? `, ${source.seas.licence}` : ''}`;
  }

  private wait() {
    if (this.problem === null) return html`<p class="wait muted" role="status">${t('loading')}</p>`;
    return html`<div class="wait" role="alert">
      <p><span class="mark" aria-hidden="true">✕</span> ${t('failed')}</p><p><button type="button" @click=${() => void this.open()}>${t('again')}</button></p></div>`;
  }
}
