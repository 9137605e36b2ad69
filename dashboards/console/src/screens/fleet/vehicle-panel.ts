import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { EachSecond, now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { DASH, dayOf, duration, moment, number } from '../../words/format.js';
import type { VehicleRow } from './fleet-model.js';
import { stateShape } from './state-shape.js';
import { headingWord } from './vehicle-list.js';
import { t } from './words.js';

/** The chosen vehicle. Tells `t-follow`, `t-way`, `t-close`. */
@customElement('t-vehicle-panel')
export class VehiclePanel extends Part {
  static override styles = [shared, css`
    .card { padding: .6rem .8rem; }
    dl { display: grid; grid-template-columns: auto 1fr auto 1fr; gap: .15rem .8rem; margin: .4rem 0; }
    dt { color: var(--muted); }
    dd { font-variant-numeric: tabular-nums; }
    .shape { vertical-align: -.2em; margin-right: .3rem; }
    @media (max-width: 46rem) { dl { grid-template-columns: auto 1fr; } }
  `];

  @property({ attribute: false }) row: VehicleRow | null = null;
  @property({ type: Boolean }) follows = false;
  @property({ type: Boolean }) showsWay = false;
  @property() district = '';
  @property() place = '';

  constructor() {
    super();
    new EachSecond(this);
  }

  override render() {
    const row = this.row;
    if (!row) return nothing;
    const age = row.ts === null ? null : (now() - row.ts) / 1_000;
    const isAway = row.activity === 'offline' || row.activity === 'no_fix';
    return html`<section class="card" aria-labelledby="name">
      <div class="row"><h2 id="name">${row.label}</h2>
        <span class="muted">${row.kind ? t(`kind.${row.kind}`) : t('unregistered')}${
          this.district ? html` · ${this.district}` : nothing}</span>
        <button class="push" type="button" aria-label=${t('close')} title=${t('close')}
          @click=${() => this.emit('t-close')}>✕</button></div>
      <dl>
        <dt>${t('state')}</dt><dd class=${isAway ? 'look' : ''}>${stateShape(row.activity, row.heading)}${
          t(`state.${row.activity}`)}${row.since ? html` <span class="muted">${t('since')} ${
            moment(row.since, now())}</span>` : nothing}</dd>
        <dt>${t('age')}</dt><dd>${age === null ? t('never') : duration(Math.max(0, age))}</dd>
        <dt>${t('speed')}</dt><dd>${row.speed === null ? DASH : `${number(row.speed)} km/h`}, ${
          headingWord(row.heading)}</dd>
        <dt>${t('position')}</dt><dd>${row.hasPlace ? `${row.lat.toFixed(5)}, ${row.lon.toFixed(5)}` : DASH}</dd>
        <dt>${t('place')}</dt><dd>${this.place || DASH}</dd>
        <dt>${t('today')}</dt><dd>${row.todayKm === null ? t('todayUnknown')
          : t('todayWords', number(row.todayKm, 1), row.todayTrips ?? DASH, row.todayLoads ?? DASH,
            number(row.todayT, 1))}</dd>
      </dl>
      <div class="row">
        <button type="button" aria-pressed=${this.follows} ?disabled=${!row.hasPlace}
          @click=${() => this.emit('t-follow')}>${this.follows ? t('following') : t('follow')}</button>
        <button type="button" aria-pressed=${this.showsWay} @click=${() => this.emit('t-way')}>${t('way')}</button>
        <a class="button" href=${`/replay?vehicles=${encodeURIComponent(row.id)}&day=${dayOf(now())}`}>${
          t('replay')}</a>
      </div></section>`;
  }
}
