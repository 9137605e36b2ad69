import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import { askPlants } from '../../shell/city.js';
import { Screen } from '../../shell/screen.js';
import { t as frame } from '../../words/index.js';
import './fleet-counts.js';
import './indicator-tiles.js';
import './plant-rows.js';
import { t } from './words.js';

const AGAIN = 60_000;

/** The city at a glance; on a wall with `?kiosk=1`. */
@customElement('t-overview')
export class Overview extends Screen {
  static override styles = [shared, css`
    .top { display: grid; grid-template-columns: 3fr 2fr; gap: .75rem; margin-bottom: .75rem; }
    .top section { display: grid; }
    .top h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .plants { padding: .6rem 1rem .5rem; }
    .plants h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media (max-width: 70rem) { .top { grid-template-columns: 1fr; } }
    @media (max-width: 46rem) { .plants { padding: .6rem .75rem; } }
  `];

  private readonly plants = new Loading(this, () => askPlants(AGAIN / 2), AGAIN);

  protected override willUpdate(): void {
    this.plants.keyed('');
  }

  override render() {
    const list = this.plants.value;
    return html`
      <div class="top">
        <section><h2>${t('indicators')}</h2><t-indicator-tiles></t-indicator-tiles></section>
        <section><h2>${t('fleet')}</h2><t-fleet-counts class="card"></t-fleet-counts></section>
      </div>
      <section class="card plants"><h2>${t('plants')}</h2>
        ${list ? nothing : html`<t-problem .of=${this.plants.problem}
          .again=${() => void this.plants.again()}></t-problem>`}
        ${!list && !this.plants.problem ? html`<p class="note" role="status">${frame('loading')}</p>` : nothing}
        ${list?.plants.length === 0 ? html`<p class="note">${t('noPlants')}</p>` : nothing}
        ${list && list.plants.length > 0 ? html`<t-plant-rows .plants=${list.plants}></t-plant-rows>` : nothing}
        ${list?.incomplete ? html`<p class="note">${list.incomplete}</p>` : nothing}
      </section>`;
  }
}
