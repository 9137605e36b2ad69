import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { post, wordsOfProblem } from '../../api/api.js';
import type { Alarm } from '../../api/types.js';
import { EachSecond, Watch, board, isLost, now } from '../../live/index.js';
import { shared } from '../../parts/styles.js';
import { toast } from '../../parts/toast.js';
import { headOf } from '../../shell/alarms.js';
import { askPlants, knownPlants, onCity } from '../../shell/city.js';
import { Keys } from '../../shell/keys.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { onSession, session } from '../../shell/session.js';
import { nameOf } from '../../words/index.js';
import './alarm-row.js';
import type { AlarmRow, Wish } from './alarm-row.js';
import './history.js';
import {
  VIEWS, floodOf, grouped, heir, isUnseen, mayAct, ofLive, ofStored, viewOf, within, type Group, type Row, type View,
} from './model.js';
import './shelve.js';
import type { Shelve } from './shelve.js';
import { t } from './words.js';

/** What is wrong, who knows of it, what was put aside, and what was. */
@customElement('t-alarms')
export class Alarms extends Screen {
  static override styles = [shared, css`
    .views { display: flex; flex-wrap: wrap; gap: .3rem; margin-bottom: .6rem; align-items: center; }
    .views a {
      padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 6px; text-decoration: none;
      background: var(--card);
    }
    .views a[aria-current='page'] {
      border-color: var(--ink); font-weight: 650; box-shadow: inset 0 -3px 0 var(--accent);
    }
    .views label { display: inline-flex; gap: .4rem; align-items: center; margin-left: auto; }
    .list { padding: .2rem 0; }
    .flood { padding: .5rem .9rem; margin-bottom: .6rem; border-radius: 8px; color: var(--look-ink);
      background: var(--look-ground); border: 1px solid var(--look-line); }
    summary {
      display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; padding: .5rem .6rem; cursor: pointer;
    }
    summary::before { content: '▸'; }
    details[open] > summary::before { content: '▾'; }
    details { border-bottom: 1px solid var(--line); }
    details t-alarm-row { margin-left: 1rem; }
    @media (max-width: 46rem) { details t-alarm-row { margin-left: 0; } }
  `];

  @state() private isGrouped = false;
  @state() private opened: ReadonlySet<string> = new Set();
  @query('t-shelve') private shelf!: Shelve;

  /** What the host answered, until its live topic says as much. */
  private readonly answered = new Map<string, { readonly row: Row; readonly at: number }>();
  private shown: readonly string[] = [];
  private focused: string | null = null;
  private readonly ends: (() => void)[] = [];

