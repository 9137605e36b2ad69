import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { timeOf } from '../../words/format.js';
import { SPEEDS, type Player, type Speed } from './player.js';
import { t } from './words.js';

export type Step = 'start' | 'stopBefore' | 'pingBefore' | 'pingAfter' | 'stopAfter' | 'end';

const STEPS: readonly (readonly [Step, string])[] = [
  ['start', '|◀'], ['stopBefore', '◀◀'], ['pingBefore', '◀'], ['pingAfter', '▶'], ['stopAfter', '▶▶'], ['end', '▶|'],
];

/** What drives a replay. Tells `t-play`, `t-step` with a step, `t-speed` with a speed, `t-follow`. */
@customElement('t-replay-controls')
export class ReplayControls extends Part {
  static override styles = [shared, css`
    .clock { font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; min-width: 6.2rem; }
    .steps button { font-family: var(--marks); min-width: 2.4rem; justify-content: center; }
    .play { min-width: 5.5rem; justify-content: center; font-weight: 650; }
    label { display: inline-flex; gap: .4rem; align-items: center; }
    @media print { :host { display: none; } }
  `];

  @property({ attribute: false }) player!: Player;
  @property({ type: Boolean }) follows = false;

  override render() {
    const { at, plays, speed, from, until } = this.player;
    return html`<div class="row">
      <span class="clock" id="clock">${until > from ? timeOf(at, true) : '—'}</span>
      <button class="play" type="button" ?disabled=${until <= from} @click=${() => this.emit('t-play')}>${
        plays ? `■ ${t('pause')}` : `▶ ${t('play')}`}</button>
      <span class="steps row">${STEPS.map(([step, shape]) => html`<button type="button" aria-label=${t(step)}
        title=${t(step)} ?disabled=${until <= from} @click=${() => this.emit('t-step', step)}>${shape}</button>`)}</span>
      <label>${t('speed')}<select @change=${(event: Event) =>
        this.emit('t-speed', Number((event.target as HTMLSelectElement).value) as Speed)}>
        ${SPEEDS.map(one => html`<option value=${one} ?selected=${one === speed}>${t('speedOf', one)}</option>`)}
      </select></label>
      <button type="button" aria-pressed=${this.follows} @click=${() => this.emit('t-follow')}>${t('follow')}</button>
    </div>`;
  }
}
