import { css, html, unsafeCSS, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import sheet from 'uplot/dist/uPlot.min.css?inline';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { colour, onTheme } from '../shell/theme.js';
import { dateTime, figure, timeZone } from '../words/format.js';
import { onLanguage, t } from '../words/index.js';
import { alignedOf, axisTime, type TrendSeries } from './trend-data.js';
import { drawMarks, type TrendEvent, type TrendLine } from './trend-marks.js';
import { panned, zoomed, type Range } from './scale.js';

export type { TrendEvent, TrendLine, TrendSeries };

/** Closer than this nothing is to be seen, ms. */
const LEAST = 60_000;

// Not by spreading: a month of minutes is more than a call takes.
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

const STROKES = ['--accent', '--ink', '--muted', '--normal'];
const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4]];

/**
 * Values over time in the city's zone: gaps stay gaps, lines across for capacities and limits, events on the axis. Drag
 * zooms, the wheel with Shift or Ctrl zooms at the pointer, arrow keys move, double click or 0 shows the whole range.
 * Tells `t-range` (`{ from, to }`, Unix ms) when what is shown changed; the same as a table belongs beside it.
 */
@customElement('t-trend')
export class Trend extends Part {
  static override styles = [shared, unsafeCSS(sheet), css`
    .plot { position: relative; height: var(--trend-height, 22rem); }
    .plot:focus-visible { outline-offset: 0; }
    .u-legend { font-size: .875rem; text-align: left; }
    .u-legend th { cursor: default; }
    .u-legend .u-value { font-variant-numeric: tabular-nums; }
    :host([bare]) .u-legend { display: none; }
    .u-select { background: var(--focus); opacity: .18; }
    .u-cursor-x, .u-cursor-y { border-color: var(--muted) !important; }
  `];

  @property({ attribute: false }) series: readonly TrendSeries[] = [];
  @property({ attribute: false }) lines: readonly TrendLine[] = [];
  @property({ attribute: false }) events: readonly TrendEvent[] = [];
  /** All that can be shown, Unix ms. */
  @property({ attribute: false }) whole: Range = { from: 0, to: 1 };
  /** The part of it that is shown, for whoever asks for finer values with each `t-range`; the whole where null. */
  @property({ attribute: false }) view: Range | null = null;
  /** Numbers of two series, the upper and the lower one, with a band between them instead of their lines. */
  @property({ attribute: false }) band: readonly [number, number] | null = null;
  @property() label = '';
  @property() unit = '';
  /** The axis begins at zero. */
  @property({ type: Boolean }) zero = true;
  /** Without the figures under the pointer: for several charts beside each other. */
  @property({ type: Boolean, reflect: true }) bare = false;
  @query('.plot') private box!: HTMLElement;

  /** What is shown, Unix ms. */
  shown: Range = { from: 0, to: 1 };

