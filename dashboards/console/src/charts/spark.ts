import { css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { figure } from '../words/format.js';
import { t } from '../words/index.js';
import { pathOf, withGaps, type Point } from './scale.js';

const WIDTH = 200;
const HEIGHT = 40;

/** A line without axes, from zero; a gap is a gap. `at` is Unix ms. */
@customElement('t-spark')
export class Spark extends Part {
  static override styles = [shared, css`
    svg { display: block; width: 100%; height: var(--spark-height, 2rem); }
    path { fill: none; stroke: var(--normal); stroke-width: 1.5; stroke-linecap: round; }
    path, line { vector-effect: non-scaling-stroke; }
    .zero { stroke: var(--line); stroke-width: 1; }
    .none { stroke: var(--range-ink); stroke-dasharray: 4 4; }
  `];

  @property({ attribute: false }) points: readonly Point[] = [];
  /** Longest distance between two points that a line may join, ms. */
  @property({ type: Number }) gap = 45 * 60_000;
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) to = 1;
  @property() label = '';
  @property() unit = '';

  override render() {
    const known = this.points.filter((one): one is { at: number; value: number } => one.value !== null);
    const values = known.map(one => one.value);
    const most = Math.max(...values, 0);
    const least = Math.min(...values, 0);
    const width = this.to - this.from || 1;
    const path = pathOf(
      withGaps(this.points, this.gap), at => ((at - this.from) / width) * WIDTH,
      value => HEIGHT - 2 - ((value - least) / (most - least || 1)) * (HEIGHT - 4));
    const words = known.length === 0 ? `${this.label}: ${t('chart.gap')}`
      : t('chart.summary', this.label, figure(Math.min(...values)), figure(Math.max(...values)), this.unit);
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${words}>
      ${known.length === 0 ? svg`<line class="none" x1="0" x2=${WIDTH} y1=${HEIGHT / 2} y2=${HEIGHT / 2}></line>`
        : svg`<line class="zero" x1="0" x2=${WIDTH} y1=${HEIGHT - 1} y2=${HEIGHT - 1}></line><path d=${path}></path>`}
    </svg>`;
  }
}
