import { css, html, unsafeCSS, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { get } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { now } from '../../live/index.js';
import type { MapElement } from '../../map/map.js';
import '../../map/map.js';
import { boxOf } from '../../map/project.js';
import type { MapTrack, MapVehicle, PlaceCollection } from '../../map/types.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import { Keys, type KeyBinding } from '../../shell/keys.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { dateTime, dayOf, startOfDay, timeOf } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { servicesOf } from '../fleet/rounds-panel.js';
import type { VehicleList } from '../fleet/fleet-types.js';
import { MOST_VEHICLES } from './chooser.js';
import './chooser.js';
import type { Step } from './controls.js';
import './controls.js';
import { DayTrack } from './day-track.js';
import { IDLE, advance, beside, faster, seek, toggle, within, type Player, type Speed } from './player.js';
import type { Shown, VehicleDay } from './replay-types.js';
import './stops.js';
import './time-line.js';
import { stopMarks, vehiclesAt } from './scene.js';
import { t } from './words.js';

/** Of the map on paper: A4 less its margins. */
const PAPER = { width: unsafeCSS('18cm'), height: unsafeCSS('11cm') };
const NO_TRACKS: readonly MapTrack[] = [];
const NO_SERVICES = servicesOf(undefined);
const NO_PLACES: PlaceCollection['features'] = [];

/** A day of one vehicle or several, as it went. */
@customElement('t-replay')
export class ReplayScreen extends Screen {
  static override styles = [shared, css`
    .screen { display: grid; gap: .75rem; }
    t-map { height: max(20rem, calc(100dvh - 26rem)); }
    .print-only { display: none; }
    .printing t-map { width: ${PAPER.width}; height: ${PAPER.height}; }
    .whereabouts { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; min-height: 1.5rem; }
    .time { padding: .6rem .8rem; }
    .stops { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(34rem, 100%), 1fr)); }
    @media print {
      .print-only { display: block; } .screen-only { display: none; }
      t-map { width: ${PAPER.width}; height: ${PAPER.height}; } .stops { grid-template-columns: 1fr; }
    }
  `];

  @state() private chosen: readonly string[] = [];
  @state() private day = '';
  @state() private player: Player = IDLE;
  @state() private follows = false;
  @state() private isPrinting = false;
  @query('t-map') private map!: MapElement | null;

  private shown: readonly Shown[] = [];
  private tracks: readonly MapTrack[] = NO_TRACKS;
  private frame = 0;
  private frameAt = 0;

  private readonly vehicles = new Loading(this, signal => get<VehicleList>('/api/vehicles', {}, signal), 300_000);
  private readonly places = new Loading(this, signal => get<PlaceCollection>('/api/places', {}, signal));
  private readonly days = new Loading(this, async signal => {
    const days = await Promise.all(this.chosen.map(id => get<VehicleDay>(
      `/api/vehicles/${encodeURIComponent(id)}/day/${this.day}`, { tolerance_m: 0 }, signal)));
    this.show(days);
    return days;
  });

  constructor() {
    super();
    new Keys(this, () => this.keys());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.space);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.space);
    cancelAnimationFrame(this.frame);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) this.readAddress();
    this.vehicles.keyed('');
    this.places.keyed('');
    if (this.chosen.length > 0) this.days.keyed(`${this.day} ${this.chosen.join(' ')}`);
    else this.show([]);
  }

  private readAddress(): void {
    const day = this.query.get('day') ?? '';
    this.day = /^\d{4}-\d\d-\d\d$/.test(day) ? day : dayOf(now());
    this.chosen = [...new Set((this.query.get('vehicles') ?? '').split(',').filter(Boolean))].slice(0, MOST_VEHICLES);
  }

  /** Days that came: their tracks, and the span of all of them. */
  private show(days: readonly VehicleDay[]): void {
    if (days.length === 0 && this.shown.length === 0) return;
    this.shown = days.map(day => ({
      id: day.vehicle, day, label: this.labelOf(day.vehicle), track: new DayTrack(day.track),
    }));
    this.tracks = this.shown.map((one, i) => ({
      id: one.id, parts: one.track.parts, look: i,
      stops: stopMarks(one.day.stops),
    }));
    const times = this.shown.flatMap(one => [one.track.times[0], one.track.times.at(-1)]).filter(at => at !== undefined);
    const begin = startOfDay(this.day);
    const end = Math.min(Date.parse(days[0]?.to ?? '') || begin, now());
    this.player = times.length === 0 ? within(this.player, begin, begin)
      : within(this.player, Math.max(begin, Math.min(...times)), Math.min(end, Math.max(...times)));
    const box = this.box;
    if (box) this.map?.fit(box);
  }

  private get box() {
    return boxOf(this.shown.flatMap(one => one.track.parts.flat()));
  }

  /** On paper the map is as wide as the page, light, and shows the whole way. */
  private async print(): Promise<void> {
    const { dataset } = document.documentElement;
    const theme = dataset['theme'];
    this.isPrinting = true;
    await this.updateComplete;
    dataset['theme'] = 'light';
    await this.map?.settle(this.box);
    print();
    if (theme === undefined) delete dataset['theme'];
    else dataset['theme'] = theme;
    this.isPrinting = false;
    await this.updateComplete;
    await this.map?.settle(this.box);
  }

  private labelOf(id: string): string {
    return this.vehicles.value?.vehicles.find(one => one.id === id)?.plate ?? id;
  }

  private keys(): readonly KeyBinding[] {
    return [
      { keys: 'p', words: t('keyPlay'), act: () => this.play() },
      { keys: 'ArrowLeft', words: t('pingBefore'), act: () => this.step('pingBefore') },
      { keys: 'ArrowRight', words: t('pingAfter'), act: () => this.step('pingAfter') },
      { keys: 'Shift+ArrowLeft', words: t('stopBefore'), act: () => this.step('stopBefore') },
      { keys: 'Shift+ArrowRight', words: t('stopAfter'), act: () => this.step('stopAfter') },
      { keys: 'Home', words: t('start'), act: () => this.step('start') },
      { keys: 'End', words: t('end'), act: () => this.step('end') },
      { keys: '+', words: t('keyFaster'), act: () => (this.player = faster(this.player, 1)) },
      { keys: '-', words: t('keySlower'), act: () => (this.player = faster(this.player, -1)) },
      { keys: 'f', words: t('keyFollow'), act: () => (this.follows = !this.follows) },
    ];
  }

  /** The space bar plays, but where it presses a button or is text. */
  private readonly space = (event: KeyboardEvent): void => {
    const on = event.composedPath()[0];
    if (event.key !== ' ' || event.defaultPrevented || (on instanceof Element
      && on.matches('button, a, input, select, textarea, summary, tr, [role=button]'))) return;
    event.preventDefault();
    this.play();
  };

  private play(): void {
    this.player = toggle(this.player);
    cancelAnimationFrame(this.frame);
    if (!this.player.plays) return;
    this.frameAt = performance.now();
    this.frame = requestAnimationFrame(at => this.next(at));
  }

  private next(at: number): void {
    this.player = advance(this.player, at - this.frameAt);
    this.frameAt = at;
    if (this.player.plays) this.frame = requestAnimationFrame(later => this.next(later));
  }

  private step(step: Step): void {
    const { player } = this;
    if (step === 'start' || step === 'end') {
      this.player = seek(player, step === 'start' ? player.from : player.until);
      return;
    }
    const moments = step === 'pingBefore' || step === 'pingAfter'
      ? this.shown.flatMap(one => one.track.times)
      : this.shown.flatMap(one => one.day.stops.map(stop => Date.parse(stop.from)));
    const next = beside(moments.sort((a, b) => a - b), player.at, step.endsWith('After'));
    this.player = { ...(next === null ? player : seek(player, next)), plays: false };
  }

  protected override updated(): void {
    if (!this.follows || this.shown.length === 0) return;
    const first = this.vehiclesNow()[0];
    if (first) this.map?.goTo([first.lon, first.lat]);
  }

  private vehiclesNow(): readonly MapVehicle[] {
    return vehiclesAt(this.shown, this.player.at);
  }

  override render() {
    const labels = this.shown.map(one => one.label).join(', ');
    const problem = this.vehicles.problem ?? this.days.problem;
    return html`<div class="screen ${this.isPrinting ? 'printing' : ''}">
      <p class="print-only"><strong>${t('printed', labels, this.day)}</strong></p>
      <div class="row screen-only">
        <t-replay-chooser .vehicles=${this.vehicles.value?.vehicles ?? []} .chosen=${this.chosen} .day=${this.day}
          .latest=${dayOf(now())} @t-date=${(event: CustomEvent<string>) => setQuery({ day: event.detail })}
          @t-vehicles=${(event: CustomEvent<readonly string[]>) => setQuery({ vehicles: event.detail.join(',') })}>
        </t-replay-chooser>
        <button class="push" type="button" ?disabled=${this.shown.length === 0} @click=${() => void this.print()}>${
          t('print')}</button>
      </div>
      <t-problem .of=${problem} ?hidden=${!problem} .again=${() => void this.days.again()}></t-problem>
      ${this.chosen.length === 0 ? html`<p class="note" role="status">${t('choose')}</p>` : this.timeCard()}
      <t-map .vehicles=${this.vehiclesNow()} .tracks=${this.tracks} .services=${NO_SERVICES}
        .places=${this.places.value?.features ?? NO_PLACES} @t-moved=${() => (this.follows = false)}></t-map>
      <div class="stops" @t-seek=${this.seekTo}>${this.shown.map(one => html`
        <t-replay-stops .shown=${one}></t-replay-stops>`)}</div>
    </div>`;
  }

  private timeCard() {
    return html`<section class="card time" @t-seek=${this.seekTo}>
      <t-replay-controls .player=${this.player} .follows=${this.follows} @t-play=${() => this.play()}
        @t-step=${(event: CustomEvent<Step>) => this.step(event.detail)}
        @t-speed=${(event: CustomEvent<Speed>) => (this.player = { ...this.player, speed: event.detail })}
        @t-follow=${() => (this.follows = !this.follows)}></t-replay-controls>
      <p class="whereabouts screen-only">${this.shown.map(one => this.whereabouts(one))}</p>
      <t-time-line .lanes=${this.shown} .from=${this.player.from} .until=${this.player.until} .at=${this.player.at}>
      </t-time-line></section>`;
  }

  private readonly seekTo = (event: Event): void => {
    this.player = seek(this.player, (event as CustomEvent<number>).detail);
  };

  private whereabouts(one: Shown) {
    if (one.track.isEmpty) return html`<span><strong>${one.label}</strong> ${t('nothing')}</span>`;
    const where = one.track.where(this.player.at);
    const stop = one.day.stops.find(each => Date.parse(each.from) <= this.player.at
      && (each.goes_on || this.player.at < Date.parse(each.until)));
    const time = (at: number | string) => (dayOf(at) === this.day ? timeOf(at) : dateTime(at));
    const words = where.kind === 'before' ? t('notYet')
      : where.kind === 'gap' ? html`<span class="look">▲ ${t('noSignal', time(where.since))}</span>`
        : stop ? `${t('standing', time(stop.from))}${stop.near ? `, ${nameOf(stop.near.name, stop.near.id)}` : ''}`
          : `${t('driving')}${where.speed === null ? '' : `, ${Math.round(where.speed)} km/h`}`;
    return html`<span><strong>${one.label}</strong> ${words}</span>`;
  }
}
