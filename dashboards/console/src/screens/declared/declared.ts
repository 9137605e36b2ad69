import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { post } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { toast } from '../../parts/toast.js';
import '../../parts/why.js';
import type { Why } from '../../parts/why.js';
import { may } from '../../shell/rights.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { onSession } from '../../shell/session.js';
import { dateTime } from '../../words/format.js';
import { KINDS, askFigures, askForms, type Figure, type FigureForm, type FigurePage, type Kind } from './answers.js';
import './entry.js';
import { t } from './words.js';

const PAGE = 200;

/** What people state: by form, by file, and everything that was ever stated of a kind. */
@customElement('t-declared')
export class DeclaredFigures extends Screen {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    .kinds { display: flex; flex-wrap: wrap; gap: .2rem; }
    h2 { margin-bottom: .3rem; }
    .gone { text-decoration: line-through; color: var(--muted); }
  `];

  @query('t-why') private why!: Why;
  @state() private older: readonly Figure[] = [];
  @state() private next: number | null = null;

  private readonly forms: Loading<readonly FigureForm[]> = new Loading(this, askForms);
  private readonly page: Loading<FigurePage> = new Loading(this, async signal => {
    const page = await askFigures({ kind: this.kind, limit: PAGE }, signal);
    this.older = [];
    this.next = page.next ?? null;
    return page;
  });
  private endSession: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.endSession = onSession(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endSession?.();
  }

  private get kind(): Kind {
    const asked = this.query.get('kind');
    return KINDS.find(one => one === asked) ?? KINDS[0];
  }

  protected override willUpdate(): void {
    this.forms.keyed('');
    this.page.keyed(this.kind);
  }

  override render() {
    const form = this.forms.value?.find(one => one.kind === this.kind);
    return html`
      <section class="card screen-only"><div class="kinds" role="group" aria-label=${t('kind')}>${KINDS.map(kind => html`
        <button type="button" aria-pressed=${String(kind === this.kind)} @click=${() => setQuery({ kind })}>${
          t(`kind.${kind}`)}</button>`)}</div></section>
      <t-problem .of=${this.forms.problem ?? this.page.problem} .again=${() => {
        void this.forms.again();
        void this.page.again();
      }}></t-problem>
      ${form && may('declare_figures') ? html`<t-declare class="screen-only" .form=${form}
        @t-declared=${() => void this.page.again()}></t-declare>` : nothing}
      ${form && !may('declare_figures') ? html`<p class="card note">${t('mayNot')}</p>` : nothing}
      ${this.list()}<t-why></t-why>`;
  }

  private list() {
    const rows = [...(this.page.value?.figures ?? []), ...this.older];
    const gone = new Set(rows.map(row => row.supersedes));
    return html`<section class="card" aria-labelledby="stated"><h2 id="stated">${t('stated')}</h2>
      <t-table .columns=${this.columns(gone)} .rows=${rows} .key=${(row: Figure) => row.id} counted caption=${t('stated')}
        file=${this.kind} empty=${this.page.value ? t('nothing') : ''}></t-table>
      ${this.next === null ? nothing
        : html`<p class="screen-only"><button type="button" @click=${this.more}>${t('older')}</button></p>`}</section>`;
  }

  private columns(gone: ReadonlySet<number | undefined>): Column<Figure>[] {
    const isInForce = (row: Figure) => !row.is_withdrawn && !gone.has(row.id);
    return [
      { key: 'subject', words: t('subject'), value: row => row.subject, isHead: true },
      { key: 'from', words: t('from'), value: row => row.from },
      { key: 'until', words: t('until'), value: row => row.until ?? null },
      {
        key: 'figure', words: t('figure'), value: row => this.wordsOf(row),
        show: row => html`<span class=${isInForce(row) ? '' : 'gone'}>${this.wordsOf(row)}</span>`,
      },
      { key: 'source', words: t('source'), value: row => row.source },
      { key: 'why', words: t('why'), value: row => row.why },
      { key: 'actor', words: t('who'), value: row => row.actor },
      { key: 'at', words: t('at'), value: row => dateTime(row.at, true) },
      {
        key: 'state', words: t('standing'),
        value: row => t(row.is_withdrawn ? 'withdrawal' : gone.has(row.id) ? 'superseded' : 'inForce'),
        show: row => (isInForce(row) && may('declare_figures')
          ? html`${t('inForce')} <button type="button" @click=${() => this.withdraw(row)}>${t('withdraw')}</button>`
          : t(row.is_withdrawn ? 'withdrawal' : gone.has(row.id) ? 'superseded' : 'inForce')),
      },
    ];
  }

  /** What was stated beside what has a column of its own. */
  private wordsOf(row: Figure): string {
    const own = ['scope', 'plant', 'meter', 'facility', 'point', 'from', 'until', 'day', 'source'];
    return Object.entries(row.figure).filter(([name, value]) => !own.includes(name) && value !== null && value !== '')
      .map(([name, value]) => `${t(`column.${name}` as 'column.plant')} ${String(value)}`).join(', ');
  }

  private withdraw(row: Figure): void {
    void this.why.ask({
      heading: `${t('withdraw')}: ${row.subject}, ${row.from}`, words: t('withdrawWords', this.wordsOf(row)), action: t('withdraw'),
      act: async why => {
        await post(`/api/declared/${row.id}/withdraw`, { why });
        toast(t('withdrawn'));
        await this.page.again();
      },
    });
  }

  private readonly more = async (): Promise<void> => {
    const { kind, next } = this;
    if (next === null) return;
    try {
      const page = await askFigures({ kind, limit: PAGE, before: next }, AbortSignal.timeout(20_000));
      if (kind !== this.kind) return;
      this.older = [...this.older, ...page.figures];
      this.next = page.next ?? null;
    } catch (error) {
      this.page.problem = error;
      this.requestUpdate();
    }
  };
}
