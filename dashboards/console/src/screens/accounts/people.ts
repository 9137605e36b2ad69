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
import { session } from '../../shell/session.js';
import { t as frame } from '../../words/index.js';
import { dateTime } from '../../words/format.js';
import './ask.js';
import type { Ask } from './ask.js';
import { ROLES, type Account, type GivenRole } from './model.js';
import './secret.js';
import type { Secret } from './secret.js';
import { fields } from './styles.js';
import { t } from './words.js';

interface Receipt { readonly account: Account; readonly code?: string }

/** Everybody who may sign in, and what an administrator does about them. */
@customElement('t-people')
export class People extends Part {
  static override styles = [shared, fields, css`
    .top { margin-bottom: .6rem; }
    .acts { display: flex; flex-wrap: wrap; gap: .3rem; }
    .acts button { min-height: 1.7rem; padding: .1rem .5rem; font-size: .875rem; }
  `];

  private readonly people = new Loading(
    this, signal => get<{ accounts: readonly Account[] }>('/api/accounts', {}, signal), 30_000);

  @query('#add') private addDialog!: Dialog;
  @query('form') private form!: HTMLFormElement;
  @query('t-ask') private ask!: Ask;
  @query('t-secret') private secret!: Secret;
  @state() private problem: string | null = null;
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.people.again();
  }

  override render() {
    return html`<section class="card" aria-labelledby="people">
      <div class="row top"><h2 id="people">${t('people')}</h2>
        <button class="push" type="button" @click=${this.openAdd}>${t('people.add')}</button></div>
      <t-problem .of=${this.people.problem} .again=${() => void this.people.again()}></t-problem>
      ${this.people.value ? html`<t-table caption=${t('people')} .columns=${this.columns()}
        .rows=${this.people.value.accounts} .key=${(one: Account) => one.id}></t-table>` : nothing}
      ${this.adding()}<t-ask></t-ask><t-secret></t-secret></section>`;
  }

  private columns(): readonly Column<Account>[] {
    return [
      { key: 'name', words: t('col.name'), value: one => one.name, isHead: true },
      { key: 'role', words: t('col.role'), value: one => frame(`role.${one.role}`), show: one => this.roleOf(one) },
      { key: 'state', words: t('col.state'), value: one => this.stateOf(one) },
      {
        key: 'signedIn', words: t('col.signedIn'), value: one => one.signed_in_at ?? null,
        show: one => (one.signed_in_at ? dateTime(one.signed_in_at) : t('never')),
      },
      {
        key: 'actions', words: t('col.actions'), isSortable: false, value: () => null, show: one => this.actions(one),
      },
    ];
  }

  private stateOf(one: Account): string {
    if (!one.enabled) return t('state.disabled');
    if (one.has_password) return t('state.enabled');
    const isOpen = one.code_until !== undefined && Date.parse(one.code_until) > Date.now();
    return isOpen ? t('state.waits', dateTime(one.code_until)) : t('state.ended');
  }

  private roleOf(one: Account): TemplateResult {
    return html`<select aria-label=${t('role.change', one.name)}
      @change=${(event: Event) => this.changeRole(one, event)}>${this.options(one.role)}</select>`;
  }

  private options(chosen: GivenRole): TemplateResult[] {
    return ROLES.map(role => html`<option value=${role} ?selected=${role === chosen}>${
      frame(`role.${role}`)}</option>`);
  }

  private actions(one: Account): TemplateResult {
    const button = (words: string, act: () => void) => html`<button type="button"
      aria-label=${t('act.of', one.name, words)} @click=${act}>${words}</button>`;
    const patch = (change: object) => (why: string) => this.change(one, { ...change, why });
    const asks = (words: string, text: string, act: (why: string) => Promise<void>) => () =>
      void this.ask.show({ heading: t('act.of', one.name, words), words: text, verb: words, act });
    const isSelf = one.name === session().name;
    return html`<span class="acts">
      ${button(t('act.reset'), asks(t('act.reset'), t('ask.reset', one.name), patch({ reset: true })))}
      ${button(t('act.end'), asks(t('act.end'), t('ask.end', one.name), patch({ end_sessions: true })))}
      ${isSelf ? nothing : html`${one.enabled
        ? button(t('act.disable'), asks(t('act.disable'), t('ask.disable', one.name), patch({ enabled: false })))
        : button(t('act.enable'), asks(t('act.enable'), t('ask.enable', one.name), patch({ enabled: true })))}
      ${button(t('act.remove'), asks(t('act.remove'), t('ask.remove', one.name), why => this.takeAway(one, why)))}`}
    </span>`;
  }

  private adding(): TemplateResult {
    return html`<t-dialog id="add" heading=${t('people.add')}>
      <form class="fields" @submit=${this.add}>
        <label>${t('col.name')}<input name="name" required maxlength="64" autocomplete="off" spellcheck="false"></label>
        <label>${t('col.role')}<select name="role">${this.options('viewer')}</select></label>
        <label>${t('why')}<input name="why" maxlength="500" autocomplete="off"></label>
        ${this.problem ? html`<p class="problem" role="alert">✕ ${this.problem}</p>` : nothing}
      </form>
      <button slot="actions" type="button" @click=${() => this.addDialog.close()}>${t('cancel')}</button>
      <button slot="actions" type="button" class="chosen" ?disabled=${this.isBusy}
        @click=${() => this.form.requestSubmit()}>${t('add')}</button></t-dialog>`;
  }

  private openAdd(): void {
    this.form.reset();
    this.problem = null;
    void this.addDialog.show();
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    const of = new FormData(this.form);
    try {
      const receipt = await post<Receipt>(
        '/api/accounts', { name: of.get('name'), role: of.get('role'), why: of.get('why') });
      this.addDialog.close();
      await this.people.again();
      this.tellCode(receipt);
    } catch (problem) {
      this.problem = wordsOfProblem(problem);
    }
    this.isBusy = false;
  }

  private async changeRole(one: Account, event: Event): Promise<void> {
    const select = event.target as HTMLSelectElement;
    const role = select.value as GivenRole;
    try {
      await send<Receipt>('PATCH', `/api/accounts/${one.id}`, { role });
      toast(t('role.done', one.name, frame(`role.${role}`)));
    } catch (problem) {
      select.value = one.role;
      toast(wordsOfProblem(problem), 'bad');
    }
    await this.people.again();
  }

  private async change(one: Account, change: object): Promise<void> {
    const receipt = await send<Receipt>('PATCH', `/api/accounts/${one.id}`, change);
    await this.people.again();
    if (receipt.code) this.tellCode(receipt);
    else toast(t('done'));
  }

  private async takeAway(one: Account, why: string): Promise<void> {
    await send('DELETE', `/api/accounts/${one.id}?why=${encodeURIComponent(why)}`);
    await this.people.again();
    toast(t('done'));
  }

  private tellCode(receipt: Receipt): void {
    if (receipt.code) {
      void this.secret.show(t('code.title', receipt.account.name), t('code.text'), receipt.code);
    }
  }
}
