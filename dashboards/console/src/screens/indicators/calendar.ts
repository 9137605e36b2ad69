import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { percent } from '../../words/format.js';
import { locale } from '../../words/index.js';
import type { RateDay } from './answers.js';
import { VERDICT_SHAPES, monthsOf, verdictOf, weeksOf } from './sums.js';
import { t } from './words.js';

/** Days as a calendar, each with its rate and how it stands to the target; one may be chosen. Tells `t-day`. */
@customElement('t-rate-calendar')
export class RateCalendar extends Part {
  static override styles = [shared, css`
    .months { display: flex; flex-wrap: wrap; gap: 1rem 1.6rem; }
    table { border-collapse: collapse; }
    caption { text-align: left; font-weight: 600; padding-bottom: .2rem; }
    th { font-weight: 400; color: var(--muted); font-size: .8rem; padding: 0 .1rem; }
    td { padding: 1px; }
    button {
      position: relative;
      display: grid; justify-items: center; gap: 0; width: 3.4rem; min-height: 2.9rem; padding: .1rem; line-height: 1.15;
      border-color: var(--line); font-variant-numeric: tabular-nums;
    }
    button .date { font-size: .75rem; color: var(--muted); }
    button.open { border-style: dashed; border-color: var(--range-ink); }
    button.missed { background: var(--look-ground); border-color: var(--look-line); color: var(--look-ink); }
    button.chosen { outline: 3px solid var(--focus); background: var(--card); color: var(--ink); }
    button.chosen .date { color: var(--muted); }
    @media (max-width: 34rem) { button { width: 2.7rem; font-size: .8rem; } }
  `];

  @property({ attribute: false }) days: readonly RateDay[] = [];
  @property() from = '';
  @property() to = '';
  @property() chosen = '';

  override render() {
    const known = new Map(this.days.map(day => [day.day, day]));
    return html`<div class="months">${monthsOf(this.from, this.to).map(month => html`<table>
      <caption>${month}</caption>
      <thead><tr>${this.weekdays().map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${weeksOf(month).filter(week => week.days.some(day => this.isShown(day))).map(week => html`<tr>${week.days.map(day => html`<td>${
        day && this.isShown(day) ? this.cell(day, known.get(day)) : ''}</td>`)}</tr>`)}</tbody></table>`)}</div>`;
  }

  private isShown(day: string | null): boolean {
    return day !== null && day >= this.from && day <= this.to;
  }

  private cell(day: string, row: RateDay | undefined) {
    const verdict = verdictOf(row);
    const words = t(verdict === 'met' ? 'verdict.met' : verdict === 'missed' ? 'verdict.missed'
      : verdict === 'no target' ? 'verdict.noTarget' : 'verdict.unknown');
    return html`<button type="button" class="${verdict === 'missed' ? 'missed' : ''} ${row?.state === 'provisional' ? 'open' : ''} ${
      day === this.chosen ? 'chosen' : ''}" aria-pressed=${String(day === this.chosen)}
      @click=${() => this.emit('t-day', day)}>
      <span class="date"><span class="unseen">${day.slice(0, 8)}</span>${Number(day.slice(8))} <span aria-hidden="true">${VERDICT_SHAPES[verdict]}</span></span>
      <span>${percent(row?.rate)}<span class="unseen">, ${words}</span></span></button>`;
  }

  private weekdays(): string[] {
    const format = new Intl.DateTimeFormat(locale(), { weekday: 'narrow', timeZone: 'UTC' });
    // The first of January 2024 was a Monday.
    return Array.from({ length: 7 }, (_, i) => format.format(Date.UTC(2024, 0, 1 + i)));
  }
}
