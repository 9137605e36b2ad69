import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pathOf } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { changesOf, sayValue } from '../../parts/changes.js';
import { oneLine } from '../../parts/line.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { addDays, dateTime, startOfDay } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import { askLedger, questionOf, type Filter, type LedgerPage, type LedgerRow } from './answers.js';
import { t } from './words.js';

const KINDS = ['day_value', 'declared_figure', 'review', 'lock', 'revision', 'alarm', 'account', 'token', 'place'] as const;

/** Rows of a page; older ones are asked for. */
const PAGE = 200;

/** Values shown in a row before the others are folded away. */
const SHOWN = 4;

/** The ledger: who changed what, when, why, from what to what; filtered, newest first. */
@customElement('t-ledger')
export class Ledger extends Screen {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
    label { display: grid; gap: .15rem; font-size: .875rem; color: var(--muted); }
    label input, label select { color: var(--ink); font-size: 1rem; }
    input[name='subject'], input[name='actor'] { width: 15rem; }
  `];

  /** Pages older than the newest. */
  @state() private older: readonly LedgerRow[] = [];
  @state() private next: number | null = null;
  @state() private isAsking = false;

  private asked = '';

  private readonly page: Loading<LedgerPage> = new Loading(this, async signal => {
    const page = await askLedger({ ...this.question(), limit: PAGE }, signal);
    this.older = [];
    this.next = page.next ?? null;
    return page;
  });

  private question(): Record<string, string> {
    return questionOf(this.query, startOfDay, day => addDays(day, 1));
  }

  protected override willUpdate(): void {
    this.asked = JSON.stringify(this.question());
    this.page.keyed(this.asked);
  }

  override render() {
    const rows = [...(this.page.value?.rows ?? []), ...this.older];
    return html`
      <section class="card screen-only" aria-label=${t('filters')}>${this.filters()}</section>
      <t-problem .of=${this.page.problem} .again=${() => void this.page.again()}></t-problem>
      <section class="card"><t-table .columns=${this.columns()} .rows=${rows} .key=${(row: LedgerRow) => row.id} counted
        caption=${t('caption')} file="ledger" empty=${this.page.value ? t('none') : ''}></t-table>
        ${this.next === null ? nothing : html`<p class="row screen-only"><button type="button" ?disabled=${this.isAsking}
          @click=${this.more}>${t('older')}</button></p>`}</section>`;
  }

  private filters() {
    const q = (name: Filter) => this.query.get(name) ?? '';
    return html`<form @submit=${(event: Event) => event.preventDefault()} @change=${this.changed}>
      <label>${t('kind')}<select name="kind"><option value="">${t('all')}</option>${KINDS.map(kind => html`
        <option value=${kind} ?selected=${kind === q('kind')}>${t(`kind.${kind}`)}</option>`)}</select></label>
      <label>${t('subject')}<input name="subject" .value=${q('subject')} placeholder="plant:sewage-1" autocomplete="off"></label>
      <label>${t('actor')}<input name="actor" .value=${q('actor')} placeholder="account:wang" autocomplete="off"></label>
      <label>${t('from')}<input type="date" name="from" .value=${q('from')}></label>
      <label>${t('to')}<input type="date" name="to" .value=${q('to')}></label>
      <label>${t('fromDay')}<input type="date" name="fromDay" .value=${q('fromDay')}></label>
      <label>${t('toDay')}<input type="date" name="toDay" .value=${q('toDay')}></label>
      <button type="button" ?disabled=${this.asked === '{}'} @click=${this.clear}>${t('clear')}</button></form>`;
  }

  private columns(): Column<LedgerRow>[] {
    return [
      { key: 'at', words: t('at'), value: row => dateTime(row.at, true), show: row => oneLine(dateTime(row.at, true)), isHead: true },
      {
        key: 'actor', words: t('who'), value: row => row.actor,
        show: row => html`<a title=${t('only', row.actor)} href=${pathOf('/ledger', { actor: row.actor })}>${row.actor}</a>`,
      },
      { key: 'kind', words: t('kind'), value: row => this.kindOf(row) },
      {
        key: 'subject', words: t('what'), value: row => row.subject,
        show: row => html`<a title=${t('only', row.subject)} href=${pathOf('/ledger', { subject: row.subject })}>${row.subject}</a>`,
      },
      { key: 'of', words: t('concerns'), value: row => row.day ?? row.month ?? null, show: row => oneLine(row.day ?? row.month ?? '—') },
      { key: 'why', words: t('why'), value: row => (row.why ? sayCode(row.why) : null) },
      {
        key: 'change', words: t('change'), isSortable: false,
        value: row => changesOf(row.before, row.after)
          .map(change => `${change.name}: ${sayValue(change.before)} → ${sayValue(change.after)}`).join('; '),
        show: row => this.changes(row),
      },
    ];
  }

  private kindOf(row: LedgerRow): string {
    const kind = KINDS.find(one => one === row.kind);
    return kind ? t(`kind.${kind}`) : row.kind;
  }

  private changes(row: LedgerRow) {
    const all = changesOf(row.before, row.after).map(change => html`<div>${change.name}:
      ${row.before ? html`${sayValue(change.before)} → ` : nothing}<strong>${sayValue(change.after)}</strong></div>`);
    if (all.length === 0) return html`—`;
    return html`${all.slice(0, SHOWN)}${all.length > SHOWN
      ? html`<details><summary>${t('more', all.length - SHOWN)}</summary>${all.slice(SHOWN)}</details>` : nothing}`;
  }

  private readonly changed = (event: Event): void => {
    const field = event.target as HTMLInputElement | HTMLSelectElement;
    setQuery({ [field.name]: field.value.trim() || null });
  };

  private readonly clear = (): void => {
    setQuery({ kind: null, subject: null, actor: null, from: null, to: null, fromDay: null, toDay: null });
  };

  private readonly more = async (): Promise<void> => {
    if (this.next === null || this.isAsking) return;
    this.isAsking = true;
    const asked = this.asked;
    try {
      const page = await askLedger({ ...this.question(), limit: PAGE, before: this.next }, AbortSignal.timeout(20_000));
      if (asked !== this.asked) return;
      this.older = [...this.older, ...page.rows];
      this.next = page.next ?? null;
    } catch (error) {
      this.page.problem = error;
    } finally {
      this.isAsking = false;
    }
  };
}
