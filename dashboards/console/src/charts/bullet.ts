import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { number } from '../words/format.js';
import { t } from '../words/index.js';
import { bulletEnd, loadOf, type BulletFigures } from './scale.js';

/**
 * Today's volume against its capacity: the bar is what was treated so far, the tall mark what like days had by now, the
 * thin line with ends what the day will have, the thick line the capacity. What is not known is not drawn.
 */
@customElement('t-bullet')
export class Bullet extends Part {
  static override styles = [shared, css`
    :host { min-width: 6rem; }
    svg { display: block; width: 100%; height: var(--bullet-height, 1.6rem); overflow: visible; }
    .track { fill: var(--range); }
    .bar { fill: var(--normal); }
    .ahead .bar { fill: var(--look-line); }
    .over .bar { fill: var(--bad-line); }
    .expected { stroke: var(--ink); stroke-width: 2; }
    .projected { stroke: var(--ink); stroke-width: 1.5; fill: none; }
    .capacity { stroke: var(--ink); stroke-width: 4; }
  `];

  @property({ attribute: false }) figures: BulletFigures = {
    soFar: null, capacity: null, expected: null, projected: null, low: null, high: null,
  };

  override render() {
    const f = this.figures;
    const end = bulletEnd(f);
    const at = (value: number) => `${((value / end) * 100).toFixed(2)}%`;
    const line = (name: string, value: number | null, top: number, bottom: number) => value === null ? nothing
      : svg`<line class=${name} x1=${at(value)} x2=${at(value)} y1="${top}%" y2="${bottom}%"></line>`;
    return html`<svg class=${loadOf(f)} role="img" aria-label=${this.words()}>
      ${f.capacity !== null ? svg`<rect class="track" x="0" y="18%" height="64%" width=${at(f.capacity)}></rect>`
        : svg`<rect class="track" x="0" y="47%" height="6%" width="100%"></rect>`}
      ${f.soFar === null ? nothing
        : svg`<rect class="bar" x="0" y="32%" height="36%" width=${at(f.soFar)}></rect>`}
      ${this.projection(at)}
      ${line('expected', f.expected, 18, 82)}
      ${line('capacity', f.capacity, 4, 96)}
    </svg>`;
  }

  private projection(at: (value: number) => string) {
    const { soFar, projected, low, high } = this.figures;
    if (projected === null || soFar === null) return nothing;
    const ends = [low ?? projected, high ?? projected];
    return svg`<g class="projected">
      <line x1=${at(soFar)} x2=${at(Math.max(...ends))} y1="50%" y2="50%"></line>
      ${ends.map(one => svg`<line x1=${at(one)} x2=${at(one)} y1="40%" y2="60%"></line>`)}</g>`;
  }

  private words(): string {
    const f = this.figures;
    if (f.soFar === null) return t('bullet.unknown');
    const parts = [
      f.capacity === null ? `${number(f.soFar)} m³` : t('bullet.text', number(f.soFar), number(f.capacity)),
    ];
    if (f.expected !== null) parts.push(t('bullet.expected', number(f.expected)));
    if (f.projected !== null) parts.push(t('bullet.projected', number(f.projected)));
    return parts.join(', ');
  }
}