  constructor() {
    super();
    new Watch(this, ['alarms/']);
    new EachSecond(this);
    new Keys(this, () => [
      { keys: 'j', words: t('key.next'), act: () => this.step(1) },
      { keys: 'k', words: t('key.previous'), act: () => this.step(-1) },
      { keys: 'a', words: t('key.acknowledge'), act: () => this.wishFor('acknowledge') },
      { keys: 's', words: t('key.shelve'), act: () => this.wishFor('shelve') },
    ]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ends.push(onSession(() => this.requestUpdate()), onCity(() => this.requestUpdate()));
    // Groups are named after plants; without the names their ids stand.
    askPlants().catch(() => {});
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }

  private get view(): View {
    return viewOf(this.query.get('view'));
  }

  private rows(): readonly Row[] {
    const rows: Row[] = [];
    const there = new Set<string>();
    for (const [, payload] of board.under('alarms/')) {
      const row = ofLive(payload);
      there.add(row.id);
      const answer = this.answered.get(row.id);
      if (answer && payload.ts >= answer.at) this.answered.delete(row.id);
      rows.push(this.answered.get(row.id)?.row ?? row);
    }
    for (const id of this.answered.keys()) if (!there.has(id)) this.answered.delete(id);
    return rows;
  }

  override render() {
    const { view } = this;
    const all = this.rows();
    return html`
      <nav class="views screen-only" aria-label=${t('views')}>${VIEWS.map(one => html`
        <a href="/alarms?view=${one}" aria-current=${one === view ? 'page' : 'false'}
          @click=${(event: Event) => this.go(event, one)}>${
          t(`view.${one}`)}${one === 'history' ? '' : ` (${within(one, all).length})`}</a>`)}
        ${view === 'history' ? nothing : html`<label><input type="checkbox" .checked=${this.isGrouped}
          @change=${(event: Event) => (this.isGrouped = (event.target as HTMLInputElement).checked)}>${
            t('grouped')}</label>`}
      </nav>
      ${view === 'history' ? html`<div class="card"><t-alarm-history></t-alarm-history></div>` : this.open(view, all)}
      <t-shelve @t-shelved=${(event: CustomEvent<Alarm>) => this.take(event.detail, 'shelvedToast')}></t-shelve>`;
  }

  private open(view: Exclude<View, 'history'>, all: readonly Row[]) {
    const rows = within(view, all);
    const flood = floodOf(all, now());
    const empty = board.state.lastEventAt === null || isLost(board.state) ? t('unknown') : t(`none.${view}`);
    return html`
      ${flood > 0 ? html`<p class="flood" role="status"><span class="mark" aria-hidden="true">▲</span>${
        t('flood', flood)}</p>` : nothing}
      <section class="card list" aria-label=${t(`view.${view}`)}
        @t-wish=${(event: CustomEvent<Wish>) => this.wish(event.detail)}
        @focusin=${this.remember}>
        ${rows.length === 0 ? html`<p class="note" role="status">&ensp;${empty}</p>` : nothing}
        ${flood > 0 || this.isGrouped ? grouped(rows).map(group => this.group(group, rows.length)) : this.list(rows)}
      </section>`;
  }

  private list(rows: readonly Row[]) {
    return repeat(rows, row => row.id, row => html`<t-alarm-row .row=${row} data-id=${row.id}
      .isOpen=${this.opened.has(row.id)} .mayAct=${mayAct(session().role)}></t-alarm-row>`);
  }

  private group(group: Group, all: number) {
    const unseen = group.rows.filter(isUnseen);
    return html`<details .open=${all <= 10}><summary><b>${this.groupName(group.id)}</b>
      <span>${t('group.count', group.rows.length, group.unseen)}</span>
      ${unseen.length > 1 && mayAct(session().role) ? html`<button class="push screen-only" type="button"
        @click=${(event: Event) => this.acknowledgeAll(event, unseen)}>${
          t('acknowledgeAll', unseen.length)}</button>` : nothing}
      </summary>${this.list(group.rows)}</details>`;
  }

  private groupName(group: string): string {
    const [kind, id = ''] = group.split(/:(.*)/s);
    if (kind === 'plant') return nameOf(knownPlants()?.plants.find(plant => plant.id === id)?.name, id);
    return kind === 'host' ? t('group.host', id) : kind === 'district' ? t('group.district', id) : t('group.city');
  }

  private go(event: Event, view: View): void {
    event.preventDefault();
    setQuery({ view: view === 'active' ? null : view });
  }

  private readonly remember = (event: FocusEvent): void => {
    const row = event.composedPath().find(node => node instanceof HTMLElement && node.localName === 't-alarm-row');
    if (row) this.focused = (row as AlarmRow).row.id;
  };

  private elements(): readonly AlarmRow[] {
    return [...this.renderRoot.querySelectorAll<AlarmRow>('t-alarm-row')]
      .filter(one => !one.closest('details:not([open])'));
  }

  /** The row that has the focus; the first where none had it yet. */
  private current(): AlarmRow | undefined {
    const all = this.elements();
    return all.find(one => one.row.id === this.focused) ?? all[0];
  }

  private step(by: number): void {
    const all = this.elements();
    const at = all.findIndex(one => one.row.id === this.focused);
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  }

  private wishFor(kind: 'acknowledge' | 'shelve'): void {
    const row = this.current()?.row;
    if (!row || !mayAct(session().role) || (kind === 'acknowledge' && !isUnseen(row))) return;
    this.wish({ kind, row });
  }

  private wish({ kind, row }: Wish): void {
    if (kind === 'toggle') {
      const next = new Set(this.opened);
      if (!next.delete(row.id)) next.add(row.id);
      this.opened = next;
    } else if (kind === 'shelve') {
      void this.shelf.show(row);
    } else {
      void this.act(row, kind);
    }
  }

  private async act(row: Row, kind: 'acknowledge' | 'unshelve'): Promise<boolean> {
    try {
      const path = `/api/alarms/${encodeURIComponent(row.id)}/${kind}`;
      const alarm = await post<Alarm>(path, kind === 'acknowledge' ? {} : undefined);
      this.take(alarm, kind === 'acknowledge' ? 'acknowledged' : 'unshelved');
      return true;
    } catch (problem) {
      toast(wordsOfProblem(problem), 'bad');
      return false;
    }
  }

  private async acknowledgeAll(event: Event, rows: readonly Row[]): Promise<void> {
    event.preventDefault();
    for (const row of rows) if (!await this.act(row, 'acknowledge')) return;
  }

  /** Shows at once what the host answered; the live topic follows. */
  private take(alarm: Alarm, words: 'acknowledged' | 'unshelved' | 'shelvedToast'): void {
    const row = ofStored(alarm);
    this.answered.set(row.id, { row, at: now() });
    toast(t(words, headOf(nameOf(row.title), nameOf(row.name))));
    this.requestUpdate();
  }

  /** Who works with the keyboard goes on where the row was that left the list. */
  protected override updated(): void {
    const before = this.shown;
    this.shown = this.elements().map(one => one.row.id);
    if (this.focused === null || !before.includes(this.focused) || this.shown.includes(this.focused)) return;
    // Focus that somebody has put elsewhere stays there.
    if (document.activeElement !== document.body) return;
    const next = heir(before, this.focused, this.shown);
    this.focused = next;
    void this.elements().find(one => one.row.id === next)?.updateComplete
      .then(() => this.elements().find(one => one.row.id === next)?.focus());
  }
}
