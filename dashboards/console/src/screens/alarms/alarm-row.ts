import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import { PRIORITY_SHAPES } from '../../parts/shapes.js';
import { shared } from '../../parts/styles.js';
import { moment } from '../../words/format.js';
import { nameOf, t as frame } from '../../words/index.js';
import './alarm-life.js';
import { actorWords } from './alarm-life.js';
import { headOf } from '../../shell/alarms.js';
import { isUnseen, type Row } from './model.js';
import { t } from './words.js';

/** What somebody wants to do with an alarm. */
export type Wish = { readonly kind: 'acknowledge' | 'shelve' | 'unshelve' | 'toggle'; readonly row: Row };

/** One alarm: what, where, since when, who knows, and what can be done. Tells `t-wish`. */
@customElement('t-alarm-row')
export class AlarmRow extends Part {
  static override styles = [shared, css`
    :host { border-bottom: 1px solid var(--line); }
    article { display: grid; grid-template-columns: 10.5rem 1fr auto; gap: .1rem 1rem; padding: .45rem .6rem; }
    article.unseen-yet { border-left: 5px solid var(--range-ink); padding-left: calc(.6rem - 5px); }
    article.unseen-yet:is(.medium, .high) { border-color: var(--look-line); background: var(--look-ground); }
    article.unseen-yet.critical { border-color: var(--bad-line); background: var(--bad-ground); }
    .unseen-yet.critical .priority { color: var(--bad-ink); font-weight: 650; }
    .unseen-yet:is(.medium, .high) .priority { color: var(--look-ink); font-weight: 600; }
    .state { font-size: .875rem; }
    .unseen-yet .state { font-weight: 600; }
    .what button {
      border: 0; padding: 0; min-height: 0; background: none; font-weight: 600; text-align: left; white-space: normal;
    }
    .what button:hover { text-decoration: underline; background: none; }
    .unseen-yet .muted { color: inherit; }
    .acts { display: flex; gap: .4rem; align-items: start; justify-content: flex-end; flex-wrap: wrap; }
    t-alarm-life { grid-column: 2 / -1; }
    @media (max-width: 46rem) {
      article { grid-template-columns: 1fr; }
      .acts { justify-content: flex-start; margin-top: .3rem; }
      .acts button { min-height: 2.6rem; }
      t-alarm-life { grid-column: 1; }
    }
  `];

  @property({ attribute: false }) row!: Row;
  @property({ attribute: false }) isOpen = false;
  @property({ attribute: false }) mayAct = false;
  @query('.what button') private head!: HTMLButtonElement;

  override focus(): void {
    this.head?.focus();
  }

  override render() {
    const row = this.row;
    const unseen = isUnseen(row);
    return html`<article class="${row.priority} ${unseen ? 'unseen-yet' : ''}">
      <div><span class="priority"><span class="mark" aria-hidden="true">${PRIORITY_SHAPES[row.priority]}</span>${
        frame(`priority.${row.priority}`)}</span>
        <p class="state"><span class="mark" aria-hidden="true">${unseen ? '!' : row.active ? '○' : '✓'}</span>${
          t(`state.${row.state}`)}</p></div>
      <div class="what"><button type="button" aria-expanded=${this.isOpen}
        @click=${() => this.wish('toggle')}>${headOf(nameOf(row.title), nameOf(row.name))}</button>
        <p>${nameOf(row.text)}</p>
        <p class="small muted">${this.times()}</p></div>
      <div class="acts screen-only">${this.mayAct ? this.acts(unseen) : nothing}</div>
      ${this.isOpen ? html`<t-alarm-life .row=${row} brief></t-alarm-life>` : nothing}
    </article>`;
  }

  private times() {
    const { row } = this;
    const parts = [t('since', moment(row.onset, now()))];
    if (row.returnedAt !== null) parts.push(t('gone', moment(row.returnedAt, now())));
    if (row.occurrences > 1) parts.push(t('times', row.occurrences));
    if (row.late) parts.push(t('late'));
    if (row.shelf) {
      parts.push(t('shelvedUntil', moment(row.shelf.until, now()), row.shelf.reason), actorWords(row.shelf.by));
    } else if (row.acknowledged) {
      parts.push(t('by', actorWords(row.acknowledged.by), moment(row.acknowledged.at, now())));
    }
    return parts.join(' · ');
  }

  private acts(unseen: boolean) {
    const { row } = this;
    const name = headOf(nameOf(row.title), nameOf(row.name));
    return html`
      ${unseen ? html`<button type="button" aria-label="${t('acknowledge')}: ${name}"
        @click=${() => this.wish('acknowledge')}>✓ ${t('acknowledge')}</button>` : nothing}
      ${row.state === 'shelved'
        ? html`<button type="button" aria-label="${t('unshelve')}: ${name}"
          @click=${() => this.wish('unshelve')}>${t('unshelve')}</button>`
        : html`<button type="button" aria-label="${t('shelve')} ${name}"
          @click=${() => this.wish('shelve')}>${t('shelve')}</button>`}`;
  }

  private wish(kind: Wish['kind']): void {
    this.emit<Wish>('t-wish', { kind, row: this.row });
  }
}
