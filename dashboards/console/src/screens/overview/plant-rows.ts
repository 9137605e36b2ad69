import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Plant } from '../../api/types.js';
import '../../charts/bullet.js';
import type { BulletFigures } from '../../charts/scale.js';
import '../../charts/spark.js';
import { EachSecond, Watch, board, now } from '../../live/index.js';
import '../../parts/age.js';
import { Part } from '../../parts/element.js';
import '../../parts/state.js';
import { shared } from '../../parts/styles.js';
import { match } from '../../shell/routes.js';
import { dayOf, figure, number, percent } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { History, SPAN } from './history.js';
import { inOrder, loadWord, nowOf, stateOf, todayOf, type PlantNow } from './model.js';
import { t } from './words.js';

/** A row a plant: what it says, today against its capacity, now, the last day, and how old that is. */
@customElement('t-plant-rows')
export class PlantRows extends Part {
  static override styles = [shared, css`
    table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th { text-align: left; font-weight: 500; font-size: .875rem; color: var(--muted); padding: 0 .9rem .2rem 0; }
    td, tbody th {
      padding: .2rem .9rem .2rem 0; border-top: 1px solid var(--line); vertical-align: middle; height: 3.2rem;
    }
    tbody th { font-weight: 600; font-size: 1rem; color: var(--ink); }
    tbody th .muted { display: block; font-weight: 400; font-size: .85rem; }
    .n { text-align: right; }
    .bullet { width: 32%; }
    .spark { width: 15%; }
    .volume { white-space: nowrap; }
    .volume b { font-size: 1.1rem; font-weight: 600; }
    .under { display: block; font-size: .85rem; }
    td:last-child { padding-right: 0; white-space: nowrap; }
    thead th { white-space: nowrap; }
    .legend { font-size: .8rem; color: var(--muted); padding-top: .3rem; }
    @media (max-width: 60rem) { .spark, .legend { display: none; } }
    @media (max-width: 46rem) {
      table, tbody { display: block; }
      thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      tr {
        display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1rem; padding: .7rem 0;
        border-top: 1px solid var(--line);
      }
      td, tbody th { border: 0; padding: 0; height: auto; text-align: left; }
      tbody tr:first-child { border-top: 0; padding-top: .2rem; }
      .bullet, tbody th { grid-column: 1 / -1; width: auto; }
      .spark { display: block; grid-column: 1 / -1; width: auto; }
      td.n { text-align: left; }
      td[data-label]::before { content: attr(data-label) ' '; display: block; font-size: .8rem; color: var(--muted); }
    }
  `];

  @property({ attribute: false }) plants: readonly Plant[] = [];
  private readonly history = new History(this);

  constructor() {
    super();
    new Watch(this, ['plants/']);
    new EachSecond(this);
  }

  protected override willUpdate(): void {
    this.history.of(this.plants);
  }

  override render() {
    const head = (words: string, name = '') => html`<th role="columnheader" scope="col" class=${name}>${words}</th>`;
    return html`<table role="table" aria-label=${t('plants')}>
      <thead role="rowgroup"><tr role="row">
        ${head(t('col.plant'))}${head(t('col.state'))}${head(t('col.today'), 'bullet')}${head(t('col.volume'), 'n')}
        ${head(t('col.now'), 'n')}${head(t('col.day'), 'spark')}${head(t('col.age'))}
      </tr></thead>
      <tbody role="rowgroup">${repeat(inOrder(this.plants), plant => plant.id, plant => this.row(plant))}</tbody>
    </table><p class="legend" aria-hidden="true">${t('legend')}</p>`;
  }

  private row(plant: Plant) {
    const find = (topic: string) => board.get(topic);
    const state = stateOf(plant, find);
    const today = board.get(`plants/${plant.id}/today`);
    const figures = todayOf(plant, today, dayOf(now()));
    const present = nowOf(plant, find, board.state);
    const path = `/plants/${encodeURIComponent(plant.id)}`;
    const name = nameOf(plant.name, plant.id);
    return html`<tr role="row">
      <th role="rowheader" scope="row">${match(path) ? html`<a href=${path}>${name}</a>` : name}
        ${plant.kind ? html`<span class="muted">${t(`kind.${plant.kind}`)}</span>` : nothing}</th>
      <td role="cell"><t-state .tone=${state.tone}>${t(`state.${state.word}`)}</t-state></td>
      <td role="cell" class="bullet"><t-bullet .figures=${figures}></t-bullet></td>
      <td role="cell" class="n volume" data-label=${t('col.volume')}>${this.volume(figures)}</td>
      <td role="cell" class="n" data-label=${t('col.now')}>${figure(present.flow)}</td>
      <td role="cell" class="spark"><t-spark label=${t('col.day')} unit="m³/h" .points=${this.history.points(plant.id)}
        .from=${now() - SPAN} .to=${now()} .gap=${this.history.gap}></t-spark></td>
      <td role="cell" data-label=${t('col.age')}>${this.heard(plant, present)}</td>
    </tr>`;
  }

  private volume(figures: BulletFigures) {
    const { soFar, capacity, projected } = figures;
    const load = loadWord(figures);
    const under = load
      ? html`<t-state class="under" .tone=${load.tone}>${t(`load.${load.word}`)}</t-state>`
      : projected !== null ? html`<span class="under muted">${t('projected', number(projected))}</span>` : nothing;
    return html`<b>${number(soFar)}</b> ${capacity !== null
      ? html`<span class="muted">${t('of', number(capacity))}${
        soFar === null || capacity <= 0 ? '' : html` · ${percent(soFar / capacity)}`}</span>` : nothing}${under}`;
  }

  private heard(plant: Plant, present: PlantNow) {
    if (present.meters === 0) return html`<span class="muted">${t('noMeter')}</span>`;
    const age = html`<t-age .at=${present.oldest}></t-age>`;
    if (present.stale > 0) {
      return html`${age}<t-state class="under" tone="look" shape="◆">${
        t('stale', present.stale, present.meters)}</t-state>`;
    }
    if (present.never > 0) {
      return html`<t-state tone=${plant.registered ? 'look' : 'quiet'} shape="○">${
        t('silent', present.never, present.meters)}</t-state>`;
    }
    return age;
  }
}
