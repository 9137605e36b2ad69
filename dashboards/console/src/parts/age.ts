import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { EachSecond, Watch, ageOf, board } from '../live/index.js';
import { duration } from '../words/format.js';
import { t } from '../words/index.js';
import { Part } from './element.js';
import { shared } from './styles.js';

/** A device may be ahead by as much before it is said. */
const AHEAD_S = 2;

export function ageWords(seconds: number | null): string {
  if (seconds === null) return t('age.none');
  return seconds < -AHEAD_S ? t('age.ahead', duration(-seconds)) : t('age.ago', duration(seconds));
}

/** How old something is; counts up by itself: `<t-age .at=${payload.ts}></t-age>`. */
@customElement('t-age')
export class Age extends Part {
  static override styles = [shared, css`:host { display: inline; white-space: nowrap; }`];

  /** Unix ms by the host's clock; null for never. */
  @property({ attribute: false }) at: number | null = null;

  constructor() {
    super();
    new EachSecond(this);
    new Watch(this, []);
  }

  override render() {
    return html`<span class="number">${ageWords(ageOf(this.at, board.state))}</span>`;
  }
}
