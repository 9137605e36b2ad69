import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ApiProblem, post, wordsOfProblem } from '../../api/api.js';
import type { SessionBody } from '../../api/types.js';
import { shared } from '../../parts/styles.js';
import { Screen } from '../../shell/screen.js';
import { onSession, session } from '../../shell/session.js';
import { waitIn, wayBack } from './way.js';
import { t } from './words.js';

type Mode = 'password' | 'code' | 'first';

/** Signing in: with a password, with an administrator's one-time code, or as the first administrator. */
@customElement('t-login')
export class Login extends Screen {
  static override styles = [shared, css`
    .card { max-width: 26rem; display: grid; gap: .9rem; }
    label { display: grid; gap: .25rem; font-weight: 600; }
    input { width: 100%; font-weight: 400; }
    .main { background: var(--ink); color: var(--card); border-color: var(--ink); font-weight: 600; }
    .main:hover:not(:disabled) { background: var(--ink); text-decoration: underline; }
    .plain { border: 0; padding: 0; min-height: 0; background: none; text-decoration: underline; font-weight: 400; }
  `];

  @state() private wantsCode = false;
  @state() private problem: string | null = null;
  @state() private isBusy = false;
  private end: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.end = onSession(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.();
  }

  private get mode(): Mode {
    return session().isFirstRun ? 'first' : this.wantsCode ? 'code' : 'password';
  }

  override render() {
    const who = session();
    if (who.kind === 'none' || who.kind === 'anyone') return this.done(t('off'));
    if (who.kind === 'account') return this.done(t('already', who.name ?? ''));
    const mode = this.mode;
    return html`<form class="card" @submit=${this.submit}>
      ${mode === 'first' ? html`<h2>${t('first.title')}</h2><p>${t('first.text')}</p>` : nothing}
      ${mode === 'code' ? html`<p>${t('code.text')}</p>` : nothing}
      ${mode === 'first' ? this.codeField() : nothing}
      ${this.field('name', t('name'), 'text', 'username')}
      ${mode === 'code' ? this.codeField() : nothing}
      ${mode === 'password'
        ? this.field('password', t('password'), 'password', 'current-password') : this.newPassword()}
      ${this.problem ? html`<p class="problem" role="alert">✕ ${this.problem}</p>` : nothing}
      <button class="main" ?disabled=${this.isBusy}>${this.isBusy ? t('busy') : this.verb(mode)}</button>
      ${mode === 'first' ? nothing : html`
        <p><button class="plain" type="button" @click=${this.turn}>${
          mode === 'code' ? t('havePassword') : t('haveCode')}</button></p>
        <p class="muted small">${t('forgotten')}</p>`}
    </form>`;
  }

  private done(words: string): TemplateResult {
    return html`<div class="card"><p>${words}</p>
      <p><a class="button" href=${wayBack(this.query)}>${t('goOn')}</a></p></div>`;
  }

  private verb(mode: Mode): string {
    return mode === 'first' ? t('first.make') : mode === 'code' ? t('setPassword') : t('signIn');
  }

  private field(name: string, words: string, type: string, fill: string, least = 0): TemplateResult {
    return html`<label>${words}<input name=${name} type=${type} autocomplete=${fill as AutoFill} required
      minlength=${least || nothing} maxlength="256" autocapitalize="off" spellcheck="false"></label>`;
  }

  private codeField(): TemplateResult {
    return this.field('code', t('code'), 'text', 'one-time-code');
  }

  private newPassword(): TemplateResult {
    const least = session().shortestPassword;
    return html`${this.field('password', t('newPassword'), 'password', 'new-password', least)}
      <p class="muted small">${t('rule', least)}</p>
      ${this.field('again', t('again'), 'password', 'new-password', least)}`;
  }

  private turn(): void {
    this.wantsCode = !this.wantsCode;
    this.problem = null;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const of = new FormData(event.target as HTMLFormElement);
    const value = (name: string) => String(of.get(name) ?? '');
    const mode = this.mode;
    if (mode !== 'password' && value('password') !== value('again')) {
      this.problem = t('differ');
      return;
    }
    this.isBusy = true;
    this.problem = null;
    try {
      const body = { name: value('name'), password: value('password') };
      if (mode === 'first') await post<SessionBody>('/api/accounts/first', { ...body, code: value('code') });
      else if (mode === 'code') await post<SessionBody>('/api/session/password', { ...body, code: value('code') });
      else await post<SessionBody>('/api/session', body);
      // Loaded anew, so that nothing of whoever was there before is left on any screen.
      location.assign(wayBack(this.query));
    } catch (problem) {
      this.problem = this.wordsOf(problem, mode);
      this.isBusy = false;
    }
  }

  private wordsOf(problem: unknown, mode: Mode): string {
    if (!(problem instanceof ApiProblem)) return wordsOfProblem(problem);
    if (problem.status === 401) return mode === 'password' ? t('wrong') : t('wrongCode');
    const wait = problem.status === 429 ? waitIn(problem.detail) : null;
    return wait === null ? wordsOfProblem(problem) : t('wait', wait);
  }
}
