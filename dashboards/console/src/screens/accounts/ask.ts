import { html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { wordsOfProblem } from '../../api/api.js';
import '../../parts/dialog.js';
import type { Dialog } from '../../parts/dialog.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { fields } from './styles.js';
import { t } from './words.js';

export interface Question {
  readonly heading: string;
  readonly words: string;
  /** On the button. */
  readonly verb: string;
  readonly act: (why: string) => Promise<void>;
}

/** Asks before something that can't be undone, and takes the reason for the ledger. */
@customElement('t-ask')
export class Ask extends Part {
  static override styles = [shared, fields];

  @state() private question: Question | null = null;
  @state() private problem: string | null = null;
  @state() private isBusy = false;
  @query('t-dialog') private dialog!: Dialog;
  @query('form') private form!: HTMLFormElement;

  async show(question: Question): Promise<void> {
    this.question = question;
    this.problem = null;
    this.form?.reset();
    await this.dialog.show();
  }

  override render() {
    return html`<t-dialog heading=${this.question?.heading ?? ''}>
      <form class="fields" @submit=${this.submit}>
        <p>${this.question?.words ?? ''}</p>
        <label>${t('why')}<input name="why" maxlength="500" autocomplete="off"></label>
        ${this.problem ? html`<p class="problem" role="alert">✕ ${this.problem}</p>` : ''}
      </form>
      <button slot="actions" type="button" @click=${() => this.dialog.close()}>${t('cancel')}</button>
      <button slot="actions" type="button" class="chosen" ?disabled=${this.isBusy}
        @click=${() => this.form.requestSubmit()}>${this.question?.verb ?? ''}</button></t-dialog>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!this.question || this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    try {
      await this.question.act(String(new FormData(this.form).get('why') ?? ''));
      this.dialog.close();
    } catch (problem) {
      this.problem = wordsOfProblem(problem);
    }
    this.isBusy = false;
  }
}
