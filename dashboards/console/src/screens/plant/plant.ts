import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import type { Meter, Plant } from '../../api/types.js';
import { now } from '../../live/index.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import { knownPlants } from '../../shell/city.js';
import { Keys, type KeyBinding } from '../../shell/keys.js';
import { navigate, setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { dateTime } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { askEvents, askFlow, askPlant, metersInOrder, type EventList, type Trend } from './answers.js';
import './days-part.js';
import './flow-part.js';
import './now-part.js';
import './quality-part.js';
import { RANGE_NAMES, chosenBy, panned, within, zoomed, type Chosen, type RangeName, type Span } from './span.js';
import { t } from './words.js';

/** How often a stretch that ends now is asked for again. */
const EVERY = 60_000;

/** One plant: now, the flow of a meter with what happened, its days, its quality. The address has all that is chosen. */
@customElement('t-plant')
export class PlantScreen extends Screen {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    .tools { gap: .3rem .5rem; }
    .group { display: inline-flex; gap: .2rem; flex-wrap: wrap; }
    .stretch { font-variant-numeric: tabular-nums; }
    label { display: inline-flex; align-items: center; gap: .4rem; }
  `];

  private chosen: Chosen = chosenBy(new URLSearchParams(), Date.now());
  private readonly plant = new Loading(this, () => askPlant(this.id1), EVERY);
  private readonly trend: Loading<Trend | null> = new Loading(this, signal => {
    const meter = this.meter;
    return meter ? askFlow(this.id1, meter.id, this.spanNow(), signal) : Promise.resolve(null);
  }, EVERY);
  private readonly events: Loading<EventList> = new Loading(
    this, signal => askEvents(this.id1, this.spanNow(), signal), EVERY);

  constructor() {
    super();
    new Keys(this, () => this.keys());
  }

  private get id1(): string {
    return this.params['id'] ?? '';
  }

  private get known(): Plant | undefined {
    return this.plant.value;
  }

  /** The one that was chosen, else the one that makes the plant's volume. */
  private get meter(): Meter | undefined {
    const meters = this.known?.meters ?? [];
    const asked = this.query.get('meter');
    return meters.find(one => one.id === asked) ?? meters.find(one => one.treated) ?? meters[0];
  }

  /** A stretch that ends now moves on with each question. */
  private spanNow(): Span {
    this.chosen = chosenBy(this.query, now());
    return this.chosen.span;
  }

  protected override willUpdate(): void {
    this.plant.keyed(this.id1);
    this.setHeading(nameOf(this.known?.name, this.id1));
    const stretch = `${this.id1} ${this.query.get('range') ?? ''} ${this.query.get('from') ?? ''} ${this.query.get('to') ?? ''}`;
    if (this.known) this.trend.keyed(`${stretch} ${this.meter?.id ?? ''}`);
    this.events.keyed(stretch);
  }

  override render() {
    if (this.plant.value === undefined && this.plant.at !== null) {
      return html`<p class="card">${t('none', this.id1)}</p>`;
    }
    const plant = this.known;
    return html`
      <t-problem .of=${this.plant.problem} .again=${() => void this.plant.again()}></t-problem>
      ${plant ? html`<t-plant-now .plant=${plant}></t-plant-now>` : nothing}
      <section class="card" aria-labelledby="flow"><h2 id="flow">${t('flow')}</h2>
        ${this.tools()}
        <t-problem .of=${this.trend.problem} .again=${() => void this.trend.again()}></t-problem>
        ${plant && this.meter ? html`<t-plant-flow .plant=${plant} .meter=${this.meter} .span=${this.chosen.span}
          .trend=${this.trend.value} .events=${this.events.value} ?busy=${this.trend.isBusy}
          @t-range=${(event: CustomEvent<Span>) => this.show(within(event.detail, now()))}></t-plant-flow>` : nothing}
        <t-problem .of=${this.events.problem} .again=${() => void this.events.again()}></t-problem>
      </section>
      <t-plant-days .plantId=${this.id1} .until=${this.chosen.span.to}></t-plant-days>
      <t-plant-quality .plantId=${this.id1} .span=${this.chosen.span} .turn=${this.trend.at ?? 0}></t-plant-quality>`;
  }

  private tools() {
    const { span, name } = this.chosen;
    return html`<div class="row tools screen-only">
      ${this.others()}
      <span class="group" role="group" aria-label=${t('range')}>${RANGE_NAMES.map(one => html`<button type="button"
        aria-pressed=${String(one === name)} @click=${() => this.choose(one)}>${t(`range.${one}`)}</button>`)}</span>
      <span class="group">
        ${this.button('◀', 'earlier', () => panned(span, -0.5, now()))}
        ${this.button('▶', 'later', () => panned(span, 0.5, now()))}
        ${this.button('+', 'closer', () => zoomed(span, 0.5, now()))}
        ${this.button('−', 'wider', () => zoomed(span, 2, now()))}</span>
      ${(this.known?.meters.length ?? 0) > 1 ? html`<label>${t('meter')} <select @change=${this.chooseMeter}>
        ${metersInOrder(this.known!).map(one => html`<option value=${one.id} ?selected=${one.id === this.meter?.id}>${
          nameOf(one.name, one.id)}</option>`)}</select></label>` : nothing}
      <span class="stretch muted small">${dateTime(span.from)} – ${dateTime(span.to)}${
        name === null ? ` (${t('fixed')})` : ''}</span></div>
      <p class="note small screen-only">${t('hint')}</p>`;
  }

  private others() {
    const plants = knownPlants()?.plants ?? [];
    if (plants.length < 2) return nothing;
    return html`<label>${t('plant')} <select @change=${this.goTo}>${plants.map(one => html`<option value=${one.id}
      ?selected=${one.id === this.id1}>${nameOf(one.name, one.id)}</option>`)}</select></label>`;
  }

  private readonly goTo = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    navigate(`/plants/${encodeURIComponent(value)}${location.search}`);
  };

  private button(sign: string, key: 'earlier' | 'later' | 'closer' | 'wider', next: () => Span) {
    return html`<button type="button" aria-label=${t(key)} title=${t(key)} @click=${() => this.show(next())}>${sign}</button>`;
  }

  private keys(): readonly KeyBinding[] {
    const { span } = this.chosen;
    return [
      { keys: 'ArrowLeft', words: t('earlier'), act: () => this.show(panned(span, -0.25, now())) },
      { keys: 'ArrowRight', words: t('later'), act: () => this.show(panned(span, 0.25, now())) },
      { keys: '+', words: t('closer'), act: () => this.show(zoomed(span, 0.5, now())) },
      { keys: '-', words: t('wider'), act: () => this.show(zoomed(span, 2, now())) },
      { keys: '0', words: t('range.24h'), act: () => this.choose('24h') },
    ];
  }

  private choose(name: RangeName): void {
    setQuery({ range: name === '24h' ? null : name, from: null, to: null });
  }

  private show(span: Span): void {
    setQuery({ range: null, from: String(Math.round(span.from)), to: String(Math.round(span.to)) });
  }

  private chooseMeter(event: Event): void {
    setQuery({ meter: (event.target as HTMLSelectElement).value });
  }
}
