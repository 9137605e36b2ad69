import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import '../../parts/state.js';
import { shared } from '../../parts/styles.js';
import type { Column } from '../../parts/table.js';
import '../../parts/table.js';
import { dayOf, duration, number, percent, timeOf } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import type { Shown, Stop } from './replay-types.js';
import { t } from './words.js';

interface Row { readonly index: number; readonly stop: Stop }

/** One vehicle's day in figures, its stops, and its track as a file. Tells `t-seek` with the beginning of a stop. */
@customElement('t-replay-stops')
export class ReplayStops extends Part {
  static override styles = [shared, css`
    .card { padding: .6rem .8rem; }
    .files { display: flex; gap: .4rem; }
  `];

  @property({ attribute: false }) shown!: Shown;

  override render() {
    const { day, label, id } = this.shown;
    const figures = day.figures;
    const file = (format: 'gpx' | 'csv') => `/api/vehicles/${encodeURIComponent(id)}/track?${new URLSearchParams({
      from: day.from, to: day.to, format,
    })}`;
    return html`<section class="card" aria-labelledby="title">
      <div class="row"><h2 id="title">${t('stopsOf', label)}</h2>
        <span class="push files screen-only" role="group" aria-label=${t('files', label)}>
          <a class="button" download href=${file('gpx')}>${t('gpx')}</a>
          <a class="button" download href=${file('csv')}>${t('csv')}</a></span></div>
      ${figures ? html`<p>${t('summary', number(figures.driven_km, 1), number(figures.working_km, 1), figures.trips,
        figures.stops, figures.points_served, percent(figures.coverage))}${figures.unseen_km > 0.05
          ? html`, <span class="look">▲ ${t('unseen', number(figures.unseen_km, 1))}</span>` : nothing}</p>` : nothing}
      ${day.track_missing ? html`<p class="look">▲ ${day.track_missing}</p>` : nothing}
      ${this.shown.track.isEmpty ? html`<p class="note">${t('nothing')}</p>` : this.table()}
    </section>`;
  }

  private table() {
    const rows: readonly Row[] = this.shown.day.stops.map((stop, i) => ({ index: i + 1, stop }));
    return html`<t-table chooses .columns=${this.columns()} .rows=${rows} .key=${(row: Row) => row.index}
      .caption=${t('stops')} .empty=${t('noStops')} file=${`${this.shown.id}-${this.shown.day.day}-stops`}
      @t-row=${(event: CustomEvent<Row>) => this.emit('t-seek', Date.parse(event.detail.stop.from))}></t-table>`;
  }

  private columns(): readonly Column<Row>[] {
    const { day } = this.shown.day;
    // What began the evening before, or ends tomorrow, says its date.
    const time = (at: string) => (dayOf(at) === day ? timeOf(at) : `${dayOf(at).slice(5)} ${timeOf(at)}`);
    return [
      { key: 'number', words: t('number'), value: row => row.index, isNumber: true, isHead: true },
      { key: 'from', words: t('from'), value: row => row.stop.from, show: row => time(row.stop.from) },
      {
        key: 'until', words: t('until'), value: row => row.stop.until,
        show: row => (row.stop.goes_on ? t('goesOn') : time(row.stop.until)),
      },
      {
        key: 'length', words: t('length'), value: row => row.stop.seconds, isNumber: true,
        show: row => duration(row.stop.seconds),
      },
      {
        key: 'place', words: t('place'), value: ({ stop }) => (stop.near ? nameOf(stop.near.name, stop.near.id) : null),
        show: ({ stop }) => (stop.near ? nameOf(stop.near.name, stop.near.id)
          : `${stop.at.lat.toFixed(5)}, ${stop.at.lon.toFixed(5)}`),
      },
      {
        key: 'distance', words: t('distance'), unit: 'm', value: row => row.stop.near?.metres ?? null, isNumber: true,
        show: ({ stop }) => (stop.near && stop.near.metres === 0 ? t('toNear') : number(stop.near?.metres)),
      },
      {
        key: 'idle', words: t('idle'), value: row => row.stop.idle_seconds, isNumber: true,
        show: row => duration(row.stop.idle_seconds),
      },
      {
        key: 'working', words: t('working'), value: row => row.stop.working_seconds, isNumber: true,
        show: row => duration(row.stop.working_seconds),
      },
    ];
  }
}
