import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { locale, t } from '../words/index.js';
import { number } from '../words/format.js';
import { csvOf, download, type Cell } from './csv.js';
import { Part } from './element.js';
import { shared } from './styles.js';

export interface Column<R> {
  readonly key: string;
  readonly words: string;
  /** Behind the words in the head: m³/h. */
  readonly unit?: string;
  /** Sorted by and written to the CSV, with all its digits; null where it is not known. */
  readonly value: (row: R) => Cell;
  /** What is shown; the value where absent. */
  readonly show?: (row: R) => TemplateResult | string;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  readonly isSortable?: boolean;
  /** The first cell names its row for a screen reader. */
  readonly isHead?: boolean;
}

interface Sorting { readonly key: string; readonly isDown: boolean }

/** Unknown values stay last whichever way. */
export function compare(a: Cell, b: Cell, isDown: boolean): number {
  const noA = a === null || a === undefined || a === '';
  const noB = b === null || b === undefined || b === '';
  if (noA || noB) return Number(noA) - Number(noB);
  const order = typeof a === 'number' && typeof b === 'number'
    ? a - b : String(a).localeCompare(String(b), locale(), { numeric: true });
  return isDown ? -order : order;
}

/**
 * Rows with columns that sort, and a CSV of exactly what is shown. On a phone each row becomes a card:
 * `<t-table .columns=${…} .rows=${…} .key=${row => row.id} caption="…" file="days"></t-table>`. Tells `t-row` with
 * the row that was chosen where `chooses` is set.
 */
@customElement('t-table')
export class Table extends Part {
  static override styles = [shared, css`
    .top { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .4rem; }
    .scroll { overflow: auto; max-height: var(--table-height, none); }
    table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    thead th { position: sticky; top: 0; background: var(--card); z-index: 1; }
    th { text-align: left; font-weight: 500; font-size: .875rem; color: var(--muted); vertical-align: bottom; }
    th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
    tbody th { color: inherit; font-size: inherit; vertical-align: baseline; }
    td { vertical-align: baseline; }
    .n { text-align: right; }
    thead button {
      border: 0; padding: 0; min-height: 0; background: none; color: inherit; font-weight: inherit; white-space: normal;
      text-align: inherit;
    }
    thead button:hover { text-decoration: underline; background: none; }
    tr.chosen { background: none; color: inherit; }
    tr.chosen > * { background: var(--faint); color: var(--ink); }
    tr.chosen > :first-child { box-shadow: inset 3px 0 0 var(--accent); padding-left: .5rem; }
    :host([chooses]) tbody tr { cursor: var(--pointer, pointer); }
    :host([chooses]) tbody tr:hover > * { background: var(--faint); }
    @media (max-width: 46rem) {
      :host([cards]) table, :host([cards]) tbody { display: block; }
      :host([cards]) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      :host([cards]) tr { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1rem; padding: .6rem 0;
        border-bottom: 1px solid var(--line); }
      :host([cards]) :is(td, th) { padding: 0; border: 0; text-align: left; }
      :host([cards]) tbody th { grid-column: 1 / -1; font-weight: 650; }
      :host([cards]) td::before { content: attr(data-label) ' '; color: var(--muted); font-size: .875rem; }
    }
    @media print {
      .scroll { max-height: none; overflow: visible; }
      thead th { position: static; }
      thead button { display: inline !important; }
    }
  `];

  @property({ attribute: false }) columns: readonly Column<never>[] = [];
  @property({ attribute: false }) rows: readonly unknown[] = [];
  @property({ attribute: false }) key: (row: never) => string | number = row => this.rows.indexOf(row);
  /** What the table is of, for a screen reader. */
  @property() caption = '';
  /** Name of the CSV without its ending; no CSV where empty. */
  @property() file = '';
  @property({ attribute: false }) chosen: string | number | null = null;
  /** Rows can be chosen, by mouse and by Enter. */
  @property({ type: Boolean, reflect: true }) chooses = false;
  /** A row is a card on a phone. */
  @property({ type: Boolean, reflect: true }) cards = true;
  /** As given where absent. */
  @property({ attribute: false }) sorting: Sorting | null = null;
  @property({ type: Boolean }) counted = false;
  @property() empty = '';
  @state() private own: Sorting | null = null;

