import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { get, post, send, wordsOfProblem } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import '../../parts/dialog.js';
import type { Dialog } from '../../parts/dialog.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { toast } from '../../parts/toast.js';
import { t as frame } from '../../words/index.js';
import { dateTime } from '../../words/format.js';
import './ask.js';
import type { Ask } from './ask.js';
import { ROLES, endsSoon, kioskAddress, type Token } from './model.js';
import './secret.js';
import type { Secret } from './secret.js';
import { fields } from './styles.js';
import { t } from './words.js';

interface NewToken { readonly token: Token; readonly secret: string }

/** Tokens of programs and wall panels. */
@customElement('t-tokens')
export class Tokens extends Part {
  static override styles = [shared, fields, css`
    .top { margin-bottom: .6rem; }
    .act { min-height: 1.7rem; padding: .1rem .5rem; font-size: .875rem; }
  `];

  private readonly tokens = new Loading(
    this, signal => get<{ tokens: readonly Token[] }>('/api/tokens', {}, signal), 30_000);

  @query('#add') private addDialog!: Dialog;
  @query('form') private form!: HTMLFormElement;
  @query('t-ask') private ask!: Ask;
  @query('t-secret') private secret!: Secret;
  @state() private problem: string | null = null;
  @state() private isBusy = false;
  @state() private isKiosk = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tokens.again();
  }

  override render() {
    return html`<section class="card" aria-labelledby="tokens">
      <div class="row top"><h2 id="tokens">${t('tokens')}</h2>
        <button class="push" type="button" @click=${this.openAdd}>${t('tokens.add')}</button></div>
      <t-problem .of=${this.tokens.problem} .again=${() => void this.tokens.again()}></t-problem>
      ${this.tokens.value ? html`<t-table caption=${t('tokens')} .columns=${this.columns()}
        .rows=${this.tokens.value.tokens} .key=${(one: Token) => one.id}
        empty=${t('tokens.none')}></t-table>` : nothing}
      ${this.adding()}<t-ask></t-ask><t-secret></t-secret></section>`;
  }

  private columns(): readonly Column<Token>[] {
    return [
      { key: 'name', words: t('col.name'), value: one => one.name, isHead: true },
      { key: 'role', words: t('col.role'), value: one => (one.kiosk ? t('kiosk') : frame(`role.${one.role}`)) },
      {
        key: 'state', words: t('col.state'), value: one => t(`state.${one.state}`),
        show: one => (endsSoon(one, Date.now())
          ? html`<span class="look"><span class="mark" aria-hidden="true">▲</span>${t('state.soon')}</span>`
          : t(`state.${one.state}`)),
      },
      { key: 'until', words: t('col.until'), value: one => one.expires_at, show: one => dateTime(one.expires_at) },
      {
        key: 'used', words: t('col.used'), value: one => one.used_at ?? null,
        show: one => (one.used_at ? dateTime(one.used_at) : t('never')),
      },
      { key: 'actions', words: t('col.actions'), isSortable: false, value: () => null, show: one => this.action(one) },
    ];
  }

  private action(one: Token): TemplateResult {
    if (one.state === 'revoked') return html`—`;
    const words = t('act.revoke');
    return html`<button class="act" type="button" aria-label=${t('act.of', one.name, words)} @click=${() =>
      void this.ask.show({
        heading: t('act.of', one.name, words), words: t('ask.revoke', one.name), verb: words,
        act: why => this.revoke(one, why),
      })}>${words}</button>`;
  }

  private adding(): TemplateResult {
    return html`<t-dialog id="add" heading=${t('tokens.add')}>
      <form class="fields" @submit=${this.add}>
        <label>${t('col.name')}<input name="name" required maxlength="64" autocomplete="off" spellcheck="false"></label>
        <label class="check"><input name="kiosk" type="checkbox" .checked=${this.isKiosk}
          @change=${(event: Event) => (this.isKiosk = (event.target as HTMLInputElement).checked)}>${
            t('tokens.kiosk')}</label>
        <label>${t('col.role')}<select name="role" ?disabled=${this.isKiosk}>
          ${ROLES.map(role => html`<option value=${role}>${frame(`role.${role}`)}</option>`)}</select></label>
        <label>${t('tokens.days')}<input name="days" type="number" min="1" max="3650" value="365" required></label>
        <label>${t('why')}<input name="why" maxlength="500" autocomplete="off"></label>
        ${this.problem ? html`<p class="problem" role="alert">✕ ${this.problem}</p>` : nothing}
      </form>
      <button slot="actions" type="button" @click=${() => this.addDialog.close()}>${t('cancel')}</button>
      <button slot="actions" type="button" class="chosen" ?disabled=${this.isBusy}
        @click=${() => this.form.requestSubmit()}>${t('tokens.add')}</button></t-dialog>`;
  }

  private openAdd(): void {
    this.form.reset();
    this.isKiosk = false;
    this.problem = null;
    void this.addDialog.show();
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    const of = new FormData(this.form);
    const isKiosk = this.isKiosk;
    try {
      const made = await post<NewToken>('/api/tokens', {
        name: of.get('name'), kiosk: isKiosk, role: isKiosk ? 'viewer' : of.get('role'), days: Number(of.get('days')),
        why: of.get('why'),
      });
      this.addDialog.close();
      await this.tokens.again();
      void this.secret.show(
        t('secret.title', made.token.name), isKiosk ? t('secret.kiosk') : t('secret.text'),
        isKiosk ? kioskAddress(location.origin, made.secret) : made.secret);
    } catch (problem) {
      this.problem = wordsOfProblem(problem);
    }
    this.isBusy = false;
  }

  private async revoke(one: Token, why: string): Promise<void> {
    await send('DELETE', `/api/tokens/${one.id}?why=${encodeURIComponent(why)}`);
    await this.tokens.again();
    toast(t('done'));
  }
}
