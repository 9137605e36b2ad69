import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import '../../charts/day-bars.js';
import type { DayBar } from '../../charts/day-bars.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { addDays, dayOf, number, percent } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import { askDays, type PlantDaily, type PlantDay } from './answers.js';
import { t } from './words.js';

const SHOWN = 31;
const STATES = ['provisional', 'final', 'final_incomplete', 'locked', 'none'] as const;
const VERDICTS = ['yes', 'no', 'unknown'] as const;

export function barOf(day: PlantDay): DayBar {
  const words = [day.load === undefined ? null : percent(day.load, 1), sayCode(day.state), day.reason ? sayCode(day.reason) : null];
  return {
    day: day.day, value: day.treated_m3 ?? null, isPartial: day.state === 'provisional' || (day.completeness ?? 1) < 0.95,
    isAbnormal: (day.load ?? 0) > 1, words: words.filter(one => one !== null).join(', '),
  };
}

/** A plant's days up to the end of what is shown above: bars against capacity, and the same as a table. */
@customElement('t-plant-days')
export class PlantDays extends Part {
  static override styles = [shared, css`
    h2 { margin-bottom: .4rem; }
    summary { cursor: var(--pointer, pointer); padding: .25rem 0; }
  `];

  @property() plantId = '';
  /** Unix ms. */
  @property({ type: Number }) until = Date.now();

  private readonly days: Loading<PlantDaily> = new Loading(this, signal => {
    const to = dayOf(this.until);
    return askDays(this.plantId, addDays(to, 1 - SHOWN), to, signal);
  }, 60_000);

  protected override willUpdate(): void {
    if (this.plantId) this.days.keyed(`${this.plantId} ${dayOf(this.until)}`);
  }

  override render() {
    const days = this.days.value?.days.map(one => one.day) ?? [];
    const known = days.filter(day => day.treated_m3 !== undefined).length;
    return html`<section class="card" aria-labelledby="days"><h2 id="days">${t('days')}</h2>
      <t-problem .of=${this.days.problem} .again=${() => void this.days.again()}></t-problem>
      ${days.length === 0 ? nothing : html`<t-day-bars .days=${days.map(barOf)} .line=${this.capacity(days)} unit="m³"
        lineWords=${this.capacity(days) === null ? '' : `${t('capacity')} ${number(this.capacity(days))} m³/d`}
        label=${t('daysLabel', known, days.length)}></t-day-bars>`}
      ${days.length === 0 ? nothing : html`<details><summary>${t('table')}</summary>
        <t-table .columns=${this.columns()} .rows=${days} .key=${(day: PlantDay) => day.day} counted caption=${t('days')}
          file=${`${this.plantId}-days`} .sorting=${{ key: 'day', isDown: true }}></t-table></details>`}
    </section>`;
  }

  /** One line across: of the newest day that has one. */
  private capacity(days: readonly PlantDay[]): number | null {
    return days.findLast(day => day.capacity_m3 !== undefined)?.capacity_m3 ?? null;
  }

  private columns(): Column<PlantDay>[] {
    return [
      { key: 'day', words: t('day'), value: day => day.day, isHead: true },
      {
        key: 'treated', words: t('treated'), unit: 'm³', isNumber: true, value: day => day.treated_m3,
        show: day => number(day.treated_m3),
      },
      {
        key: 'capacity', words: t('capacity'), unit: 'm³/d', isNumber: true, value: day => day.capacity_m3,
        show: day => number(day.capacity_m3),
      },
      {
        key: 'load', words: t('load'), isNumber: true, value: day => day.load,
        show: day => ((day.load ?? 0) > 1
          ? html`<span class="look">▲ ${percent(day.load, 1)} ${t('overCapacity')}</span>` : percent(day.load, 1)),
      },
      {
        key: 'bypass', words: t('bypass'), unit: 'm³', isNumber: true, value: day => day.bypass_m3,
        show: day => number(day.bypass_m3),
      },
      {
        key: 'complete', words: t('complete'), isNumber: true, value: day => day.completeness,
        show: day => percent(day.completeness),
      },
      { key: 'compliance', words: t('compliance'), value: day => this.verdict(day) },
      {
        key: 'state', words: t('dayState'),
        value: day => t(`dayState.${STATES.find(one => one === day.state) ?? 'none'}`),
      },
      { key: 'why', words: t('why'), value: day => [day.reason, ...day.checks].filter(one => one !== undefined && one !== '').map(one => sayCode(one!)).join('; ') },
    ];
  }

  private verdict(day: PlantDay): string | null {
    const verdict = VERDICTS.find(one => one === day.compliance);
    return verdict ? t(`compliance.${verdict}`) : null;
  }
}
