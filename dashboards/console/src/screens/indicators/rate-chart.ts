import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { roundUp } from '../../charts/scale.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { addDays, percent } from '../../words/format.js';
import type { RateDay, RateSeries } from './answers.js';
import { t } from './words.js';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, FLOOR] = [960, 260, 52, 12, 12, 220];

/** Shapes of the definitions, in their order: none needs a colour to be told from another. */
const DASHES = ['', '7 4', '2 3', '10 3 2 3', '1 4'];

/** Rates day by day, a line a definition, against the target. A day without a rate is a gap. Tells `t-day`. */
@customElement('t-rate-chart')
export class RateChart extends Part {
  static override styles = [shared, css`
    :host { overflow-x: auto; }
    svg { display: block; width: 100%; min-width: 34rem; height: auto; }
    text { font-size: 12px; fill: var(--muted); font-variant-numeric: tabular-nums; }
    .grid { stroke: var(--line); }
    .target { stroke: var(--ink); stroke-width: 1.5; fill: none; stroke-dasharray: 8 5; }
    .line { stroke: var(--normal); fill: none; stroke-width: 1.3; }
    .line.official { stroke: var(--accent); stroke-width: 2.4; }
    .point { fill: var(--accent); }
    .missed { fill: var(--look-ink); font-size: 11px; }
    .hit { fill: transparent; cursor: var(--pointer, pointer); }
    .hit:hover { fill: var(--focus); opacity: .12; }
    .chosen { stroke: var(--focus); stroke-width: 2; }
    ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .875rem; }
    li svg { display: inline; width: 2.2rem; min-width: 0; height: .7rem; vertical-align: middle; }
  `];

  @property({ attribute: false }) series: readonly RateSeries[] = [];
  @property() from = '';
  @property() to = '';
  @property() chosen = '';
  @property() label = '';

  override render() {
    const days = this.daysShown();
    if (days.length === 0 || this.series.length === 0) return nothing;
    const most = roundUp(Math.max(1, ...this.series.flatMap(one => one.days.flatMap(
      day => [day.rate ?? 0, day.target ?? 0]))) * 100) / 100;
    const step = (WIDTH - LEFT - RIGHT) / days.length;
    const x = (i: number) => LEFT + (i + 0.5) * step;
    const y = (rate: number) => FLOOR - (rate / most) * (FLOOR - TOP);
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.label}>
      ${[0, 0.25, 0.5, 0.75, 1].map(part => svg`
        <line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(most * part)} y2=${y(most * part)} />
        <text x=${LEFT - 6} y=${y(most * part) + 4} text-anchor="end">${percent(most * part)}</text>`)}
      ${days.map((day, i) => this.tick(day, i, x(i), days.length))}
      ${this.series[0] ? svg`<path class="target" d=${this.path(days, this.series[0].days, x, y, day => day.target)} />` : nothing}
      ${[...this.series].reverse().map(one => svg`<path class="line ${one === this.series[0] ? 'official' : ''}"
        stroke-dasharray=${DASHES[this.series.indexOf(one) % DASHES.length] || 'none'}
        d=${this.path(days, one.days, x, y, day => day.rate)} />`)}
      ${this.points(days, x, y)}
      ${days.map((day, i) => svg`<rect class="hit" x=${x(i) - step / 2} width=${step} y=${TOP} height=${FLOOR - TOP}
        @click=${() => this.emit('t-day', day)}><title>${day}</title></rect>
        ${day === this.chosen ? svg`<line class="chosen" x1=${x(i)} x2=${x(i)} y1=${TOP} y2=${FLOOR} />` : nothing}`)}
    </svg>
    <ul>${this.series.map((one, i) => html`<li><svg viewBox="0 0 36 10" aria-hidden="true"><path
      class="line ${i === 0 ? 'official' : ''}" stroke-dasharray=${DASHES[i % DASHES.length] || 'none'} d="M0 5H36" /></svg>
      ${one.basis}${one.official ? ` (${t('official')})` : ''}</li>`)}
      <li><svg viewBox="0 0 36 10" aria-hidden="true"><path class="target" d="M0 5H36" /></svg> ${t('target')}</li></ul>`;
  }

  private daysShown(): string[] {
    const days: string[] = [];
    for (let day = this.from; day && day <= this.to && days.length < 400; day = addDays(day, 1)) days.push(day);
    return days;
  }

  private path(
    days: readonly string[], rows: readonly RateDay[], x: (i: number) => number, y: (rate: number) => number,
    value: (day: RateDay) => number | undefined,
  ): string {
    const known = new Map(rows.map(row => [row.day, value(row)]));
    let path = '';
    let isOn = false;
    days.forEach((day, i) => {
      const rate = known.get(day);
      if (rate === undefined) {
        isOn = false;
        return;
      }
      path += `${isOn ? 'L' : 'M'}${x(i).toFixed(1)} ${y(rate).toFixed(1)}`;
      isOn = true;
    });
    return path;
  }

  /** Of the first definition: where it has missed its target a shape says so; a lone day is still seen. */
  private points(days: readonly string[], x: (i: number) => number, y: (rate: number) => number) {
    const known = new Map(this.series[0]?.days.map(row => [row.day, row]));
    return days.map((day, i) => {
      const row = known.get(day);
      if (row?.rate === undefined) return nothing;
      return row.target !== undefined && row.rate < row.target
        ? svg`<text class="missed" x=${x(i)} y=${y(row.rate) + 4} text-anchor="middle">▲</text>`
        : svg`<circle class="point" cx=${x(i)} cy=${y(row.rate)} r="2.6" />`;
    });
  }

  private tick(day: string, i: number, x: number, count: number) {
    const isMonth = day.endsWith('-01');
    if (count > 45 && !isMonth && i > 0) return nothing;
    const every = count > 20 ? 2 : 1;
    return svg`${count > 45 || i % every === 0
      ? svg`<text x=${x} y=${FLOOR + 16} text-anchor="middle">${count > 45 ? day.slice(5, 7) : day.slice(8)}</text>` : nothing}
      ${i === 0 || isMonth ? svg`<text x=${x} y=${FLOOR + 32} text-anchor="middle">${day.slice(0, 7)}</text>` : nothing}`;
  }
}
