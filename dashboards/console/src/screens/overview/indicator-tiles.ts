import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import type { LocalizedName } from '../../words/index.js';
import { EachSecond, Watch, board, freshnessOf, now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import '../../parts/state.js';
import { shared } from '../../parts/styles.js';
import { sayCode } from '../../words/codes.js';
import { addDays, dayOf, percent } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { numberIn } from './model.js';
import { t } from './words.js';

interface RateDay {
  readonly day: string;
  readonly state: string;
  readonly rate?: number;
  readonly target?: number;
  readonly reason?: string;
  readonly above_whole: boolean;
  readonly official: boolean;
}

interface Rates {
  readonly rates: readonly {
    readonly id: string; readonly name?: LocalizedName; readonly kind?: string; readonly official: boolean;
    readonly days: readonly RateDay[];
  }[];
}

const KINDS = ['sewage_treatment_rate', 'fecal_harmless_rate', 'garbage_harmless_rate'];
const AGAIN = 5 * 60_000;

/** Each indicator's newest closed day against its target, and what today will be. */
@customElement('t-indicator-tiles')
export class IndicatorTiles extends Part {
  static override styles = [shared, css`
    ul { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); height: 100%; }
    li { padding: .6rem .9rem; }
    h3 { font-weight: 500; color: var(--muted); }
    .figure { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; }
    .figure b { font-size: 1.7rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
    .under { font-size: .875rem; color: var(--muted); font-variant-numeric: tabular-nums; }
  `];

  private readonly rates = new Loading(this, signal => get<Rates>(
    '/api/indicators/daily', { from: addDays(dayOf(now()), -7), to: dayOf(now()) }, signal), AGAIN);

  constructor() {
    super();
    new Watch(this, ['indicators/']);
    new EachSecond(this);
  }

  protected override willUpdate(): void {
    if (board.state.lastEventAt !== null) this.rates.keyed(dayOf(now()));
  }

  override render() {
    const series = (this.rates.value?.rates ?? []).filter(one => one.official)
      .sort((a, b) => KINDS.indexOf(a.kind ?? '') - KINDS.indexOf(b.kind ?? ''));
    return html`
      ${this.rates.value ? nothing : html`<t-problem .of=${this.rates.problem}
        .again=${() => void this.rates.again()}></t-problem>`}
      ${this.rates.value && series.length === 0 ? html`<p class="note">${t('noIndicators')}</p>` : nothing}
      <ul>${series.map(one => this.tile(one))}</ul>`;
  }

  private tile(series: Rates['rates'][number]) {
    const today = dayOf(now());
    const day = series.days.filter(one => one.official && one.day < today).at(-1);
    const live = board.get(`indicators/${series.id}/city`);
    const projected = freshnessOf(live, board.state) === 'fresh' ? numberIn(live, 'projected_rate') : null;
    return html`<li class="card">
      <h3>${nameOf(series.name, series.id)}</h3>
      <p class="figure"><b>${percent(day?.rate, 1)}</b>${day ? this.verdict(day) : nothing}</p>
      <p class="under">${day?.day ?? '—'} · ${
        day?.target === undefined ? t('noTarget') : t('target', percent(day.target))}${
        projected === null ? '' : html` · ${t('today', percent(projected))}`}</p>
    </li>`;
  }

  private verdict(day: RateDay) {
    if (day.rate === undefined) {
      return html`<t-state tone="quiet">${day.reason ? sayCode(day.reason) : t('unknown')}</t-state>`;
    }
    if (day.above_whole) return html`<t-state tone="look">${t('above')}</t-state>`;
    if (day.target === undefined) return nothing;
    return day.rate >= day.target ? html`<t-state tone="normal">${t('met')}</t-state>`
      : html`<t-state tone="look">${t('under')}</t-state>`;
  }
}
