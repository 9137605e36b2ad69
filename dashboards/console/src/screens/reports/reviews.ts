import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { post } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { toast } from '../../parts/toast.js';
import '../../parts/why.js';
import type { Why } from '../../parts/why.js';
import { may } from '../../shell/rights.js';
import { dayOf, number, percent } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import { nameOf } from '../../words/index.js';
import { askDays, type PlantDaily } from '../plant/answers.js';
import type { PlantMonth } from './answers.js';
import { lastDayOf } from './standing.js';
import { t } from './words.js';

type Row = PlantDaily['days'][number];

/** Only a closed day can be stood by. */
export const isOpenForReview = (row: Row): boolean =>
  !row.reviewed && row.day.state !== 'provisional' && row.day.state !== 'none';

/** A plant's days of the month, who stands by each, and a way to do so. Tells `t-reviewed`. */
@customElement('t-report-reviews')
export class ReportReviews extends Part {
  static override styles = [shared, css`
    h2 { margin-bottom: .3rem; }
    label { display: inline-flex; gap: .4rem; align-items: center; }
    summary { cursor: var(--pointer, pointer); padding: .25rem 0; }
    td button { min-height: 1.7rem; }
  `];

  @property() month = '';
  @property({ attribute: false }) plants: readonly PlantMonth[] = [];
  @state() private chosen = '';
  @query('t-why') private why!: Why;

  private readonly days: Loading<PlantDaily> = new Loading(this, signal => {
    const last = lastDayOf(this.month);
    const today = dayOf(now());
    return askDays(this.plant, `${this.month}-01`, last < today ? last : today, signal);
  });

  private get plant(): string {
    return this.plants.some(one => one.id === this.chosen) ? this.chosen : (this.plants[0]?.id ?? '');
  }

  protected override willUpdate(): void {
    if (this.plant && this.month) this.days.keyed(`${this.plant} ${this.month}`);
  }

  override render() {
    if (this.plants.length === 0) return nothing;
    const rows = this.days.value?.days ?? [];
    const open = rows.filter(isOpenForReview);
    const reviewed = rows.filter(row => row.reviewed).length;
    return html`<section class="card" aria-labelledby="reviews"><h2 id="reviews">${t('reviews')}</h2>
      <div class="row"><label>${t('plant')} <select @change=${(event: Event) =>
        (this.chosen = (event.target as HTMLSelectElement).value)}>${this.plants.map(one => html`
        <option value=${one.id} ?selected=${one.id === this.plant}>${nameOf(one.name, one.id)}</option>`)}</select></label>
        <span>${t('reviewed', reviewed, rows.length)}</span>
        ${open.length > 0 && may('review_days') ? html`<button class="push screen-only" type="button"
          @click=${() => this.review(open)}>${t('reviewAll', open.length)}</button>` : nothing}</div>
      <t-problem .of=${this.days.problem} .again=${() => void this.days.again()}></t-problem>
      <details><summary>${t('showDays')}</summary><t-table .columns=${this.columns()} .rows=${rows}
        .key=${(row: Row) => row.day.day} caption=${t('reviews')}></t-table></details>
      <t-why></t-why></section>`;
  }

  private columns(): Column<Row>[] {
    return [
      { key: 'day', words: t('day'), value: row => row.day.day, isHead: true },
      { key: 'treated', words: t('treated'), unit: 'm³', isNumber: true, value: row => row.day.treated_m3, show: row => number(row.day.treated_m3) },
      { key: 'load', words: t('load'), isNumber: true, value: row => row.day.load, show: row => percent(row.day.load, 1) },
      { key: 'complete', words: t('complete'), isNumber: true, value: row => row.day.completeness, show: row => percent(row.day.completeness) },
      { key: 'state', words: t('state'), value: row => sayCode(row.day.state) },
      { key: 'revision', words: t('revision'), isNumber: true, value: row => row.day.revision },
      {
        key: 'remark', words: t('remark'),
        value: row => [...(row.day.reason ? [row.day.reason] : []), ...row.day.checks].map(sayCode).join('; ') || null,
      },
      {
        key: 'by', words: t('reviewedBy'), value: row => row.reviewed_by ?? (row.reviewed ? '✓' : null),
        show: row => (row.reviewed ? `✓ ${row.reviewed_by ?? ''}` : isOpenForReview(row) && may('review_days')
          ? html`<button type="button" @click=${() => this.review([row])}>${t('review')}</button>` : '—'),
      },
    ];
  }

  private review(rows: readonly Row[]): void {
    const plant = this.plant;
    void this.why.ask({
      heading: t('reviews'), isOptional: true, action: rows.length === 1 ? t('review') : t('reviewAll', rows.length),
      words: rows.length === 1 ? t('reviewOne', rows[0]!.day.day) : t('reviewMany', rows.length),
      act: async note => {
        try {
          // One after another: the host refuses the first that has changed meanwhile, and what was stood by stays so.
          for (const row of rows) {
            await post('/api/reviews', { plant, day: row.day.day, revision: row.day.revision, note });
          }
          toast(t('reviewDone', rows.length));
        } finally {
          await this.days.again();
          this.emit('t-reviewed');
        }
      },
    });
  }
}
