import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import '../../charts/trend.js';
import type { TrendLine, TrendSeries } from '../../charts/trend.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { dateTime, figure, number } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import {
  askPoints, askQuality, type Parameter, type ParameterTrend, type Point, type QualityPoint, type QualityTrend,
} from './answers.js';
import { BAND } from './flow-part.js';
import { isBeyond, parameterName, parameterUnit } from './parameters.js';
import { silenceOf, wholeOf, type Span } from './span.js';
import { t } from './words.js';

/** Seconds: analysers report each hour where nobody says otherwise. */
const USUAL_INTERVAL = 3_600;

interface Row extends Point { readonly point: string; readonly parameter: string }

/** What a plant's quality points measured over the stretch: a small chart each with its limit, and one table. */
@customElement('t-plant-quality')
export class PlantQuality extends Part {
  static override styles = [shared, css`
    .charts { display: grid; gap: .8rem 1.2rem; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); }
    h3 { display: flex; gap: .5rem; align-items: baseline; }
    h3 .now { margin-left: auto; font-weight: 400; }
    t-trend { --trend-height: 9.5rem; }
    summary { cursor: var(--pointer, pointer); padding: .25rem 0; }
  `];

  @property() plantId = '';
  @property({ attribute: false }) span!: Span;
  /** Another one asks anew: the stretch moves on with the flow above. */
  @property({ type: Number }) turn = 0;

  private readonly points: Loading<readonly QualityPoint[]> = new Loading(
    this, signal => askPoints(this.plantId, signal), 60_000);
  private readonly trend: Loading<QualityTrend> = new Loading(
    this, signal => askQuality(this.plantId, this.points.value ?? [], this.span, signal));

  protected override willUpdate(): void {
    if (!this.plantId) return;
    this.points.keyed(this.plantId);
    if (this.points.value) this.trend.keyed(`${this.plantId} ${this.points.value.length} ${this.span.from} ${this.span.to}`);
  }

  override render() {
    const trends = this.trend.value?.parameters.filter(one => one.points.length > 0) ?? [];
    const hasSent = this.points.value?.some(point => point.latest) ?? true;
    return html`<section class="card" aria-labelledby="quality"><h2 id="quality">${t('quality')}</h2>
      <t-problem .of=${this.points.problem ?? this.trend.problem} .again=${() => void this.points.again()}></t-problem>
      ${hasSent ? nothing : html`<p class="note">${t('noQuality')}</p>`}
      <div class="charts">${trends.map(one => this.chart(one))}</div>
      ${trends.length === 0 ? nothing : html`<details><summary>${t('table')}</summary>
        <t-table .columns=${this.columns()} .rows=${this.rows(trends)} counted caption=${t('quality')}
          file=${`${this.plantId}-quality`} .key=${(row: Row) => `${row.point} ${row.parameter} ${row.at}`}
          .sorting=${{ key: 'time', isDown: true }}></t-table></details>`}
    </section>`;
  }

  private chart(one: ParameterTrend) {
    const point = this.points.value?.find(known => known.id === one.point);
    const parameter = point?.parameters.find(known => known.id === one.parameter);
    const name = parameterName(one.parameter);
    const unit = parameterUnit(one.parameter);
    const where = nameOf(point?.name, one.point);
    const isBad = parameter && isBeyond(parameter.value, parameter.min, parameter.max);
    const label = t('qualityLabel', name, where, number(one.points.length),
      figure(Math.min(...one.points.map(at => at.min))), figure(Math.max(...one.points.map(at => at.max))), unit);
    return html`<figure><h3>${name} <span class="muted small">${where}</span>
      <span class="now number ${isBad ? 'look' : ''}">${isBad ? '▲ ' : ''}${figure(parameter?.value)}
        <span class="muted">${unit}</span>${isBad ? ` ${t('beyond')}` : ''}</span></h3>
      <t-trend .series=${this.series(one)} .band=${BAND} .whole=${wholeOf(this.span)} .view=${this.span}
        .lines=${this.levels(parameter)} unit=${unit} label=${label}
        .bare=${true} .zero=${one.parameter !== 'ph' && one.parameter !== 'temp_c'}></t-trend></figure>`;
  }

  private series(one: ParameterTrend): TrendSeries[] {
    const gap = silenceOf(this.trend.value?.every ?? '1m', USUAL_INTERVAL);
    const of = (key: 'mean' | 'max' | 'min') => one.points.map(point => ({ at: point.at, value: point[key] }));
    return [
      { label: t('mean'), points: of('mean'), gap }, { label: t('greatest'), points: of('max'), gap },
      { label: t('least'), points: of('min'), gap },
    ];
  }

  private levels(parameter: Parameter | undefined): TrendLine[] {
    return [parameter?.min, parameter?.max].flatMap(value => value === undefined
      ? [] : [{ value, words: t('limit', figure(value)) }]);
  }

  private rows(trends: readonly ParameterTrend[]): Row[] {
    return trends.flatMap(one => one.points.map(point => ({ ...point, point: one.point, parameter: one.parameter })));
  }

  private columns(): Column<Row>[] {
    return [
      { key: 'time', words: t('time'), value: row => dateTime(row.at, true), isHead: true },
      { key: 'point', words: t('point'), value: row => row.point },
      {
        key: 'parameter', words: t('parameter'), value: row => row.parameter,
        show: row => `${parameterName(row.parameter)} ${parameterUnit(row.parameter)}`,
      },
      { key: 'min', words: t('least'), isNumber: true, value: row => row.min, show: row => figure(row.min) },
      { key: 'mean', words: t('mean'), isNumber: true, value: row => row.mean, show: row => figure(row.mean) },
      { key: 'max', words: t('greatest'), isNumber: true, value: row => row.max, show: row => figure(row.max) },
      { key: 'count', words: t('count'), isNumber: true, value: row => row.count },
    ];
  }
}