  private get inForce(): Sorting | null {
    return this.own ?? this.sorting;
  }

  /** As shown. */
  get sorted(): readonly unknown[] {
    const by = this.inForce;
    const column = by && this.columns.find(one => one.key === by.key);
    if (!column) return this.rows;
    return [...this.rows].sort((a, b) => compare(column.value(a as never), column.value(b as never), by.isDown));
  }

  /** Of what is shown, as it is sorted. */
  csv(): string {
    return csvOf(
      this.columns.map(one => (one.unit ? `${one.words} (${one.unit})` : one.words)),
      this.sorted.map(row => this.columns.map(one => one.value(row as never))));
  }

  override render() {
    const rows = this.sorted;
    return html`
      ${this.file || this.counted ? html`<div class="top">
        ${this.counted ? html`<span class="muted">${t('table.rows', number(rows.length))}</span>` : nothing}
        <slot name="tools"></slot>
        ${this.file ? html`<button class="push" type="button" ?disabled=${rows.length === 0}
          @click=${() => download(`${this.file}.csv`, this.csv())}>${t('table.csv')}</button>` : nothing}
      </div>` : nothing}
      <div class="scroll" role="region" tabindex="0" aria-label=${this.caption}><table>
        <caption>${this.caption}</caption>
        <thead><tr>${this.columns.map(one => this.head(one))}</tr></thead>
        <tbody>${repeat(rows, row => this.key(row as never), row => this.row(row as never))}</tbody>
      </table></div>
      ${rows.length === 0 ? html`<p class="note" role="status">${this.empty || t('table.empty')}</p>` : nothing}`;
  }

  private head(one: Column<never>) {
    const unit = one.unit ? html` <span class="muted">${one.unit}</span>` : nothing;
    if (one.isSortable === false) {
      return html`<th scope="col" class=${one.isNumber ? 'n' : ''}>${one.words}${unit}</th>`;
    }
    const by = this.inForce?.key === one.key ? this.inForce : null;
    return html`<th scope="col" class=${one.isNumber ? 'n' : ''}
      aria-sort=${by ? (by.isDown ? 'descending' : 'ascending') : 'none'}><button type="button"
      title=${by ? t(by.isDown ? 'table.sortDown' : 'table.sortUp') : t('table.sortBy', one.words)}
      @click=${() => this.sortBy(one)}>${one.words}${unit}<span aria-hidden="true">${
        by ? (by.isDown ? ' ▼' : ' ▲') : ''}</span></button></th>`;
  }

  private row(row: never) {
    const key = this.key(row);
    return html`<tr class=${key === this.chosen ? 'chosen' : ''} tabindex=${this.chooses ? 0 : nothing}
      aria-selected=${this.chooses ? String(key === this.chosen) : nothing}
      @click=${() => this.choose(row)} @keydown=${(event: KeyboardEvent) => this.pressed(event, row)}>${
      this.columns.map(one => this.cell(one, row))}</tr>`;
  }

  private cell(one: Column<never>, row: never) {
    const value = one.value(row);
    const shown = one.show ? one.show(row) : value === null || value === undefined ? '—' : String(value);
    return one.isHead
      ? html`<th scope="row" class=${one.isNumber ? 'n' : ''}>${shown}</th>`
      : html`<td class=${one.isNumber ? 'n' : ''} data-label=${one.words}>${shown}</td>`;
  }

  private sortBy(one: Column<never>): void {
    const by = this.inForce;
    this.own = { key: one.key, isDown: by?.key === one.key ? !by.isDown : Boolean(one.isNumber) };
  }

  private choose(row: never): void {
    if (this.chooses) this.emit('t-row', row);
  }

  private pressed(event: KeyboardEvent, row: never): void {
    if (!this.chooses || event.target !== event.currentTarget) return;
    const line = event.currentTarget as HTMLElement;
    if (event.key === 'Enter' || event.key === ' ') this.choose(row);
    else if (event.key === 'ArrowDown') (line.nextElementSibling as HTMLElement | null)?.focus();
    else if (event.key === 'ArrowUp') (line.previousElementSibling as HTMLElement | null)?.focus();
    else return;
    event.preventDefault();
  }
}