  private chart: uPlot | null = null;
  private readonly sized = new ResizeObserver(() => this.resize());
  private readonly ends: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.ends.push(onTheme(() => this.rebuild()), onLanguage(() => this.rebuild()));
    if (this.hasUpdated) void this.updateComplete.then(() => this.rebuild());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
    this.sized.disconnect();
    this.chart?.destroy();
    this.chart = null;
  }

  override render() {
    return html`<div class="plot" role="group" tabindex="0" aria-label=${this.words()} @keydown=${this.pressed}
      @wheel=${this.wheeled} @dblclick=${() => this.showRange(this.whole)}></div>`;
  }

  protected override updated(changed: PropertyValues): void {
    const isMoved = this.view ? changed.has('view') : changed.has('whole') || changed.has('view');
    if (isMoved) this.shown = this.view ?? this.whole;
    const isOther = changed.has('series') && this.shapeOf() !== this.shape;
    if (!this.chart || isOther || changed.has('unit') || changed.has('zero')) this.rebuild();
    else if (changed.has('series')) this.setData();
    if (isMoved || changed.has('series')) this.scale();
    else if (changed.size > 0) this.chart?.redraw();
  }

  private shape = '';
  private shapeOf = () => this.series.map(one => `${one.label}|${one.unit ?? ''}`).join('\n');

  private words(): string {
    const said = this.series.map(one => {
      const values = one.points.flatMap(point => (point.value === null ? [] : [point.value]));
      return values.length === 0 ? `${one.label}: ${t('chart.gap')}`
        : t('chart.summary', one.label, figure(least(values)), figure(most(values)), one.unit ?? this.unit);
    });
    return `${this.label}. ${said.join('. ')}. ${t('chart.keys')}`;
  }

  private rebuild(): void {
    if (!this.isConnected || !this.box) return;
    this.chart?.destroy();
    this.shape = this.shapeOf();
    this.chart = new uPlot(this.options(), alignedOf(this.series), this.box);
    this.sized.observe(this.box);
    this.scale();
  }

  private heightOf(): number {
    return Math.max(80, this.box.clientHeight - (this.bare ? 0 : 34));
  }

  private setData(): void {
    this.chart?.setData(alignedOf(this.series), false);
  }

  private scale(): void {
    this.chart?.setScale('x', { min: this.shown.from / 1_000, max: this.shown.to / 1_000 });
  }

  private options(): uPlot.Options {
    const axis: uPlot.Axis = {
      stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
      font: `13px ${colour('--font')}`,
    };
    return {
      width: Math.max(100, this.box.clientWidth), height: this.heightOf(),
      tzDate: at => uPlot.tzDate(new Date(at * 1_000), timeZone()),
      legend: { live: true },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
      scales: {
        x: { time: true },
        y: { range: (_, low, high) => this.extent(low, high) },
      },
      axes: [{ ...axis, values: (_, at) => axisTime(at) }, { ...axis, size: 64, values: (_, at) => at.map(figure) }],
      series: [
        { label: t('chart.time'), value: (_, at) => (at ? dateTime(at * 1_000) : '—') },
        ...this.series.map((one, i): uPlot.Series => ({
          label: one.unit ?? this.unit ? `${one.label}, ${one.unit ?? this.unit}` : one.label,
          stroke: this.band?.includes(i) ? 'transparent' : colour(STROKES[i % STROKES.length]!),
          width: 1.5, dash: DASHES[i % DASHES.length]!, spanGaps: false,
          value: (_, value) => figure(value), points: this.band?.includes(i) ? { show: false } : { size: 4 },
        })),
      ],
      bands: this.band ? [{ series: [this.band[0] + 1, this.band[1] + 1], fill: colour('--range') }] : [],
      hooks: {
        draw: [chart => drawMarks(chart, this.lines, this.events)],
        setSelect: [chart => this.selected(chart)],
      },
    };
  }

  private extent(low: number | null, high: number | null): [number, number] {
    const lines = this.lines.map(one => one.value);
    const top = Math.max(high ?? 0, ...lines);
    const bottom = Math.min(low ?? 0, ...(this.zero ? [0] : lines));
    const room = (top - bottom || 1) * 0.06;
    return [this.zero && bottom === 0 ? 0 : bottom - room, top + room];
  }

  private selected(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    const from = chart.posToVal(left, 'x') * 1_000;
    const to = chart.posToVal(left + width, 'x') * 1_000;
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.showRange(zoomed({ from, to }, 1, (from + to) / 2, LEAST, this.whole));
  }

  /** Shows a part of the whole, Unix ms. */
  showRange(range: Range): void {
    this.shown = range;
    this.scale();
    this.emit<Range>('t-range', range);
  }

  private pressed(event: KeyboardEvent): void {
    const { from, to } = this.shown;
    const middle = (from + to) / 2;
    const acts: Record<string, () => Range> = {
      ArrowLeft: () => panned(this.shown, -0.25, this.whole),
      ArrowRight: () => panned(this.shown, 0.25, this.whole),
      Home: () => panned(this.shown, -1e9, this.whole),
      End: () => panned(this.shown, 1e9, this.whole),
      '+': () => zoomed(this.shown, 0.5, middle, LEAST, this.whole),
      '=': () => zoomed(this.shown, 0.5, middle, LEAST, this.whole),
      '-': () => zoomed(this.shown, 2, middle, LEAST, this.whole),
      '0': () => this.whole,
    };
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.showRange(act());
  }

  private wheeled(event: WheelEvent): void {
    if (!this.chart || !(event.ctrlKey || event.shiftKey)) return; // a page that scrolls goes on scrolling
    event.preventDefault();
    const left = event.clientX - this.chart.over.getBoundingClientRect().left;
    const centre = this.chart.posToVal(left, 'x') * 1_000;
    this.showRange(zoomed(this.shown, event.deltaY > 0 ? 1.25 : 0.8, centre, LEAST, this.whole));
  }

  private resize(): void {
    if (!this.chart || this.box.clientWidth === 0) return;
    this.chart.setSize({ width: this.box.clientWidth, height: this.heightOf() });
  }
}
