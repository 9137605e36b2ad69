import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { get } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import { moment } from '../../words/format.js';
import { nameOf, t as frame } from '../../words/index.js';
import { actorOf, type Row } from './model.js';
import { t } from './words.js';

type Kind = 'raised' | 'confirmed' | 'returned' | 'came_back' | 'withdrawn' | 'acknowledged' | 'shelved' | 'unshelved'
  | 'shelf_ended';

interface Detail {
  readonly events: readonly { readonly event: Kind; readonly at: string; readonly by: string; readonly why?: string }[];
}

export const actorWords = (by: string): string => actorOf(by, { program: t('program'), local: t('local') });

/** All that is known of one alarm, and what happened to it. */
@customElement('t-alarm-life')
export class AlarmLife extends Part {
  static override styles = [shared, css`
    :host { padding: .3rem 0 .6rem; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .4rem 0; }
    dt { color: var(--muted); }
    dd { overflow-wrap: anywhere; }
    h3 { margin-top: .5rem; }
    li { padding: .1rem 0; }
    time { font-variant-numeric: tabular-nums; }
  `];

  @property({ attribute: false }) row!: Row;
  /** Where its words stand beside it already. */
  @property({ type: Boolean }) brief = false;

  private readonly detail = new Loading(this, signal =>
    get<Detail>(`/api/alarms/${encodeURIComponent(this.row.id)}`, {}, signal));

  protected override willUpdate(): void {
    // Asked again whenever something happened to it.
    const { id, state, active, occurrences, shelf } = this.row;
    this.detail.keyed(`${id} ${state} ${active} ${occurrences} ${shelf?.until ?? 0}`);
  }

  override render() {
    const row = this.row;
    const line = (words: string, value: string | null) => (value === null
      ? nothing : html`<dt>${words}</dt><dd>${value}</dd>`);
    const time = (at: number | null) => (at === null ? null : moment(at, now(), true));
    return html`
      ${this.brief ? nothing : html`<p>${nameOf(row.text)}</p>`}
      <dl>
        ${line(t('do'), row.firstAction && nameOf(row.firstAction))}
        ${line(t('unit'), row.unit && nameOf(row.unit))}
        ${line(t('asset'), row.asset)}
        ${line(t('onset'), time(row.onset))} ${line(t('raised'), time(row.raisedAt))}
        ${line(t('returned'), time(row.returnedAt))} ${line(t('closed'), time(row.closedAt))}
      </dl>
      ${this.events()}`;
  }

  private events() {
    const events = this.detail.value?.events;
    if (!events) {
      return this.detail.problem
        ? html`<t-problem .of=${this.detail.problem} .again=${() => void this.detail.again()}></t-problem>`
        : html`<p class="note">${frame('loading')}</p>`;
    }
    return html`<h3>${t('life')}</h3><ol>${events.map(one => html`
      <li><time>${moment(one.at, now(), true)}</time> ${t(`event.${one.event}`)}, ${actorWords(one.by)}${
        one.why ? html`: <span class="muted">${one.why}</span>` : nothing}</li>`)}</ol>`;
  }
}
