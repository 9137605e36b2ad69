import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { figure, percent } from '../words/format.js';
import { t } from '../words/index.js';
import { roundUp, ticks } from './scale.js';

/** @param day 2026-03-01 */
export interface DayBar {
  readonly day: string;
  /** null: not known, which is drawn as a dash and never as a bar of no height. */
  readonly value: number | null;
  /** The part of the day that was covered is too small, or some of it is missing: hatched. */
  readonly isPartial?: boolean;
  /** Beyond what it should be: coloured and marked. */
  readonly isAbnormal?: boolean;
  /** For the pointer and for a screen reader, after day and value. */
  readonly words?: string;
}

/**
 * A bar a day, with a line for the capacity or target. Arrow keys move between days, Enter chooses; tells `t-day` with
 * the day that was chosen.
 */
@customElement('t-day-bars')
export class DayBars extends Part {
  static override styles = [shared, css`
    .plot { position: relative; height: var(--bars-height, 9rem); display: grid; grid-template: 100% / auto 1fr; }
    .axis { position: relative; width: 4.2rem; font-size: .8rem; }
    .axis, .days { color: var(--muted); font-variant-numeric: tabular-nums; }
    .axis span { position: absolute; right: .5rem; transform: translateY(50%); white-space: nowrap; }
    svg { width: 100%; height: 100%; overflow: visible; display: block; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .line { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 7 4; }
    .bar { fill: var(--normal); }
    .bar.partial { fill: url(#hatch); stroke: var(--normal); }
    .bar.abnormal { fill: var(--look-line); }
    .hatch { stroke: var(--normal); stroke-width: 2; }
    .none { fill: var(--muted); font-size: 12px; text-anchor: middle; }
    .mark { fill: var(--look-ink); font-size: 11px; text-anchor: middle; width: auto; }
    .hit { fill: transparent; cursor: var(--pointer, pointer); }
    .hit:hover, .chosen { fill: var(--ink); fill-opacity: .08; }
    .days { display: flex; margin: .35rem 0 0 4.2rem; font-size: .75rem; }
    .days span { flex: 1; text-align: center; overflow: hidden; white-space: nowrap; }
    .said { min-height: 1.4em; font-size: .9rem; font-variant-numeric: tabular-nums; }
  `];

  @property({ attribute: false }) days: readonly DayBar[] = [];
  /** Drawn across: a capacity or a target, in the unit of the values. */
  @property({ attribute: false }) line: number | null = null;
  @property() lineWords = '';
  @property() label = '';
  @property() unit = '';
  /** Values are fractions and are said as percent. */
  @property({ type: Boolean }) percents = false;
  @property() chosen = '';
  @property({ attribute: false }) private at: number | null = null;

  private said(value: number | null): string {
    return this.percents ? percent(value, 1) : `${figure(value)}${value !== null && this.unit ? ` ${this.unit}` : ''}`;
  }

  override render() {
    const known = this.days.flatMap(one => (one.value === null ? [] : [one.value]));
    const end = roundUp(Math.max(...known, this.line ?? 0, 0) * 1.02);
    const shown = this.at !== null ? this.days[this.at] : this.days.find(one => one.day === this.chosen);
    const step = 100 / Math.max(1, this.days.length);
    const every = Math.ceil(this.days.length / 16);
    return html`<figure>
      <div class="plot" role="group" tabindex="0" aria-label=${`${this.label}. ${shown ? this.wordsOf(shown) : ''}`}
        @keydown=${this.pressed} @focus=${() => (this.at ??= this.days.length - 1)} @blur=${() => (this.at = null)}
        @pointerleave=${() => (this.at = null)}>
        <div class="axis" aria-hidden="true">${ticks(end).map(one => html`<span
          .style=${`bottom:${(one / end) * 100}%`}>${this.percents ? percent(one) : figure(one)}</span>`)}</div>
        <svg aria-hidden="true">
          <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" x1="0" x2="0" y1="0" y2="5"></line></pattern></defs>
          ${ticks(end).map(one => this.across('grid', one, end))}
          ${this.days.map((one, i) => this.bar(one, i * step, step, end))}
          ${this.line === null ? nothing : this.across('line', this.line, end)}
          ${this.days.map((one, i) => svg`<rect class=${i === this.at || one.day === this.chosen ? 'chosen hit' : 'hit'}
            x="${i * step}%" width="${step}%" y="0" height="100%" @pointerenter=${() => (this.at = i)}
            @click=${() => this.emit('t-day', one.day)}></rect>`)}
        </svg>
      </div>
      <div class="days" aria-hidden="true">${this.days.map((one, i) => html`<span>${
        (this.days.length - 1 - i) % every === 0 ? one.day.slice(5) : ''}</span>`)}</div>
      <figcaption class="said" aria-live="polite">${shown ? this.wordsOf(shown) : this.lineWords}</figcaption>
    </figure>`;
  }

  private across(name: string, value: number, end: number) {
    const y = `${this.y(value, end)}%`;
    return svg`<line class=${name} x1="0" x2="100%" y1=${y} y2=${y}></line>`;
  }

  private y(value: number, end: number): string {
    return (100 - (value / end) * 100).toFixed(2);
  }

  private bar(one: DayBar, x: number, step: number, end: number) {
    const middle = x + step / 2;
    if (one.value === null) return svg`<text class="none" x="${middle}%" y="98%">—</text>`;
    const name = `bar ${one.isPartial ? 'partial' : ''} ${one.isAbnormal ? 'abnormal' : ''}`;
    const top = this.y(one.value, end);
    return svg`<rect class=${name} x="${x + step * 0.15}%" width="${step * 0.7}%" y="${top}%"
        height="${Math.max(0, 100 - Number(top))}%"></rect>
      ${one.isAbnormal ? svg`<text class="mark" x="${middle}%" y="${top}%" dy="-3">▲</text>` : nothing}`;
  }

  private wordsOf(one: DayBar): string {
    const value = one.value === null ? `— ${t('chart.gap')}` : this.said(one.value);
    return `${one.day}: ${value}${one.words ? `, ${one.words}` : ''}`;
  }

  private pressed(event: KeyboardEvent): void {
    const last = this.days.length - 1;
    const at = this.at ?? last;
    const to: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    if (event.key === 'Enter' && this.days[at]) this.emit('t-day', this.days[at].day);
    else if (event.key in to) this.at = Math.min(last, Math.max(0, to[event.key]!));
    else return;
    event.preventDefault();
  }
}
