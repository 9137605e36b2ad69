import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { DASH, duration, number } from '../../words/format.js';
import type { FleetSorting, SortKey } from './filter.js';
import type { VehicleRow } from './fleet-model.js';
import { stateShape } from './state-shape.js';
import { rowsInView, type RowsInView } from './window.js';
import { t } from './words.js';

const ROW_PX = 44;
const PHONE_ROW_PX = 76;

const COLUMNS: readonly { readonly key: SortKey | 'heading'; readonly isNumber?: boolean }[] = [
  { key: 'name' }, { key: 'state' }, { key: 'speed', isNumber: true }, { key: 'heading' },
  { key: 'age', isNumber: true }, { key: 'district' }, { key: 'place' },
];

const narrow = matchMedia('(max-width: 46rem)');

export function headingWord(degrees: number | null): string {
  if (degrees === null) return DASH;
  const eighth = Math.round((((degrees % 360) + 360) % 360) / 45) % 8;
  return t(`heading.${eighth as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`);
}

/**
 * Any number of vehicles, of which only those in sight are elements. Each second changes the text of those and nothing
 * else. Tells `t-row` with the vehicle that was chosen, `t-sort` with a column.
 */
@customElement('t-vehicle-list')
export class VehicleList extends Part {
  static override styles = [shared, css`
    :host { display: flex; flex-direction: column; min-height: 0; }
    .scroll { overflow: auto; position: relative; flex: 1; min-height: 10rem; contain: strict; }
    .grid { display: flex; flex-direction: column; flex: 1; min-height: 0; }
    .grid:focus-visible { outline-offset: -3px; }
    .line { display: grid; font-size: .95rem;
      grid-template-columns: 6.4rem 6.2rem 4.3rem 3.2rem 4.2rem 6rem minmax(4rem, 1fr); gap: 0 .5rem; align-items: center; padding: 0 .6rem; font-variant-numeric: tabular-nums; }
    .head { border-bottom: 1px solid var(--line); font-size: .875rem; color: var(--muted); min-height: 2.2rem; }
    .head button { border: 0; background: none; padding: 0; min-height: 0; color: inherit; white-space: normal;
      text-align: inherit; justify-content: inherit; }
    .head button:hover { text-decoration: underline; background: none; }
    .n { text-align: right; justify-content: flex-end; }
    .row1 { position: absolute; left: 0; right: 0; top: 0; height: ${ROW_PX}px; border-bottom: 1px solid var(--line);
      cursor: var(--pointer, pointer); }
    .row1:hover { background: var(--faint); }
    .row1.chosen { background: var(--faint); color: inherit; border-color: var(--line);
      box-shadow: inset 4px 0 0 var(--accent); }
    .grid:focus-visible .row1.active { outline: 2px dashed var(--focus); outline-offset: -3px; }
    .row1 > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .name { font-weight: 600; }
    .name small { display: block; font-weight: 400; color: var(--muted); font-size: .78rem; }
    .shape { vertical-align: -.2em; margin-right: .3rem; }
    .unit { color: var(--muted); font-size: .85em; }
    .old { color: var(--muted); }
    @media (max-width: 46rem) {
      .head { display: none; }
      .row1 { height: ${PHONE_ROW_PX}px; grid-template-columns: 1fr 1fr 1fr; grid-template-rows: 1.4fr 1fr;
        padding: .25rem .6rem; }
      .row1 > :nth-child(4), .row1 > :nth-child(6) { display: none; }
      .row1 > :nth-child(7) { grid-column: 1 / 3; grid-row: 2; }
      .row1 > :nth-child(5) { grid-column: 3; grid-row: 2; }
    }
    @media print { .scroll { overflow: visible; contain: none; } }
  `];

  @property({ attribute: false }) rows: readonly VehicleRow[] = [];
  @property() chosen: string | null = null;
  @property({ attribute: false }) sorting: FleetSorting = { key: 'name', isDown: false };
  /** Now by the host's clock, Unix ms; setting it renders the ages. */
  @property({ type: Number }) now = 0;
  @property({ attribute: false }) placeOf: (row: VehicleRow) => string = () => '';
  @property({ attribute: false }) districtOf: (row: VehicleRow) => string = () => '';
  @state() private window: RowsInView = { first: 0, until: 0 };
  @state() private active = 0;
  @query('.scroll') private scroller!: HTMLElement;

  private readonly sizes = new ResizeObserver(() => this.look());
  private readonly onNarrow = () => this.look();

