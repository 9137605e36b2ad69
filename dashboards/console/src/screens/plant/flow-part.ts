import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Meter, Plant } from '../../api/types.js';
import '../../charts/trend.js';
import type { TrendLine, TrendSeries } from '../../charts/trend.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { dateTime, figure, number } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import type { EventList, Point, Trend } from './answers.js';
import { marksOf, shapeOf, toneOf, whenOf, wordsOf } from './happenings.js';
import { silenceOf, wholeOf, type Span } from './span.js';
import { t } from './words.js';

const HOURS_A_DAY = 24;

/** Greatest and least of the series, with a band between. */
export const BAND: readonly [number, number] = [1, 2];

/** The flow of one meter over a stretch, what happened on its axis, and both in words. */
@customElement('t-plant-flow')
export class PlantFlow extends Part {
  static override styles = [shared, css`
    .events { display: grid; gap: .15rem; max-height: 14rem; overflow-y: auto; }
    .events li { display: grid; grid-template-columns: 1.4em minmax(11rem, max-content) 1fr; gap: .5rem; }
    .events .when { font-variant-numeric: tabular-nums; }
    details { margin-top: .5rem; }
    summary { cursor: var(--pointer, pointer); padding: .25rem 0; }
    h3 { margin: .7rem 0 .3rem; }
    @media (max-width: 46rem) { .events li { grid-template-columns: 1.4em 1fr; } .events li > :last-child { grid-column: 2; } }
    @media print { .events { max-height: none; } }
  `];

  @property({ attribute: false }) plant!: Plant;
  @property({ attribute: false }) meter!: Meter;
  @property({ attribute: false }) span!: Span;
  @property({ attribute: false }) trend: Trend | null | undefined;
  @property({ attribute: false }) events: EventList | undefined;

  override render() {
    const points = this.trend?.points ?? [];
    const every = this.trend?.every ?? '1m';
    return html`
      <t-trend unit="m³/h" .series=${this.series(points, every)} .band=${BAND} .whole=${wholeOf(this.span)} .view=${this.span}
        .lines=${this.levels()} .events=${marksOf(this.events?.events ?? [])} label=${this.label(points)}></t-trend>
      <p class="small muted">${t('bandWords', every)}</p>
      <h3>${t('events')}</h3>
      ${this.list()}
      <details><summary>${t('table')}</summary>
        <t-table .columns=${this.columns()} .rows=${points} .key=${(point: Point) => point.at} counted
          caption=${`${t('flow')}, ${nameOf(this.meter.name, this.meter.id)}`}
          file=${`${this.plant.id}-${this.meter.id}-flow`} .sorting=${{ key: 'time', isDown: true }}></t-table></details>`;
  }

  /** A day's capacity as an hour's, for a meter through which all of it goes. */
  private series(points: readonly Point[], every: string): TrendSeries[] {
    const gap = silenceOf(every, this.meter.interval_seconds);
    const of = (key: 'mean' | 'max' | 'min') => points.map(point => ({ at: point.at, value: point[key] }));
    return [
      { label: t('mean'), points: of('mean'), gap }, { label: t('greatest'), points: of('max'), gap },
      { label: t('least'), points: of('min'), gap },
    ];
  }

  private levels(): TrendLine[] {
    const capacity = this.plant.capacity;
    const isAll = this.meter.role !== 'bypass' && this.plant.meters.filter(one => one.role === this.meter.role).length === 1;
    const treats = capacity?.state === 'in_service' || capacity?.state === 'partially_connected';
    if (!isAll || !treats || capacity.design_m3d === undefined) return [];
    const hourly = capacity.design_m3d / HOURS_A_DAY;
    return [{ value: hourly, words: t('hour', number(hourly)) }];
  }

  private label(points: readonly Point[]): string {
    const name = nameOf(this.meter.name, this.meter.id);
    if (points.length === 0) return t('labelEmpty', name);
    return t('label', t('flow'), name, number(points.length), dateTime(this.span.from), dateTime(this.span.to),
      figure(Math.min(...points.map(point => point.min))), figure(Math.max(...points.map(point => point.max))));
  }

  private list() {
    const events = this.events?.events ?? [];
    if (events.length === 0) return html`<p class="note">${this.events ? t('noEvents') : ''}</p>`;
    return html`<ul class="events" tabindex="0" aria-label=${t('events')}>${[...events].reverse().map(event => html`<li>
      <span class="mark ${toneOf(event)}" aria-hidden="true">${shapeOf(event)}</span>
      <span class="when">${whenOf(event)}</span><span>${wordsOf(event, this.meterName)}</span></li>`)}</ul>
      ${this.events?.incomplete ? html`<p class="note">${this.events.incomplete}</p>` : nothing}`;
  }

  private readonly meterName = (id: string): string =>
    nameOf(this.plant.meters.find(one => one.id === id)?.name, id);

  private columns(): Column<Point>[] {
    const figures = (['min', 'mean', 'max'] as const).map((key): Column<Point> => ({
      key, words: t(key === 'min' ? 'least' : key === 'max' ? 'greatest' : 'mean'), unit: 'm³/h', isNumber: true,
      value: point => point[key], show: point => figure(point[key]),
    }));
    return [
      { key: 'time', words: t('time'), value: point => dateTime(point.at, true), isHead: true },
      ...figures,
      { key: 'count', words: t('count'), isNumber: true, value: point => point.count },
    ];
  }
}
