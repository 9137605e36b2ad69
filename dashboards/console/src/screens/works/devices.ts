import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { get } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { EachSecond, now } from '../../live/index.js';
import '../../parts/dialog.js';
import type { Dialog } from '../../parts/dialog.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { duration, moment, number } from '../../words/format.js';
import { t as frame } from '../../words/index.js';
import { copy } from './copy.js';
import { wholeHoursOf } from './model.js';
import { t } from './words.js';

interface Clock {
  readonly topic: string; readonly behind_seconds: number; readonly first_seen: string; readonly last_seen: string;
  readonly readings: number; readonly rejected: number;
}

interface Unregistered {
  readonly kind: 'plant' | 'meter' | 'quality_point' | 'vehicle' | 'facility'; readonly name: string;
  readonly first_seen: string; readonly last_seen: string; readonly objects: number; readonly path: string;
  readonly entry: string;
}

const AGAIN = 30_000;

function offBy(seconds: number): string {
  const hours = wholeHoursOf(seconds);
  if (hours !== null) return t(seconds > 0 ? 'clocks.zone' : 'clocks.zoneAhead', hours);
  return t(seconds > 0 ? 'clocks.behind' : 'clocks.ahead', duration(Math.abs(seconds)));
}

/** Devices whose clock is wrong, and assets that send and are not in the registry. */
@customElement('t-works-devices')
export class WorksDevices extends Part {
  static override styles = [shared, css`
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: .75rem; }
    h2 { margin-bottom: .4rem; }
    t-table { --table-height: 20rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem; background: var(--faint); border-radius: 6px;
      margin: .5rem 0 0; user-select: all; }
  `];

  @state() private adding: Unregistered | null = null;
  @query('t-dialog') private dialog!: Dialog;

  private readonly clocks = new Loading(this, signal =>
    get<{ readonly clocks: readonly Clock[] }>('/api/clocks', {}, signal), AGAIN);
  private readonly unknown = new Loading(this, signal =>
    get<{ readonly unregistered: readonly Unregistered[] }>('/api/unregistered', {}, signal), AGAIN);

  constructor() {
    super();
    new EachSecond(this);
  }

  protected override willUpdate(): void {
    this.clocks.keyed('');
    this.unknown.keyed('');
  }

  override render() {
    const adding = this.adding;
    return html`<div class="grid">
      <section class="card"><h2>${t('clocks')}</h2>
        <t-problem .of=${this.clocks.problem} .again=${() => void this.clocks.again()}></t-problem>
        <t-table .columns=${this.clockColumns()} .rows=${this.clocks.value?.clocks ?? []}
          .key=${(one: Clock) => one.topic} caption=${t('clocks')}
          empty=${this.clocks.value ? t('clocks.none') : frame('loading')}></t-table></section>
      <section class="card"><h2>${t('unregistered')}</h2>
        <t-problem .of=${this.unknown.problem} .again=${() => void this.unknown.again()}></t-problem>
        <t-table .columns=${this.unknownColumns()} .rows=${this.unknown.value?.unregistered ?? []}
          .key=${(one: Unregistered) => `${one.kind} ${one.name}`} caption=${t('unregistered')}
          empty=${this.unknown.value ? t('unregistered.none') : frame('loading')}></t-table></section>
    </div>
    <t-dialog .heading=${adding ? t('unregistered.title', adding.name) : ''}>
      ${adding ? html`<p>${t('unregistered.where', adding.path)}</p><pre tabindex="0">${adding.entry}</pre>` : nothing}
      <button slot="actions" type="button" @click=${() => void copy(adding?.entry ?? '')}>${t('letters.copy')}</button>
    </t-dialog>`;
  }

  private clockColumns(): readonly Column<Clock>[] {
    return [
      { key: 'topic', words: t('clocks.topic'), value: one => one.topic, isHead: true },
      {
        key: 'off', words: t('clocks.off'), value: one => one.behind_seconds,
        show: one => html`<span class="look"><span class="mark" aria-hidden="true">▲</span>${
          offBy(one.behind_seconds)}</span>`,
      },
      { key: 'last', words: t('lastSeen'), value: one => one.last_seen, show: one => moment(one.last_seen, now()) },
      { key: 'readings', words: t('clocks.readings'), isNumber: true, value: one => one.readings,
        show: one => number(one.readings) },
      { key: 'rejected', words: t('clocks.rejected'), isNumber: true, value: one => one.rejected,
        show: one => number(one.rejected) },
    ];
  }

  private unknownColumns(): readonly Column<Unregistered>[] {
    return [
      { key: 'name', words: t('unregistered.name'), value: one => one.name, isHead: true },
      { key: 'kind', words: t('unregistered.kind'), value: one => t(`kind.${one.kind}`) },
      { key: 'first', words: t('firstSeen'), value: one => one.first_seen, show: one => moment(one.first_seen, now()) },
      { key: 'last', words: t('lastSeen'), value: one => one.last_seen, show: one => moment(one.last_seen, now()) },
      { key: 'objects', words: t('letters.objects'), isNumber: true, value: one => one.objects,
        show: one => number(one.objects) },
      {
        key: 'add', words: '', isSortable: false, value: one => one.path,
        show: one => html`<button class="screen-only" type="button" aria-label="${t('unregistered.add')} ${one.name}"
          @click=${() => void this.add(one)}>${t('unregistered.add')}</button>`,
      },
    ];
  }

  private async add(one: Unregistered): Promise<void> {
    this.adding = one;
    await this.dialog.show();
  }
}
