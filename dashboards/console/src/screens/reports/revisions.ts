import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { post } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { changesOf, sayValue, type Change } from '../../parts/changes.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { toast } from '../../parts/toast.js';
import '../../parts/why.js';
import type { Why } from '../../parts/why.js';
import { may } from '../../shell/rights.js';
import { dateTime } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import { nameOf } from '../../words/index.js';
import type { ScopeView } from '../indicators/answers.js';
import { askRevisions, type Revision } from './answers.js';
import { t } from './words.js';

/** What published months now come to, waiting for a person: both figures, accept or refuse. Tells `t-decided`. */
@customElement('t-report-revisions')
export class ReportRevisions extends Part {
  static override styles = [shared, css`
    article { border-top: 1px solid var(--line); padding: .6rem 0; }
    .actions { display: flex; gap: .5rem; margin-top: .4rem; }
  `];

  @property({ attribute: false }) scopes: readonly ScopeView[] = [];
  @query('t-why') private why!: Why;

  private readonly revisions: Loading<readonly Revision[]> = new Loading(this, askRevisions, 60_000);

  protected override willUpdate(): void {
    this.revisions.keyed('');
  }

  override render() {
    const open = this.revisions.value ?? [];
    return html`<section class="card" aria-labelledby="revisions"><h2 id="revisions">${t('revisions')}</h2>
      <t-problem .of=${this.revisions.problem} .again=${() => void this.revisions.again()}></t-problem>
      ${this.revisions.value && open.length === 0 ? html`<p class="note">${t('noRevisions')}</p>` : nothing}
      ${open.map(one => this.one(one))}<t-why></t-why></section>`;
  }

  private one(revision: Revision) {
    const name = nameOf(this.scopes.find(one => one.scope === revision.scope)?.name, revision.scope);
    const changes = changesOf(revision.published, revision.computed);
    return html`<article><h3>▲ <a href=${`/reports?month=${revision.month}&scope=${revision.scope}`}>${revision.month}, ${name}</a></h3>
      <p class="small muted">${t('revisionWords', sayCode(revision.cause), dateTime(revision.opened_at), revision.data_version)}</p>
      <t-table .columns=${this.columns()} .rows=${changes} .key=${(change: Change) => change.name} caption=${t('revisions')}></t-table>
      ${may('lock_months') ? html`<div class="actions screen-only">
        <button type="button" @click=${() => this.decide(revision, 'accept')}>${t('accept')}</button>
        <button type="button" @click=${() => this.decide(revision, 'refuse')}>${t('refuse')}</button></div>` : nothing}</article>`;
  }

  private columns(): Column<Change>[] {
    return [
      { key: 'name', words: t('figure'), value: change => change.name, isHead: true },
      { key: 'before', words: t('publishedValue'), isNumber: true, value: change => change.before, show: change => sayValue(change.before) },
      { key: 'after', words: t('computedValue'), isNumber: true, value: change => change.after, show: change => sayValue(change.after) },
    ];
  }

  private decide(revision: Revision, what: 'accept' | 'refuse'): void {
    void this.why.ask({
      heading: `${t(what)}: ${revision.month}`, words: t(`decide.${what}`), action: t(what),
      act: async why => {
        await post(`/api/revisions/${revision.id}/${what}`, { data_version: revision.data_version, why });
        toast(t('decided'));
        await this.revisions.again();
        this.emit('t-decided');
      },
    });
  }
}
