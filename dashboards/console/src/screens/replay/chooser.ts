import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import '../../parts/date.js';
import type { Vehicle } from '../fleet/fleet-types.js';
import { t } from './words.js';

export const MOST_VEHICLES = 4;

/** Which vehicles and which day. Tells `t-vehicles` with their names and `t-date` with the day. */
@customElement('t-replay-chooser')
export class ReplayChooser extends Part {
  static override styles = [shared, css`
    label { display: inline-flex; gap: .4rem; align-items: center; }
    input { width: 10rem; }
    .chip { display: inline-flex; gap: .4rem; align-items: center; padding: .15rem .3rem .15rem .7rem;
      border: 1px solid var(--range-ink); border-radius: 1rem; background: var(--card); font-weight: 600; }
    .chip button { border: 0; min-height: 1.5rem; padding: 0 .4rem; border-radius: 1rem; }
    @media print { :host { display: none; } }
  `];

  @property({ attribute: false }) vehicles: readonly Vehicle[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  @property() day = '';
  @property() latest = '';
  @state() private wrong = '';

  override render() {
    const isFull = this.chosen.length >= MOST_VEHICLES;
    return html`<form class="row" aria-label=${t('what')} @submit=${this.add}>
      <t-date .value=${this.day} .max=${this.latest}></t-date>
      ${this.chosen.map(id => html`<span class="chip">${this.labelOf(id)}<button type="button"
        aria-label=${t('remove', this.labelOf(id))} title=${t('remove', this.labelOf(id))}
        @click=${() => this.tell(this.chosen.filter(one => one !== id))}>✕</button></span>`)}
      <label>${t('add')}<input name="vehicle" list="vehicles" autocomplete="off" placeholder=${t('addHint')}
        ?disabled=${isFull}></label>
      <datalist id="vehicles">${this.vehicles.map(one => html`<option value=${one.plate ?? one.id}></option>`)}</datalist>
      <button type="submit" ?disabled=${isFull}>${t('addButton')}</button>
      ${isFull ? html`<span class="muted">${t('most', MOST_VEHICLES)}</span>` : nothing}
      ${this.wrong ? html`<span class="bad" role="alert">${this.wrong}</span>` : nothing}
    </form>`;
  }

  private labelOf(id: string): string {
    return this.vehicles.find(one => one.id === id)?.plate ?? id;
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('vehicle') as HTMLInputElement;
    const text = field.value.trim();
    if (!text) return;
    const found = this.vehicles.find(one => one.id === text || one.plate === text)
      ?? this.vehicles.find(one => `${one.id} ${one.plate ?? ''}`.toLowerCase().includes(text.toLowerCase()));
    this.wrong = found ? '' : t('addUnknown', text);
    if (!found) return;
    field.value = '';
    if (!this.chosen.includes(found.id)) this.tell([...this.chosen, found.id]);
  }

  private tell(vehicles: readonly string[]): void {
    this.emit('t-vehicles', vehicles);
  }
}
