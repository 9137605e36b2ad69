import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { duration, timeOf, zoneOffset } from '../../words/format.js';
import type { Shown } from './replay-types.js';
import { t } from './words.js';

const HOUR = 3_600_000;
const WIDTH = 1_000;
const BAR = { top: 4, height: 22 };

/** A stop has its length beside it where there is room, parts of the line. */
const ROOM = 0.035;

/** The day as lanes: under way, standing, and where nobody knows. Tells `t-seek` with a moment. */
@customElement('t-time-line')
export class TimeLine extends Part {
  static override styles = [shared, css`
    .lane { display: grid; grid-template-columns: 7rem 1fr; gap: .5rem; align-items: center; }
    .label { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .bar { position: relative; cursor: var(--pointer, pointer); }
    svg { display: block; width: 100%; height: 30px; background: var(--faint); border-radius: 4px; }
    .trip { fill: var(--normal); }
    .stop { fill: var(--card); stroke: var(--muted); }
    .gap { fill: url(#no-signal); stroke: var(--look-line); stroke-dasharray: 4 3; }
    .words { position: absolute; top: 7px; font-size: .75rem; pointer-events: none; transform: translateX(-50%);
      white-space: nowrap; color: var(--ink); }
    .now { position: absolute; top: 0; bottom: 0; width: 2px; background: var(--focus); pointer-events: none; }
    .hours { position: relative; height: 1.2rem; font-size: .75rem; color: var(--muted);
      font-variant-numeric: tabular-nums; }
    .hours span { position: absolute; transform: translateX(-50%); }
    input { width: 100%; padding: 0; min-height: 1.4rem; accent-color: var(--accent); }
    .legend { font-size: .8rem; color: var(--muted); }
    .legend svg { display: inline-block; width: 26px; height: 12px; vertical-align: -1px; }
    @media (max-width: 46rem) { .lane { grid-template-columns: 1fr; } }
    @media print { .now, input { display: none; } }
  `];

  @property({ attribute: false }) lanes: readonly Shown[] = [];
  @property({ type: Number }) from = 0;
  @property({ type: Number }) until = 0;
  @property({ type: Number }) at = 0;

  override render() {
    if (this.until <= this.from) return nothing;
    return html`
      <div class="lane"><span class="label small">${t('time')}</span>
        <input type="range" aria-label=${t('time')} min=${this.from} max=${this.until} step="1000"
          .value=${String(this.at)} aria-valuetext=${timeOf(this.at, true)}
          @input=${(event: Event) => this.emit('t-seek', Number((event.target as HTMLInputElement).value))}></div>
      ${this.lanes.map(one => this.lane(one))}
      <div class="lane"><span></span><div class="hours" aria-hidden="true">${this.hours()}</div></div>
      <p class="legend row"><span>${this.sample('trip')} ${t('trip')}</span><span>${this.sample('stop')} ${t('stop')}</span>
        <span>${this.sample('gap')} ${t('gap')}</span></p>`;
  }

  private share(at: number): number {
    return Math.min(1, Math.max(0, (at - this.from) / (this.until - this.from)));
  }

  private lane(one: Shown) {
    const { stops, trips } = one.day;
    return html`<div class="lane"><span class="label" title=${one.label}>${one.label}</span>
      <div class="bar" @click=${(event: MouseEvent) => this.clicked(event)}>
        <svg viewBox="0 0 ${WIDTH} 30" preserveAspectRatio="none" role="img"
          aria-label=${`${t('timeLine')}: ${one.label}, ${trips.length} ${t('trip')}, ${stops.length} ${t('stop')}, ${
            one.track.gaps.length} ${t('gap')}`}>
          ${HATCH}
          ${trips.map(trip => this.rect('trip', Date.parse(trip.from), Date.parse(trip.until),
            `${t('trip')} ${timeOf(trip.from)}–${timeOf(trip.until)}`))}
          ${stops.map(stop => this.rect('stop', Date.parse(stop.from), Date.parse(stop.until),
            `${t('stop')} ${timeOf(stop.from)}–${timeOf(stop.until)}, ${duration(stop.seconds)}`))}
          ${one.track.gaps.map(gap => this.rect('gap', gap.from, gap.until,
            `${t('gap')} ${timeOf(gap.from)}–${timeOf(gap.until)}`))}
        </svg>
        ${stops.map(stop => this.lengthOf(Date.parse(stop.from), Date.parse(stop.until), stop.seconds))}
        <span class="now" .style=${`left: ${this.share(this.at) * 100}%`}></span>
      </div></div>`;
  }

  private rect(kind: 'trip' | 'stop' | 'gap', from: number, until: number, words: string) {
    const [left, right] = [this.share(from) * WIDTH, this.share(until) * WIDTH];
    if (right <= 0 || left >= WIDTH) return nothing;
    return svg`<rect class=${kind} x=${left} width=${Math.max(1, right - left)} y=${BAR.top} height=${BAR.height}
      vector-effect="non-scaling-stroke"><title>${words}</title></rect>`;
  }

  private lengthOf(from: number, until: number, seconds: number) {
    const [left, right] = [this.share(from), this.share(until)];
    if (right - left < ROOM) return nothing;
    return html`<span class="words" aria-hidden="true" .style=${`left: ${((left + right) / 2) * 100}%`}>${
      duration(seconds)}</span>`;
  }

  private hours() {
    const every = this.until - this.from > 8 * HOUR ? 3 * HOUR : HOUR;
    const marks: number[] = [];
    // Full hours of the city's day.
    const ahead = zoneOffset(this.from) * 60_000;
    for (let at = Math.ceil((this.from + ahead) / every) * every - ahead; at <= this.until; at += every) marks.push(at);
    return marks.map(at => html`<span .style=${`left: ${this.share(at) * 100}%`}>${timeOf(at)}</span>`);
  }

  private sample(kind: 'trip' | 'stop' | 'gap') {
    return html`<svg viewBox="0 0 26 12" aria-hidden="true">${HATCH}${
      svg`<rect class=${kind} x="1" y="1" width="24" height="10"/>`}</svg>`;
  }

  private clicked(event: MouseEvent): void {
    const bar = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - bar.left) / bar.width));
    this.emit('t-seek', this.from + part * (this.until - this.from));
  }
}

const HATCH = svg`<defs><pattern id="no-signal" width="6" height="6" patternUnits="userSpaceOnUse">
  <path d="M0,6 L6,0" stroke="currentColor" stroke-width="1" opacity=".55"/></pattern></defs>`;
