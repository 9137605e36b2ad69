import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { shared } from '../../parts/styles.js';
import { may } from '../../shell/rights.js';
import { Screen } from '../../shell/screen.js';
import { onSession, session } from '../../shell/session.js';
import './own.js';
import './people.js';
import './tokens.js';
import { t } from './words.js';

/** One's own account; for administrators everybody's, and the tokens. */
@customElement('t-accounts')
export class Accounts extends Screen {
  static override styles = [shared, css`:host { display: grid; gap: 1rem; }`];

  private end: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.end = onSession(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.();
  }

  override render() {
    if (session().kind === 'unknown') return nothing;
    return html`<t-own-account></t-own-account>
      ${may('manage_accounts')
        ? html`<t-people></t-people><t-tokens></t-tokens>`
        : html`<p class="note">${t('onlyAdministrators')}</p>`}`;
  }
}
