import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from './element.js';
import { TONE_SHAPES, type Tone } from './shapes.js';
import { shared } from './styles.js';

/** A state as a word with a shape: `<t-state tone="look">stale</t-state>`; colour only where it is abnormal. */
@customElement('t-state')
export class StateWord extends Part {
  static override styles = [shared, css`
    :host { display: inline; white-space: nowrap; }
    .quiet { color: var(--muted); }
  `];

  @property() tone: Tone = 'normal';

  /** Instead of the tone's own. */
  @property() shape = '';

  override render() {
    return html`<span class=${this.tone}><span class="mark" aria-hidden="true">${
      this.shape || TONE_SHAPES[this.tone]}</span> <slot></slot></span>`;
  }
}
