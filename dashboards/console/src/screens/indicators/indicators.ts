import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import { now } from '../../live/index.js';
import '../../parts/date.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { Keys, type KeyBinding } from '../../shell/keys.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { addDays, dayOf, number, percent } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { askRates, askScopes, type RateDay, type RateSeries, type Rates, type ScopeList } from './answers.js';
import './calendar.js';
import './day-detail.js';
import './districts.js';
import './rate-chart.js';
import { byDefinition, sumOf, verdictOf } from './sums.js';
import { t } from './words.js';

const LENGTHS = [31, 92, 366] as const;

/** Rates against their targets: by day, as a calendar, by district, and what each definition of the denominator makes of them. */
@customElement('t-indicators')
export class Indicators extends Screen {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    h2 { margin-bottom: .4rem; }
    label { display: inline-flex; gap: .4rem; align-items: center; }
    .group { display: inline-flex; gap: .2rem; flex-wrap: wrap; }
    .head { display: flex; flex-wrap: wrap; gap: .4rem 2rem; align-items: baseline; margin-bottom: .5rem; }
    .big { font-size: 1.8rem; font-variant-numeric: tabular-nums; }
    summary { cursor: var(--pointer, pointer); padding: .25rem 0; }
  `];

  private readonly scopes: Loading<ScopeList> = new Loading(this, askScopes);
  private readonly rates: Loading<Rates> = new Loading(
    this, signal => askRates(this.scope, this.from, this.to, signal), 60_000);

  constructor() {
    super();
    new Keys(this, () => this.keys());
  }

  private get scope(): string {
    return this.query.get('scope') ?? 'city';
  }

  private get to(): string {
    return this.query.get('to') ?? dayOf(now());
  }

  private get days(): number {
    const asked = Number(this.query.get('days'));
    return LENGTHS.find(one => one === asked) ?? LENGTHS[0];
  }

  private get from(): string {
    return addDays(this.to, 1 - this.days);
  }

  /** Those that there are rates of, in the order of the registry. */
  private get ids(): string[] {
    const order = this.scopes.value?.indicators.map(one => one.id) ?? [];
    return [...new Set(this.rates.value?.rates.map(one => one.id) ?? [])]
      .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }

  private get indicator(): string {
    const asked = this.query.get('indicator');
    return asked && this.ids.includes(asked) ? asked : (this.ids[0] ?? '');
  }

  private get series(): RateSeries[] {
    return byDefinition(this.rates.value?.rates ?? [], this.indicator);
  }

  /** The one that was chosen, else the newest with a rate. */
  private get day(): string {
    const rows = this.series[0]?.days ?? [];
    return this.query.get('day') ?? rows.findLast(row => row.rate !== undefined)?.day ?? this.to;
  }

  protected override willUpdate(): void {
    this.scopes.keyed('');
    this.rates.keyed(`${this.scope} ${this.from} ${this.to}`);
  }

  override render() {
    const { series } = this;
    return html`
      <section class="card screen-only">${this.tools()}</section>
      <t-problem .of=${this.scopes.problem ?? this.rates.problem} .again=${() => {
        void this.scopes.again();
        void this.rates.again();
      }}></t-problem>
      ${this.rates.value && series.length === 0 ? html`<p class="card note">${t('noRates')}</p>` : nothing}
      ${series.length === 0 ? nothing : html`
        <section class="card" aria-labelledby="daily"><h2 id="daily">${t('daily')}: ${this.name(series[0])}</h2>
          ${this.head(series[0]!)}
          <t-rate-chart .series=${series} from=${this.from} to=${this.to} chosen=${this.day} label=${this.label(series[0]!)}
            @t-day=${this.chooseDay}></t-rate-chart>
          <details><summary>${t('table')}</summary><t-table .columns=${this.columns()} .rows=${this.rows()} counted
            .key=${(row: { series: RateSeries; day: RateDay }) => `${row.series.basis} ${row.day.day}`} caption=${t('daily')}
            file=${`${this.indicator}-${this.scope.replace(':', '-')}`} .sorting=${{ key: 'day', isDown: true }}></t-table></details>
        </section>
        <section class="card" aria-labelledby="day"><h2 id="day">${t('oneDay', this.day)}</h2>
          <p class="small muted">${t('sideHint')}</p>
          <t-rate-day day=${this.day} .series=${series}></t-rate-day></section>
        <section class="card" aria-labelledby="calendar"><h2 id="calendar">${t('calendar')}</h2>
          <t-rate-calendar .days=${series[0]!.days} from=${this.from} to=${this.to} chosen=${this.day}
            @t-day=${this.chooseDay}></t-rate-calendar></section>
        <t-rate-districts .scopes=${this.scopes.value?.scopes.filter(one => !one.scope.startsWith('plant:')) ?? []}
          indicator=${this.indicator} from=${this.from} to=${this.to}></t-rate-districts>`}`;
  }

  private name(series: RateSeries | undefined): string {
    const known = this.scopes.value?.indicators.find(one => one.id === series?.id);
    return nameOf(series?.name ?? known?.name, series?.id ?? '—');
  }

  private tools() {
    const scopes = this.scopes.value?.scopes.filter(one => !one.scope.startsWith('plant:')) ?? [];
    return html`<div class="row">
      <span class="group" role="group" aria-label=${t('indicator')}>${this.ids.map(id => html`<button type="button"
        aria-pressed=${String(id === this.indicator)} @click=${() => setQuery({ indicator: id })}>${
          this.name(this.rates.value?.rates.find(one => one.id === id))}</button>`)}</span>
      <label>${t('scope')} <select @change=${(event: Event) =>
        setQuery({ scope: (event.target as HTMLSelectElement).value, day: null })}>${scopes.map(one => html`
        <option value=${one.scope} ?selected=${one.scope === this.scope}>${nameOf(one.name, one.scope)}</option>`)}</select></label>
      <span class="group" role="group" aria-label=${t('length')}>${LENGTHS.map(one => html`<button type="button"
        aria-pressed=${String(one === this.days)} @click=${() => setQuery({ days: String(one), day: null })}>${
          t(`length.${one}`)}</button>`)}</span>
      <t-date .value=${this.to} label=${t('until')} .max=${dayOf(now())}
        @t-date=${(event: CustomEvent<string>) => setQuery({ to: event.detail, day: null })}></t-date></div>`;
  }

  private head(series: RateSeries) {
    const row = series.days.find(one => one.day === this.day);
    const sum = sumOf(series.days);
    const verdict = verdictOf(row);
    return html`<div class="head">
      <p><span class="muted">${this.day}</span> <span class="big ${verdict === 'missed' ? 'look' : ''}">${
        verdict === 'missed' ? '▲ ' : ''}${percent(row?.rate, 1)}</span>
        <span class="muted">${t('ofTarget', percent(row?.target, 1))}</span></p>
      <p>${t('over', this.days)} <strong class="number">${percent(sum.rate, 1)}</strong>
        <span class="muted">(${t('sumWords', sum.counted, sum.days)})</span></p>
      <p>${t('daysMetWords', sum.met, sum.judged)}</p></div>`;
  }

  private label(series: RateSeries): string {
    const sum = sumOf(series.days);
    return t('chartLabel', this.name(series), this.from, this.to, sum.counted, percent(sum.rate, 1));
  }

  private rows() {
    return this.series.flatMap(series => series.days.map(day => ({ series, day })));
  }

  private columns(): Column<{ series: RateSeries; day: RateDay }>[] {
    return [
      { key: 'day', words: t('day'), value: row => row.day.day, isHead: true },
      { key: 'basis', words: t('definition'), value: row => row.series.basis },
      { key: 'rate', words: t('rate'), isNumber: true, value: row => row.day.rate, show: row => percent(row.day.rate, 1) },
      { key: 'target', words: t('target'), isNumber: true, value: row => row.day.target, show: row => percent(row.day.target, 1) },
      {
        key: 'numerator', words: t('numerator'), isNumber: true, value: row => row.day.numerator,
        show: row => number(row.day.numerator),
      },
      {
        key: 'denominator', words: t('denominator'), isNumber: true, value: row => row.day.denominator,
        show: row => number(row.day.denominator),
      },
      {
        key: 'complete', words: t('complete'), isNumber: true, value: row => row.day.completeness,
        show: row => percent(row.day.completeness),
      },
      { key: 'version', words: t('version'), value: row => row.day.version ?? null },
    ];
  }

  private readonly chooseDay = (event: CustomEvent<string>): void => setQuery({ day: event.detail });

  private keys(): readonly KeyBinding[] {
    const by = (days: number) => () => {
      const next = addDays(this.day, days);
      if (next >= this.from && next <= this.to) setQuery({ day: next });
    };
    return [
      { keys: 'ArrowLeft', words: t('dayBefore'), act: by(-1) },
      { keys: 'ArrowRight', words: t('dayAfter'), act: by(1) },
    ];
  }
}
