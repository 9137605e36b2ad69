import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { shared } from '../../parts/styles.js';
import { Screen } from '../../shell/screen.js';
import './devices.js';
import './letters.js';
import './numbers.js';

/** For engineers: is anything lost, late, rejected or lagging, and what is to be done about it. */
@customElement('t-works')
export class Works extends Screen {
  static override styles = [shared, css`:host { display: grid; gap: .75rem; }`];

  override render() {
    return html`<t-works-numbers></t-works-numbers>
      <t-works-letters class="card"></t-works-letters>
      <t-works-devices></t-works-devices>`;
  }
}
