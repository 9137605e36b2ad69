import { html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import '../../parts/dialog.js';
import type { Dialog } from '../../parts/dialog.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { toast } from '../../parts/toast.js';
import { fields } from './styles.js';
import { t } from './words.js';

/** Shows a code or token the once that the host tells it. It is in no attribute, and gone when the dialog closes. */
@customElement('t-secret')
export class Secret extends Part {
  static override styles = [shared, fields];

  @state() private heading = '';
  @state() private text = '';
  @state() private secret = '';
  @query('t-dialog') private dialog!: Dialog;

  async show(heading: string, text: string, secret: string): Promise<void> {
    [this.heading, this.text, this.secret] = [heading, text, secret];
    await this.dialog.show();
  }

  override render() {
    return html`<t-dialog heading=${this.heading} @t-close=${() => (this.secret = '')}>
      <div class="fields"><p>${this.text}</p><p class="secret">${this.secret}</p></div>
      <button slot="actions" type="button" @click=${this.copy}>${t('copy')}</button></t-dialog>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.secret);
      toast(t('copied'));
    } catch {
      // Without https a browser has no clipboard for pages: the text is marked, to be copied by hand.
      const place = this.renderRoot.querySelector('.secret');
      if (place) getSelection()?.selectAllChildren(place);
    }
  }
}
