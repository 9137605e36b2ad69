import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { EachSecond, Watch, board, type Payload } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { match } from '../../shell/routes.js';
import { number } from '../../words/format.js';
import { FLEET_STATES, fleetOf, type FleetState } from './model.js';
import { t } from './words.js';

const SHAPES: Record<FleetState, string> = {
  driving: '▶', working: '◉', idling: '◌', stopped: '■', no_fix: '▲', offline: '◆', unknown: '○',
};

/** Always said, also with none; the others only where there are some. */
const USUAL: readonly FleetState[] = ['driving', 'working', 'stopped', 'offline'];

const AGAIN = 10 * 60_000;

/** How many vehicles do what. */
@customElement('t-fleet-counts')
export class FleetCounts extends Part {
  static override styles = [shared, css`
    :host { padding: .6rem .9rem; }
    h3 { font-weight: 500; color: var(--muted); }
    ul { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin-top: .2rem; }
    b { display: block; font-size: 1.7rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
    span { font-size: .875rem; color: var(--muted); white-space: nowrap; }
    li.look b, li.look span { color: var(--look-ink); }
  `];

  private readonly known = new Loading(
    this, signal => get<{ vehicles: readonly unknown[] }>('/api/vehicles', {}, signal), AGAIN);

  constructor() {
    super();
    new Watch(this, ['vehicles/']);
    new EachSecond(this);
  }

  protected override willUpdate(): void {
    this.known.keyed('');
  }

  override render() {
    const { counts, total } = fleetOf(this.vehicles(), this.known.value?.vehicles.length ?? null, board.state);
    if (total === 0) {
      return html`<h3>${t('fleet')}</h3><p class="note">${this.known.value ? t('fleet.none') : '—'}</p>`;
    }
    const heading = `${t('fleet')} · ${t('vehicles', number(total))}`;
    return html`<h3>${match('/fleet') ? html`<a href="/fleet">${heading}</a>` : heading}</h3>
      <ul>${FLEET_STATES.map(one => counts[one] === 0 && !USUAL.includes(one) ? nothing : html`
        <li class=${counts[one] > 0 && (one === 'no_fix' || one === 'offline') ? 'look' : ''}>
          <b>${number(counts[one])}</b>
          <span><span class="mark" aria-hidden="true">${SHAPES[one]}</span>${t(`fleet.${one}`)}</span></li>`)}</ul>`;
  }

  private *vehicles(): Iterable<Payload> {
    for (const [, payload] of board.under('vehicles/')) yield payload;
  }
}
