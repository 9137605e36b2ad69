import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { shared } from '../../parts/styles.js';
import { Loading } from '../../api/loading.js';
import { Watch, board } from '../../live/index.js';
import '../../parts/problem.js';
import '../../parts/value.js';
import { askPlants } from '../../shell/city.js';
import { Screen } from '../../shell/screen.js';
import { nameOf } from '../../words/index.js';
import { t } from './words.js';

@customElement('t-overview')
export class Overview extends Screen {
  static override styles = [shared];

  private readonly plants = new Loading(this, () => askPlants(5_000), 60_000);

  constructor() {
    super();
    new Watch(this, ['plants/']);
  }

  protected override willUpdate(): void {
    this.plants.keyed('');
  }

  override render() {
    return html`<section class="card"><h2>${t('plants')}</h2>
      <t-problem .of=${this.plants.problem} .again=${() => void this.plants.again()}></t-problem>
      <ul>${this.plants.value?.plants.map(plant => html`<li class="row">${nameOf(plant.name, plant.id)}
        ${plant.meters.map(meter => html`<t-value class="push" field="flow_m3h" unit="m³/h"
          .payload=${board.get(`plants/${plant.id}/flow/${meter.id}`)}></t-value>`)}</li>`)}</ul></section>`;
  }
}
