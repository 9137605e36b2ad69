import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { timeOf } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import type { Service } from '../../map/types.js';
import type { Round, RoundPoint, Rounds } from './fleet-types.js';
import { t } from './words.js';

const SHAPES: Record<Service, string> = {
  missed: '✕', overdue: '▲', late: '◆', early: '◆', served: '✓', waiting: '○',
};

const isWrong = (point: RoundPoint): boolean => point.state === 'missed' || point.state === 'overdue';

/** The worst of each point that is due more than once today, for the map: by feature, `collection_point/ID`. */
export function servicesOf(rounds: Rounds | undefined): ReadonlyMap<string, Service> {
  const order: readonly Service[] = ['missed', 'overdue', 'waiting', 'late', 'early', 'served'];
  const found = new Map<string, Service>();
  for (const point of rounds?.rounds.flatMap(round => round.points) ?? []) {
    const id = `collection_point/${point.id}`;
    const known = found.get(id);
    if (!known || order.indexOf(point.state) < order.indexOf(known)) found.set(id, point.state);
  }
  return found;
}

/** What was to be collected today, and was; what was missed first. Tells `t-place` with a point's feature. */
@customElement('t-rounds-panel')
export class RoundsPanel extends Part {
  static override styles = [shared, css`
    .card { padding: .6rem .8rem; max-height: 18rem; overflow: auto; }
    details { border-top: 1px solid var(--line); padding: .25rem 0; }
    summary { cursor: var(--pointer, pointer); }
    summary .count { font-variant-numeric: tabular-nums; }
    li { display: flex; gap: .6rem; padding: .1rem 0 .1rem 1rem; align-items: baseline; }
    li button { border: 0; background: none; padding: .1rem 0; min-height: 1.5rem; text-decoration: underline;
      white-space: normal; text-align: left; }
    .time { margin-left: auto; font-variant-numeric: tabular-nums; white-space: nowrap; }
  `];

  @property({ attribute: false }) rounds: Rounds | undefined;

  override render() {
    const rounds = this.rounds;
    if (!rounds) return nothing;
    const city = rounds.clearances.find(one => one.district === undefined);
    const wrong = rounds.rounds.flatMap(round => round.points).filter(isWrong).length;
    return html`<section class="card" aria-labelledby="title">
      <div class="row"><h2 id="title">${t('rounds')}</h2>
        ${city ? html`<span>${t('roundsServed', city.served, city.due)}</span>` : nothing}
        ${wrong > 0 ? html`<span class="look"><span class="mark" aria-hidden="true">▲</span>${
          t('roundsMissed', wrong)}</span>` : nothing}</div>
      ${rounds.computed ? rounds.rounds.map(round => this.round(round)) : html`<p class="note">${t('roundsNone')}</p>`}
    </section>`;
  }

  private round(round: Round) {
    const wrong = round.points.filter(isWrong).length;
    const points = [...round.points].sort((a, b) => Number(isWrong(b)) - Number(isWrong(a)));
    return html`<details ?open=${wrong > 0}><summary>${nameOf(round.name, round.id)}
        <span class="muted">${t('roundsOf', round.vehicle)}</span>
        <span class="count">${round.served}/${round.due}</span>
        ${wrong > 0 ? html`<span class="look">▲ ${wrong}</span>` : nothing}</summary>
      <ul>${points.map(point => html`<li>
        <span class=${isWrong(point) ? 'look' : ''}><span class="mark" aria-hidden="true">${
          SHAPES[point.state]}</span>${t(`service.${point.state}`)}</span>
        <button type="button" @click=${() => this.emit('t-place', `collection_point/${point.id}`)}>${
          nameOf(point.name, point.id)}</button>
        <span class="time">${point.served_at ? `${timeOf(point.served_at)} ${point.served_by ?? ''}`
          : t('roundsDue', timeOf(point.until))}</span></li>`)}</ul></details>`;
  }
}
