import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Activity } from '../../map/types.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { ACTIVITIES, VEHICLE_KINDS, type VehicleKind } from './fleet-types.js';
import type { FleetFilter } from './filter.js';
import { t } from './words.js';

/** What is shown beside the list. */
export type Pressable = 'rounds' | 'trails' | 'places' | 'map';

type Choice = readonly [value: string, words: string];

/** Which vehicles, and what besides. Tells `t-filter` with what changed and `t-press` with a button. */
@customElement('t-fleet-filters')
export class FleetFilters extends Part {
  static override styles = [shared, css`
    search { display: grid; gap: .4rem; }
    label { display: inline-flex; gap: .4rem; align-items: center; white-space: nowrap; }
    input { width: 11rem; }
    select { max-width: 11rem; }
    @media (max-width: 46rem) { label, select { flex: 1 1 40%; max-width: none; } input { width: 100%; } }
    @media print { :host { display: none; } }
  `];

  @property({ attribute: false }) filter: FleetFilter = { text: '', state: '', district: '', kind: '' };
  @property({ attribute: false }) counts: ReadonlyMap<Activity, number> = new Map();
  @property({ attribute: false }) districts: readonly Choice[] = [];
  @property({ attribute: false }) pressed: ReadonlySet<Pressable> = new Set();
  @property({ type: Number }) shown = 0;
  @property({ type: Number }) all = 0;
  @property({ type: Boolean }) mayEdit = false;
  @query('input') private finder!: HTMLInputElement;

  /** Puts the cursor where a name is typed. */
  find(): void {
    this.finder.focus();
    this.finder.select();
  }

  override render() {
    const isFiltered = Object.values(this.filter).some(Boolean);
    return html`<search aria-label=${t('filter')}>
      <div class="row">
        <label>${t('find')} <input type="search" .value=${this.filter.text} placeholder=${t('findHint')}
          @input=${(event: Event) => this.set({ text: (event.target as HTMLInputElement).value })}></label>
        ${this.select(t('state'), this.filter.state, t('anyState'),
          ACTIVITIES.map(one => [one, `${t(`state.${one}`)} (${this.counts.get(one) ?? 0})`]),
          value => this.set({ state: value as Activity | '' }))}
        ${this.select(t('district'), this.filter.district, t('anyDistrict'), this.districts,
          district => this.set({ district }))}
        ${this.select(t('kind'), this.filter.kind, t('anyKind'), VEHICLE_KINDS.map(one => [one, t(`kind.${one}`)]),
          value => this.set({ kind: value as VehicleKind | '' }))}
      </div>
      <div class="row">
        <span class="number">${t('shown', this.shown, this.all)}</span>
        ${isFiltered ? html`<button type="button"
          @click=${() => this.set({ text: '', state: '', district: '', kind: '' })}>${t('clear')}</button>` : nothing}
        <span class="push"></span>
        ${this.button('rounds', t('rounds'))}
        ${this.button('trails', t('trails'))}
        ${this.mayEdit ? this.button('places', t(this.pressed.has('places') ? 'endEditing' : 'editPlaces')) : nothing}
        ${this.button('map', t('map'))}
      </div></search>`;
  }

  private set(changes: Partial<FleetFilter>): void {
    this.emit('t-filter', changes);
  }

  private button(which: Pressable, words: string) {
    return html`<button type="button" aria-pressed=${this.pressed.has(which)}
      @click=${() => this.emit('t-press', which)}>${words}</button>`;
  }

  private select(
    words: string, value: string, any: string, choices: readonly Choice[], set: (value: string) => void,
  ) {
    return html`<select aria-label=${words} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${!value}>${any}</option>
      ${choices.map(([one, said]) => html`<option value=${one} ?selected=${one === value}>${said}</option>`)}</select>`;
  }
}
