import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ApiProblem, post, send, wordsOfProblem } from '../../api/api.js';
import type { SessionBody } from '../../api/types.js';
import '../../parts/dialog.js';
import type { Dialog } from '../../parts/dialog.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { toast } from '../../parts/toast.js';
import { session } from '../../shell/session.js';
import { t as frame } from '../../words/index.js';
import { fields } from './styles.js';
import { t } from './words.js';

/** Who is signed in here, what they may do, their password. */
@customElement('t-own-account')
export class OwnAccount extends Part {
  static override styles = [shared, fields, css`.card { display: grid; gap: .5rem; }`];

  @query('t-dialog') private dialog!: Dialog;
  @query('form') private form!: HTMLFormElement;
  @state() private problem: string | null = null;
  @state() private isBusy = false;

  override render() {
    const who = session();
    const isPerson = who.kind === 'account' && who.role !== 'kiosk';
    return html`<section class="card" aria-labelledby="you">
      <h2 id="you">${t('you')}</h2>
      <p>${who.kind === 'none' ? t('you.local') : who.kind === 'anyone' ? t('you.anyone')
        : t('you.as', who.name ?? '', who.role ? frame(`role.${who.role}`) : '')}</p>
      <p class="muted">${t('you.may', who.may.map(one => t(`right.${one}`)).join(' · '))}</p>
      ${isPerson ? html`<p class="row">
        <button type="button" @click=${() => void this.dialog.show()}>${t('password')}</button>
        <button type="button" @click=${this.signOut}>${t('signOut')}</button></p>` : nothing}
      <t-dialog heading=${t('password')}>
        <form id="password" class="fields" @submit=${this.change}>
          ${this.field('current', t('password.current'), 'current-password')}
          ${this.field('password', t('password.next'), 'new-password', who.shortestPassword)}
          ${this.field('again', t('password.again'), 'new-password', who.shortestPassword)}
          <p class="muted small">${t('password.rule', who.shortestPassword)}</p>
          ${this.problem ? html`<p class="problem" role="alert">✕ ${this.problem}</p>` : nothing}
        </form>
        <button slot="actions" type="button" @click=${() => this.dialog.close()}>${t('cancel')}</button>
        <button slot="actions" type="button" class="chosen" ?disabled=${this.isBusy}
          @click=${() => this.form.requestSubmit()}>${t('password')}</button>
      </t-dialog></section>`;
  }

  private field(name: string, words: string, fill: string, least = 1) {
    return html`<label>${words}<input name=${name} type="password" autocomplete=${fill as AutoFill} required
      minlength=${least} maxlength="256"></label>`;
  }

  private async change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const of = new FormData(this.form);
    if (of.get('password') !== of.get('again')) {
      this.problem = t('password.differ');
      return;
    }
    this.isBusy = true;
    this.problem = null;
    try {
      await post<SessionBody>('/api/session/password', { current: of.get('current'), password: of.get('password') });
      this.form.reset();
      this.dialog.close();
      toast(t('password.done'));
    } catch (problem) {
      this.problem = problem instanceof ApiProblem && problem.status === 401
        ? t('password.wrong') : wordsOfProblem(problem);
    }
    this.isBusy = false;
  }

  private async signOut(): Promise<void> {
    try {
      await send<SessionBody>('DELETE', '/api/session');
      // Loaded anew: nothing of this session may be left on a screen.
      location.assign('/login');
    } catch (problem) {
      toast(wordsOfProblem(problem), 'bad');
    }
  }
}
