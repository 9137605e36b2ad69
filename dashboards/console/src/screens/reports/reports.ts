import { css, html, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { post } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { now } from '../../live/index.js';
import '../../parts/date.js';
import '../../parts/problem.js';
import '../../parts/state.js';
import { shared } from '../../parts/styles.js';
import { toast } from '../../parts/toast.js';
import '../../parts/why.js';
import type { Why } from '../../parts/why.js';
import { Keys, type KeyBinding } from '../../shell/keys.js';
import { may } from '../../shell/rights.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { onSession } from '../../shell/session.js';
import { dateTime, dayOf } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import { nameOf } from '../../words/index.js';
import { askScopes, type ScopeList } from '../indicators/answers.js';
import { askLocks, askReport, reportPath, type Lock, type Published } from './answers.js';
import './preview.js';
import './reviews.js';
import './revisions.js';
import { dueMonth, standingOf } from './standing.js';
import { t } from './words.js';

/** The monthly report: looked at, handed out, reviewed, published, and revised. */
@customElement('t-reports')
export class Reports extends Screen {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    label { display: inline-flex; gap: .4rem; align-items: center; }
    dl { display: flex; flex-wrap: wrap; gap: .3rem 2rem; }
    dt { color: var(--muted); font-size: .875rem; }
    h2 { margin-bottom: .4rem; }
    .files { margin-top: .7rem; }
    .strong { background: var(--ink); color: var(--card); border-color: var(--ink); }
    .strong:hover:not(:disabled) { background: var(--accent); }
  `];

  @query('t-why') private why!: Why;

  private readonly scopes: Loading<ScopeList> = new Loading(this, askScopes);
  private readonly locks: Loading<readonly Lock[]> = new Loading(this, askLocks);
  private readonly report: Loading<Published> = new Loading(
    this, signal => askReport(this.month, this.scope, signal));
  private endSession: (() => void) | null = null;

  constructor() {
    super();
    new Keys(this, () => this.keys());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.endSession = onSession(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endSession?.();
  }

  private get month(): string {
    const asked = this.query.get('month');
    return asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : dueMonth(dayOf(now()));
  }

  private get scope(): string {
    return this.query.get('scope') ?? 'city';
  }

  protected override willUpdate(): void {
    this.scopes.keyed('');
    this.locks.keyed('');
    this.report.keyed(`${this.month} ${this.scope}`);
  }

  override render() {
    const of = this.report.value;
    return html`
      <section class="card screen-only">${this.tools()}</section>
      <t-problem .of=${this.scopes.problem ?? this.report.problem} .again=${() => void this.report.again()}></t-problem>
      ${of ? this.head(of) : this.report.isBusy ? html`<p class="card note" role="status">${t('composing')}</p>` : nothing}
      ${of ? html`<t-report-preview .report=${of.report}></t-report-preview>
        <t-report-reviews month=${this.month} .plants=${of.report.plants} @t-reviewed=${() => void this.report.again()}></t-report-reviews>`
        : nothing}
      <t-report-revisions .scopes=${this.scopes.value?.scopes ?? []} @t-decided=${this.decided}></t-report-revisions>
      ${this.published()}
      <t-why></t-why>`;
  }

  private tools() {
    return html`<div class="row">
      <t-date kind="month" .value=${this.month} .max=${dayOf(now()).slice(0, 7)}
        @t-date=${(event: CustomEvent<string>) => setQuery({ month: event.detail })}></t-date>
      <label>${t('scope')} <select @change=${(event: Event) => setQuery({ scope: (event.target as HTMLSelectElement).value })}>
        ${this.scopes.value?.scopes.map(one => html`<option value=${one.scope} ?selected=${one.scope === this.scope}>${
          nameOf(one.name, one.scope)}</option>`)}</select></label></div>`;
  }

  private head(of: Published) {
    const { report, revision, pending } = of;
    const standing = standingOf(of, now());
    return html`<section class="card" aria-labelledby="report">
      <h2 id="report">${t('title', report.month, nameOf(report.scope_name, report.scope))}</h2>
      <dl>
        <div><dt>${t('standing')}</dt><dd><t-state tone=${standing === 'provisional' ? 'look' : 'normal'}
          shape=${standing === 'published' ? '■' : standing === 'running' ? '○' : ''}>${
          standing === 'published' ? t('standing.published', revision ?? 0) : t(`standing.${standing}`)}</t-state></dd></div>
        <div><dt>${t('state')}</dt><dd>${sayCode(report.state)}</dd></div>
        <div><dt>${t('version')}</dt><dd class="number">${report.data_version}</dd></div>
        <div><dt>${t('versionAt')}</dt><dd class="number">${dateTime(report.version_at, true)}</dd></div>
        ${report.responsible_unit ? html`<div><dt>${t('unit')}</dt><dd>${nameOf(report.responsible_unit)}</dd></div>` : nothing}
      </dl>
      ${pending === null ? nothing : html`<p class="look">▲ ${t('pendingHere', pending)}</p>`}
      ${standing === 'provisional' ? html`<p class="note">${t('whyProvisional')}</p>` : nothing}
      <div class="row files screen-only">
        ${this.file('csv', t('csv'))} ${this.file('xlsx', t('xlsx'))}
        <a class="button" target="_blank" href=${reportPath(this.month, this.scope, 'html')}>${t('paper')}</a>
        ${standing === 'ready' && may('lock_months')
          ? html`<button id="lock" class="push strong" type="button" @click=${() => this.lock(of)}>${t('lock')}</button>` : nothing}
      </div></section>`;
  }

  private file(format: string, words: string) {
    return html`<a class="button" download href=${reportPath(this.month, this.scope, format)}>${words}</a>`;
  }

  private published() {
    const locks = this.locks.value ?? [];
    if (locks.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="locks"><h2 id="locks">${t('locks')}</h2>
      <ul>${[...locks].reverse().map(lock => html`<li class="row"><a href=${`/reports?month=${lock.month}&scope=${lock.scope}`}>${
        lock.month}, ${this.scopeName(lock.scope)}</a>
        <span class="muted">${t('lockedBy', dateTime(lock.locked_at), lock.locked_by, lock.revision)}</span></li>`)}</ul></section>`;
  }

  private scopeName(scope: string): string {
    return nameOf(this.scopes.value?.scopes.find(one => one.scope === scope)?.name, scope);
  }

  private lock(of: Published): void {
    const { report } = of;
    void this.why.ask({
      heading: t('lockTitle', report.month, nameOf(report.scope_name, report.scope)),
      words: t('lockWords', report.data_version), action: t('lock'),
      act: async why => {
        await post(`/api/reports/monthly/${report.month}/lock`, { scope: report.scope, data_version: report.data_version, why });
        toast(t('locked', report.month));
        await Promise.all([this.report.again(), this.locks.again()]);
      },
    });
  }

  private readonly decided = (): void => {
    void this.report.again();
    void this.locks.again();
  };

  private keys(): readonly KeyBinding[] {
    return [{
      keys: 'k', words: t('lock'), act: () => {
        const of = this.report.value;
        if (of && standingOf(of, now()) === 'ready' && may('lock_months')) this.lock(of);
      },
    }];
  }
}
