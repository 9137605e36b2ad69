import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { wordsOfProblem } from '../api/api.js';
import { t } from '../words/index.js';
import './dialog.js';
import type { Dialog } from './dialog.js';
import { Part } from './element.js';
import { shared } from './styles.js';

/**
 * Asks for the reason of something that stands in the ledger, and does it: `why.ask({ … })`. It stays open and says why
 * where the host refuses; nothing is done by Escape.
 */
export interface Asked {
  readonly heading: string;
  /** What will happen. */
  readonly words: string;
  /** On the button. */
  readonly action: string;
  /** May be left empty. */
  readonly isOptional?: boolean;
  readonly act: (why: string) => Promise<unknown>;
}

@customElement('t-why')
export class Why extends Part {
  static override styles = [shared, css`
    form { display: grid; gap: .6rem; }
    label { display: grid; gap: .25rem; }
    textarea { min-height: 5rem; resize: vertical; }
    .actions { display: flex; gap: .6rem; justify-content: flex-end; }
    .strong { background: var(--ink); color: var(--card); border-color: var(--ink); }
    .strong:hover:not(:disabled) { background: var(--accent); }
  `];

  @property({ attribute: false }) label = '';
  @state() private asked: Asked | null = null;
  @state() private problem: unknown;
  @state() private isBusy = false;
  @query('t-dialog') private dialog!: Dialog;
  @query('textarea') private text!: HTMLTextAreaElement;

  async ask(asked: Asked): Promise<void> {
    this.asked = asked;
    this.problem = undefined;
    await this.updateComplete;
    this.text.value = '';
    await this.dialog.show();
    this.text.focus();
  }

  override render() {
    const asked = this.asked;
    return html`<t-dialog heading=${asked?.heading ?? ''}>${asked ? html`<form @submit=${this.send}>
      <p>${asked.words}</p>
      <label>${asked.isOptional ? t('why.note') : t('why.label')}
        <textarea name="why" maxlength="1000" ?required=${!asked.isOptional}
          @keydown=${this.pressed}></textarea></label>
      ${this.problem === undefined ? nothing
        : html`<p class="problem" role="alert"><span aria-hidden="true">✕</span> ${wordsOfProblem(this.problem)}</p>`}
      <div class="actions"><button type="button" @click=${() => this.dialog.close()}>${t('why.cancel')}</button>
        <button class="strong" type="submit" ?disabled=${this.isBusy}>${asked.action}</button></div></form>` :
          nothing}</t-dialog>`;
  }

  /** Ctrl and Enter sends from within the text. */
  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.text.form?.requestSubmit();
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const why = this.text.value.trim();
    if (!this.asked || this.isBusy || (why === '' && !this.asked.isOptional)) return;
    this.isBusy = true;
    this.problem = undefined;
    try {
      await this.asked.act(why);
      this.dialog.close();
    } catch (error) {
      this.problem = error;
    } finally {
      this.isBusy = false;
    }
  }
}
