import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { now } from '../live/index.js';
import { addDays, dayOf } from '../words/format.js';
import { t } from '../words/index.js';
import { Part } from './element.js';
import { shared } from './styles.js';

/** `2026-03` and -1 give `2026-02`. */
export function addMonths(month: string, months: number): string {
  const date = new Date(Date.parse(`${month}-01T00:00:00Z`));
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}

/**
 * A local day of the city (`2026-03-01`) or, with `kind="month"`, a month (`2026-03`): the browser's own field between
 * a step back and a step forward. Tells `t-date` with the new value.
 */
@customElement('t-date')
export class DatePicker extends Part {
  static override styles = [shared, css`
    :host { display: inline-flex; flex-wrap: wrap; align-items: center; gap: .3rem; }
    label { display: inline-flex; align-items: center; gap: .4rem; }
  `];

  @property() kind: 'day' | 'month' = 'day';
  @property() value = '';
  /** Earliest and latest that may be chosen, both included. */
  @property() min = '';
  @property() max = '';
  /** Instead of "Day" or "Month". */
  @property() label = '';

  override render() {
    const isDay = this.kind === 'day';
    return html`
      <button type="button" aria-label=${t('date.earlier')} title=${t('date.earlier')}
        ?disabled=${!this.may(this.step(-1))} @click=${() => this.choose(this.step(-1))}>◀</button>
      <label>${this.label || t(isDay ? 'date.label' : 'date.month')}
        <input type=${isDay ? 'date' : 'month'} required .value=${this.value} min=${this.min} max=${this.max}
          @change=${this.changed}></label>
      <button type="button" aria-label=${t('date.later')} title=${t('date.later')}
        ?disabled=${!this.may(this.step(1))} @click=${() => this.choose(this.step(1))}>▶</button>
      ${isDay ? html`<button type="button" @click=${() => this.choose(dayOf(now()))}>${
        t('date.today')}</button>` : ''}`;
  }

  private step(by: number): string {
    if (!this.value) return '';
    return this.kind === 'day' ? addDays(this.value, by) : addMonths(this.value, by);
  }

  private may(value: string): boolean {
    return value !== '' && (!this.min || value >= this.min) && (!this.max || value <= this.max);
  }

  private changed(event: Event): void {
    const field = event.target as HTMLInputElement;
    if (this.may(field.value)) this.choose(field.value);
    else field.value = this.value;
  }

  private choose(value: string): void {
    if (value === this.value || !this.may(value)) return;
    this.value = value;
    this.emit('t-date', value);
  }
}