  override connectedCallback(): void {
    super.connectedCallback();
    narrow.addEventListener('change', this.onNarrow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    narrow.removeEventListener('change', this.onNarrow);
    this.sizes.disconnect();
  }

  private get rowPx(): number {
    return narrow.matches ? PHONE_ROW_PX : ROW_PX;
  }

  /** Brings a vehicle into sight. */
  reveal(id: string): void {
    const index = this.rows.findIndex(row => row.id === id);
    if (index >= 0) this.activate(index);
  }

  protected override firstUpdated(): void {
    this.sizes.observe(this.scroller);
  }

  protected override updated(): void {
    this.look();
  }

  private look(): void {
    const next = rowsInView(this.scroller.scrollTop, this.scroller.clientHeight, this.rowPx, this.rows.length);
    if (next.first !== this.window.first || next.until !== this.window.until) this.window = next;
  }

  override render() {
    const { first, until } = this.window;
    const shown = this.rows.slice(first, until);
    return html`
      <div class="grid" role="grid" aria-label=${`${t('list')}. ${t('listHelp')}`} aria-rowcount=${this.rows.length + 1}
        tabindex="0" aria-activedescendant=${this.idOf(this.active)} @keydown=${this.pressed}>
        <div class="line head" role="row" aria-rowindex="1">${
          COLUMNS.map(one => this.head(one.key, one.isNumber))}</div>
        <div class="scroll" role="rowgroup" @scroll=${() => this.look()}>
          <div role="presentation" .style=${`height: ${this.rows.length * this.rowPx}px`}>
            ${shown.map((row, i) => this.row(row, first + i))}
          </div>
        </div>
      </div>
      ${this.rows.length === 0 ? html`<p class="note" role="status">${t('nobody')}</p>` : nothing}`;
  }

  private idOf(index: number): string {
    return index >= this.window.first && index < this.window.until ? `row-${index}` : '';
  }

  private head(key: SortKey | 'heading', isNumber?: boolean) {
    const words = t(key);
    if (key === 'heading') return html`<span role="columnheader">${words}</span>`;
    const isThis = this.sorting.key === key;
    return html`<span role="columnheader" class=${isNumber ? 'n' : ''}
      aria-sort=${isThis ? (this.sorting.isDown ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class=${isNumber ? 'n' : ''} title=${t('sortBy', words)}
        @click=${() => this.emit('t-sort', key)}>${words}<span aria-hidden="true">${
          isThis ? (this.sorting.isDown ? ' ▼' : ' ▲') : ''}</span></button></span>`;
  }

  private row(row: VehicleRow, index: number) {
    const age = row.ts === null ? null : (this.now - row.ts) / 1_000;
    const isAway = row.activity === 'offline' || row.activity === 'no_fix';
    const isOld = row.activity === 'offline' || row.activity === 'unknown';
    const marks = `${row.id === this.chosen ? 'chosen' : ''} ${index === this.active ? 'active' : ''}`;
    return html`<div class="line row1 ${marks}" role="row" id=${`row-${index}`} aria-rowindex=${index + 2} aria-selected=${row.id === this.chosen}
      .style=${`transform: translateY(${index * this.rowPx}px)`} @click=${() => this.choose(index)}>
      <span role="gridcell" class="name">${row.label}<small>${row.kind ? t(`kind.${row.kind}`)
        : row.registered ? '' : t('unregistered')}</small></span>
      <span role="gridcell" class=${isAway ? 'look' : ''}>${stateShape(row.activity, row.heading)}${
        t(`state.${row.activity}`)}</span>
      <span role="gridcell" class="n ${isOld ? 'old' : ''}">${row.speed === null || isOld ? DASH
        : html`${number(row.speed)} <span class="unit">km/h</span>`}</span>
      <span role="gridcell" class=${isOld ? 'old' : ''}>${isOld ? DASH : headingWord(row.heading)}</span>
      <span role="gridcell" class="n ${row.activity === 'offline' ? 'look' : ''}">${age === null ? DASH
        : duration(Math.max(0, age))}</span>
      <span role="gridcell">${this.districtOf(row) || DASH}</span>
      <span role="gridcell" class=${isOld ? 'old' : ''} title=${this.placeOf(row)}>${this.placeOf(row) || DASH}</span>
    </div>`;
  }

  private choose(index: number): void {
    this.active = index;
    const row = this.rows[index];
    if (row) this.emit('t-row', row.id);
  }

  private activate(index: number): void {
    this.active = Math.max(0, Math.min(this.rows.length - 1, index));
    const [top, height] = [this.active * this.rowPx, this.scroller.clientHeight];
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + this.rowPx > this.scroller.scrollTop + height) this.scroller.scrollTop = top + this.rowPx - height;
    this.look();
  }

  private pressed(event: KeyboardEvent): void {
    // The heads of columns are buttons with keys of their own.
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.rowPx) - 1);
    switch (event.key) {
      case 'ArrowDown': this.activate(this.active + 1); break;
      case 'ArrowUp': this.activate(this.active - 1); break;
      case 'PageDown': this.activate(this.active + page); break;
      case 'PageUp': this.activate(this.active - page); break;
      case 'Home': this.activate(0); break;
      case 'End': this.activate(this.rows.length - 1); break;
      case 'Enter': case ' ': this.choose(this.active); break;
      default: return;
    }
    event.preventDefault();
  }
}
