import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, isAbort } from '../../api/api.js';
import type { Alarm, AlarmPriority } from '../../api/types.js';
import { now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { PRIORITIES, PRIORITY_SHAPES } from '../../parts/shapes.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { headOf } from '../../shell/alarms.js';
import { addDays, dateTime, dayOf, duration, startOfDay } from '../../words/format.js';
import { nameOf, t as frame } from '../../words/index.js';
import './alarm-life.js';
import { actorWords } from './alarm-life.js';
import { ofStored, type Row } from './model.js';
import { t } from './words.js';

interface Page { readonly alarms: readonly Alarm[]; readonly next?: string }

const PAGE = 100;

/** Alarms that are gone and known of, newest first, a page at a time. */
@customElement('t-alarm-history')
export class AlarmHistory extends Part {
  static override styles = [shared, css`
    form { margin-bottom: .6rem; }
    label { display: inline-flex; align-items: center; gap: .4rem; }
  `];

  @state() private rows: readonly Row[] = [];
  @state() private next: string | null = null;
  @state() private problem: unknown;
  @state() private isBusy = false;
  @state() private chosen: string | null = null;
  @state() private least: AlarmPriority = 'low';
  @state() private from = '';
  @state() private to = '';
  private stop: AbortController | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask(null);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.abort();
  }

  /** @param after null for the first page */
  private async ask(after: string | null): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.isBusy = true;
    this.problem = undefined;
    try {
      const page = await get<Page>('/api/alarms', {
        open: false, limit: PAGE, after, priority: this.least,
        from: this.from ? startOfDay(this.from) : null, to: this.to ? startOfDay(addDays(this.to, 1)) : null,
      }, stop.signal);
      const fresh = page.alarms.map(ofStored);
      this.rows = after === null ? fresh : [...this.rows, ...fresh];
      this.next = page.next ?? null;
    } catch (problem) {
      if (!isAbort(problem)) this.problem = problem;
    }
    if (this.stop === stop) this.isBusy = false;
  }

  private columns(): readonly Column<Row>[] {
    return [
      { key: 'raised', words: t('raised'), value: row => dateTime(row.raisedAt), isHead: true },
      {
        key: 'priority', words: t('column.priority'), value: row => PRIORITIES.indexOf(row.priority),
        show: row => html`<span class="mark" aria-hidden="true">${PRIORITY_SHAPES[row.priority]}</span>${
          frame(`priority.${row.priority}`)}`,
      },
      { key: 'title', words: t('column.title'), value: row => nameOf(row.title) },
      { key: 'name', words: t('column.name'), value: row => nameOf(row.name) },
      {
        key: 'lasted', words: t('column.lasted'), isNumber: true,
        value: row => (row.returnedAt === null ? null : Math.round((row.returnedAt - row.onset) / 1_000)),
        show: row => duration(row.returnedAt === null ? null : (row.returnedAt - row.onset) / 1_000),
      },
      {
        key: 'by', words: t('history.closedBy'),
        value: row => (row.late ? t('late') : row.acknowledged ? actorWords(row.acknowledged.by) : null),
      },
    ];
  }

  override render() {
    const today = dayOf(now());
    const row = this.rows.find(one => one.id === this.chosen);
    return html`
      <form class="row screen-only" @submit=${(event: Event) => event.preventDefault()}>
        <label>${t('history.priority')} <select @change=${this.choosePriority}>
          <option value="low">${t('history.all')}</option>
          ${PRIORITIES.filter(one => one !== 'low').map(one => html`
            <option value=${one}>${frame(`priority.${one}`)}</option>`)}
        </select></label>
        <label>${t('history.from')} <input type="date" max=${today} .value=${this.from}
          @change=${(event: Event) => this.bound('from', event)}></label>
        <label>${t('history.to')} <input type="date" max=${today} .value=${this.to}
          @change=${(event: Event) => this.bound('to', event)}></label>
      </form>
      <t-problem .of=${this.problem} .again=${() => void this.ask(null)}></t-problem>
      <t-table .columns=${this.columns()} .rows=${this.rows} .key=${(one: Row) => one.id} .chosen=${this.chosen}
        caption=${t('view.history')} file="alarms" counted chooses
        empty=${this.isBusy ? frame('loading') : t('none.history')} @t-row=${this.choose}></t-table>
      ${this.next ? html`<p><button type="button" ?disabled=${this.isBusy}
        @click=${() => void this.ask(this.next)}>${t('history.more')}</button></p>` : nothing}
      ${row ? html`<section class="card"
        aria-label=${t('details', headOf(nameOf(row.title), nameOf(row.name)))}>
        <h2>${headOf(nameOf(row.title), nameOf(row.name))}</h2>
        <t-alarm-life .row=${row}></t-alarm-life></section>` : nothing}`;
  }

  private choose(event: CustomEvent<Row>): void {
    this.chosen = this.chosen === event.detail.id ? null : event.detail.id;
  }

  private choosePriority(event: Event): void {
    this.least = (event.target as HTMLSelectElement).value as AlarmPriority;
    void this.ask(null);
  }

  private bound(which: 'from' | 'to', event: Event): void {
    this[which] = (event.target as HTMLInputElement).value;
    void this.ask(null);
  }
}
