import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { EachSecond, FRESHNESS, freshnessOf, ageOf, board, Watch, type Payload } from '../live/index.js';
import { figure, number } from '../words/format.js';
import { t } from '../words/index.js';
import { ageWords } from './age.js';
import { Part } from './element.js';
import { FRESH_SHAPES } from './shapes.js';
import { shared } from './styles.js';

/**
 * A live value with its unit, right-aligned; a dash where it is missing; with a shape, a word and its age where it no
 * longer speaks for the present: `<t-value .payload=${board.get(topic)} field="flow_m3h" unit="m³/h"></t-value>`.
 */
@customElement('t-value')
export class Value extends Part {
  static override styles = [shared, css`
    :host { display: inline-block; text-align: right; white-space: nowrap; }
    .unit { color: var(--muted); font-size: .85em; }
    .old { color: var(--muted); }
    .why { display: block; font-size: .8rem; }
  `];

  @property({ attribute: false }) payload: Payload | undefined;
  @property() field = '';
  @property() unit = '';
  /** Decimal places; as many as help where absent. */
  @property({ type: Number }) digits: number | undefined;
  /** Seconds after which it is stale where the payload names none. */
  @property({ type: Number }) usual: number = FRESHNESS.usual;
  /** Says the age even while it is current. */
  @property({ type: Boolean }) aged = false;

  constructor() {
    super();
    new EachSecond(this);
    new Watch(this, []);
  }

  override render() {
    const raw = this.payload?.[this.field];
    const value = typeof raw === 'number' ? raw : null;
    const freshness = freshnessOf(this.payload, board.state, Date.now(), this.usual);
    const text = this.digits === undefined ? figure(value) : number(value, this.digits);
    const unit = value !== null && this.unit ? html` <span class="unit">${this.unit}</span>` : nothing;
    return html`<span class="number ${freshness === 'stale' ? 'old' : ''}">${text}${unit}</span>${this.why(freshness)}`;
  }

  private why(freshness: keyof typeof FRESH_SHAPES) {
    const age = ageWords(ageOf(this.payload?.ts, board.state));
    if (freshness === 'stale') {
      return html`<span class="why look"><span class="mark" aria-hidden="true">${FRESH_SHAPES.stale}</span>${
        t('state.stale')}, ${age}</span>`;
    }
    if (freshness === 'never') return html`<span class="why muted">${t('state.never')}</span>`;
    return this.aged ? html`<span class="why muted">${age}</span>` : nothing;
  }
}
