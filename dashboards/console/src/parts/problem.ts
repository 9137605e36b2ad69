import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { wordsOfProblem } from '../api/api.js';
import { t } from '../words/index.js';
import { Part } from './element.js';
import { shared } from './styles.js';

/**
 * Why something could not be asked or done, with a way to try again:
 * `<t-problem .of=${loading.problem} .again=${() => void loading.again()}>`.
 */
@customElement('t-problem')
export class Problem extends Part {
  static override styles = [shared, css`:host { margin: .5rem 0; } :host(:not([said])) { display: none; }`];

  /** What was thrown; nothing is shown without it. */
  @property({ attribute: false }) of: unknown;
  @property({ attribute: false }) again: (() => void) | null = null;

  protected override willUpdate(): void {
    this.toggleAttribute('said', this.of !== undefined && this.of !== null);
  }

  override render() {
    if (this.of === undefined || this.of === null) return nothing;
    return html`<div class="problem row" role="alert"><span><span class="mark" aria-hidden="true">✕</span>
      ${wordsOfProblem(this.of)}</span>
      ${this.again ? html`<button class="push" type="button" @click=${this.again}>${t('retry')}</button>` : nothing}
    </div>`;
  }
}
