import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import type { Plant } from '../../api/types.js';
import { Watch, board, freshnessOf } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/state.js';
import { shared } from '../../parts/styles.js';
import '../../parts/value.js';
import { figure, percent } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { sayCode } from '../../words/codes.js';
import { askToday, metersInOrder, type Today } from './answers.js';
import { t } from './words.js';

const STATES = ['running', 'standby', 'stopped', 'maintenance', 'fault'] as const;

/** What a plant says now: its state, each meter, today so far against what was to be expected. */
@customElement('t-plant-now')
export class PlantNow extends Part {
  static override styles = [shared, css`
    dl { display: flex; flex-wrap: wrap; gap: .4rem 2rem; }
    dt { color: var(--muted); font-size: .875rem; }
    dd { font-size: 1.1rem; }
    dd .small { display: block; }
  `];

  @property({ attribute: false }) plant!: Plant;

  private readonly watch = new Watch(this, []);
  private readonly today: Loading<Today> = new Loading(this, signal => askToday(this.plant.id, signal), 30_000);

  protected override willUpdate(): void {
    this.watch.set([`plants/${this.plant.id}`]);
    if (this.plant.registered) this.today.keyed(this.plant.id);
  }

  override render() {
    const { plant } = this;
    const capacity = plant.capacity?.design_m3d;
    return html`<section class="card" aria-label=${t('now')}><dl>
      <div><dt>${t('state')}</dt><dd>${this.state()}</dd></div>
      ${metersInOrder(plant).map(meter => html`<div><dt>${nameOf(meter.name, meter.id)}</dt><dd><t-value field="flow_m3h" unit="m³/h"
        .payload=${board.get(`plants/${plant.id}/flow/${meter.id}`)} .usual=${meter.stale_after_seconds}></t-value></dd></div>`)}
      ${this.figures(this.today.value)}
      ${capacity === undefined ? nothing : html`<div><dt>${t('capacity')}</dt>
        <dd class="number">${figure(capacity)} <span class="muted">m³/d</span></dd></div>`}
    </dl></section>`;
  }

  private state() {
    const live = board.get(`plants/${this.plant.id}`);
    const said = (live?.['state'] as string | undefined) ?? this.plant.state?.state;
    const state = STATES.find(one => one === said);
    if (!state) return html`<t-state tone="quiet">—</t-state>`;
    const freshness = live ? freshnessOf(live, board.state) : this.plant.state?.stale ? 'stale' : 'fresh';
    const tone = freshness === 'stale' ? 'quiet' : state === 'fault' ? 'bad' : state === 'running' ? 'normal' : 'quiet';
    return html`<t-state tone=${tone}>${t(`state.${state}`)}</t-state>`;
  }

  private figures(today: Today | undefined) {
    if (!today) return nothing;
    const expected = today.expected_by_now_m3;
    return html`
      <div><dt>${t('today')}</dt><dd class="number">${figure(today.so_far_m3)} <span class="muted">m³</span>
        ${expected === undefined ? nothing
          : html`<span class="muted small">${t('expected', `${figure(expected)} m³`)}</span>`}</dd></div>
      <div><dt>${t('projected')}</dt><dd class="number">${figure(today.projected_m3)} <span class="muted">m³</span>
        <span class="small ${(today.projected_load ?? 0) > 1 ? 'look' : 'muted'}">${today.projected_load === undefined
          ? t('nothingExpected', today.reason ? sayCode(today.reason) : '—')
          : `${today.projected_load > 1 ? '▲ ' : ''}${t('projectedLoad', percent(today.projected_load),
              figure(today.low_m3), figure(today.high_m3))}`}</span></dd></div>`;
  }
}
