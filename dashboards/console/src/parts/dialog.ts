import { css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { t } from '../words/index.js';
import { Part } from './element.js';
import { shared } from './styles.js';

/**
 * A modal dialog over the native one: Escape closes it, focus stays within and goes back where it was. Content in the
 * default slot, buttons in `actions`. Tells `t-close`.
 */
@customElement('t-dialog')
export class Dialog extends Part {
  static override styles = [shared, css`
    :host { display: contents; }
    dialog {
      background: var(--card); color: var(--ink); border: 1px solid var(--range-ink); border-radius: 10px; padding: 0;
      width: min(44rem, calc(100vw - 2rem)); max-height: calc(100dvh - 3rem);
    }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    .box { display: grid; grid-template-rows: auto 1fr auto; gap: .8rem; padding: 1rem 1.2rem; }
    header { display: flex; align-items: center; gap: 1rem; }
    .actions { display: flex; flex-wrap: wrap; gap: .6rem; justify-content: flex-end; }
  `];

  @property() heading = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  get isOpen(): boolean {
    return this.dialog?.open ?? false;
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${() => this.emit('t-close')} @click=${this.outside}>
      <div class="box">
        <header><h2 id="heading">${this.heading}</h2>
          <button class="push" type="button" aria-label=${t('dialog.close')} @click=${this.close}>✕</button></header>
        <div><slot></slot></div>
        <div class="actions"><slot name="actions"></slot></div>
      </div></dialog>`;
  }

  private outside(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}
