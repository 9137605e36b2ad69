import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { EachSecond, STATUS, Watch, board, isLost, now } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/state.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { DASH, duration, figure, moment, number, percent } from '../../words/format.js';
import {
  HEALTH_TONES, LINK_TONES, STORE_TONES, bytesOf, intakeOf, storedOf, type Connection, type Equation, type IntakeTerm,
  type Status, type StoreTerm,
} from './model.js';
import { t } from './words.js';

const bytes = (value: number): string => {
  const [size, unit] = bytesOf(value);
  return `${figure(size)} ${unit}`;
};

/** Health, rates, spool, lag, store, books and connections: the host at this moment. */
@customElement('t-works-numbers')
export class WorksNumbers extends Part {
  static override styles = [shared, css`
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .75rem; }
    .wide { grid-column: 1 / -1; }
    h2 { margin-bottom: .4rem; }
    dl { display: grid; grid-template-columns: 1fr auto; gap: .2rem 1rem; }
    dt { color: var(--muted); }
    dd { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    li { padding: .15rem 0; overflow-wrap: anywhere; }
    .equation { display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: end; margin: .2rem 0 .6rem; }
    .equation span { display: inline-grid; text-align: right; font-variant-numeric: tabular-nums; }
    .equation small { color: var(--muted); }
    .old { color: var(--muted); }
  `];

  constructor() {
    super();
    new Watch(this, [STATUS]);
    new EachSecond(this);
  }

  override render() {
    const status = board.get(STATUS) as unknown as Status | undefined;
    if (!status) return html`<p class="card note" role="status">${t('unknown')}</p>`;
    return html`<div class="grid">
      <section class="card"><h2>${t('health')}</h2>
        <p class="small muted">${t('host', status.host, status.version, moment(status.started_at, now()))}</p>
        <ul>${status.health.map(one => html`<li><t-state .tone=${HEALTH_TONES[one.state]}>${one.name} ${
          t(`health.${one.state}`)}</t-state>${one.reason ? html` <span>${one.reason}</span>` : nothing}</li>`)}</ul>
      </section>
      ${this.flow(status)}
      <section class="card"><h2>${t('books')}</h2>
        ${this.books(t('books.intake'), intakeOf(status.intake))}
        ${this.books(t('books.stored'), storedOf(status.stored))}
      </section>
      <section class="card wide"><h2>${t('connections')}</h2>
        <t-table .columns=${this.columns()} .rows=${status.connections} .key=${(one: Connection) => one.name}
          caption=${t('connections')}></t-table></section>
    </div>`;
  }

  /** Of now nothing is known while the connection is gone: what stood there then is no rate of now. */
  private flow(status: Status) {
    const lost = isLost(board.state);
    const live = (value: string) => (lost ? DASH : value);
    const { rates, spool, store } = status;
    const limit = spool.limit_bytes;
    return html`<section class="card"><h2>${t('flow')}</h2><dl>
      <dt>${t('received')}</dt><dd>${live(figure(rates.received))} ${t('perSecond')}</dd>
      <dt>${t('spooled')}</dt><dd>${live(figure(rates.spooled))} ${t('perSecond')}</dd>
      <dt>${t('stored')}</dt><dd>${live(figure(rates.stored))} ${t('perSecond')}</dd>
      <dt>${t('lag')}</dt><dd>${live(duration(spool.lag_seconds))}</dd>
      <dt>${t('pending')}</dt><dd>${live(number(spool.pending))}</dd>
      <dt>${t('oldest')}</dt><dd>${live(spool.pending > 0 ? duration(spool.oldest_pending_seconds) : DASH)}</dd>
      <dt>${t('spool')}</dt><dd>${limit ? t('spool.of', bytes(spool.bytes), bytes(limit)) : bytes(spool.bytes)} ${
        spool.accepting ? nothing : html`<t-state tone="bad">${t('spool.full')}</t-state>`}</dd>
      <dt>${t('disk')}</dt><dd>${percent(status.disk_free, 1)}</dd>
      <dt>${t('store')} (${store.kind})</dt><dd><t-state .tone=${STORE_TONES[store.state]}>${
        t('since', t(`store.${store.state}`), moment(store.since, now()))}</t-state></dd>
    </dl>${store.state === 'ok' ? nothing : html`<p>${store.detail}</p>`}</section>`;
  }

  private books(words: string, one: Equation<IntakeTerm> | Equation<StoreTerm>) {
    const term = ({ term: name, value }: { readonly term: IntakeTerm | StoreTerm; readonly value: number }) =>
      html`<span><small>${t(`term.${name}`)}</small>${number(value)}</span>`;
    return html`<h3>${words}
        <t-state .tone=${one.difference === 0 ? 'normal' : 'bad'}>${
          one.difference === 0 ? t('books.balanced') : t('books.differ', number(one.difference))}</t-state></h3>
      <p class="equation">${term(one.left)} ${one.right.map((some, i) => html`
        <span aria-hidden="true">${i === 0 ? '=' : '+'}</span>${term(some)}`)}</p>`;
  }

  private columns(): readonly Column<Connection>[] {
    return [
      { key: 'name', words: t('connection'), value: one => one.name, isHead: true },
      {
        key: 'state', words: t('state'), value: one => t(`state.${one.state}`),
        show: one => html`<t-state .tone=${LINK_TONES[one.state]}>${
          t('since', t(`state.${one.state}`), moment(one.since, now()))}</t-state>`,
      },
      { key: 'received', words: t('messages'), isNumber: true, value: one => one.received,
        show: one => number(one.received) },
      { key: 'acknowledged', words: t('acknowledged'), isNumber: true, value: one => one.acknowledged,
        show: one => number(one.acknowledged) },
      { key: 'clients', words: t('clients'), isNumber: true, value: one => one.clients ?? null,
        show: one => number(one.clients) },
      { key: 'error', words: t('error'), value: one => one.last_error ?? null },
    ];
  }
}
