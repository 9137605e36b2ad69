import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Watch, board, now } from '../live/index.js';
import { Part } from '../parts/element.js';
import { PRIORITY_SHAPES } from '../parts/shapes.js';
import { shared } from '../parts/styles.js';
import { moment } from '../words/format.js';
import { nameOf, t } from '../words/index.js';
import { headOf, summaryOf, type AlarmSummary, type LiveAlarm } from './alarms.js';
import { match } from './routes.js';
import { siren, toggleSound } from './sound.js';

/** Always in sight: how many alarms nobody has seen, by priority, and the newest of the most pressing. */
@customElement('t-alarm-strip')
export class AlarmStrip extends Part {
  static override styles = [shared, css`
    section {
      display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1rem; padding: .25rem 1rem; min-height: 2.1rem;
      border-bottom: 1px solid var(--line); background: var(--card); font-size: .95rem;
    }
    section.quiet { color: var(--muted); }
    section.medium, section.high { background: var(--look-ground); border-color: var(--look-line); }
    section.critical { background: var(--bad-ground); border-color: var(--bad-line); }
    .counts { display: flex; gap: .8rem; }
    .counts li { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .critical .lead, .counts .critical { color: var(--bad-ink); font-weight: 650; }
    .counts .high, .counts .medium, .high .lead { color: var(--look-ink); font-weight: 600; }
    .newest { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; flex: 1; }
    .sound { min-height: 1.6rem; padding: 0 .5rem; margin-left: auto; font-size: .875rem; font-weight: 400; }
    button.sound[aria-pressed='true'] { background: var(--card); color: inherit; border-color: var(--range-ink); }
    @media (max-width: 46rem) { .newest { white-space: normal; flex-basis: 100%; } section { padding: .25rem .75rem; } }
    @media print { :host { display: none; } }
  `];

  @property({ attribute: false }) isKiosk = false;

  private endSound: (() => void) | null = null;

  constructor() {
    super();
    new Watch(this, ['alarms/']);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.endSound = siren.onChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endSound?.();
  }

  override render() {
    if (board.state.lastEventAt === null) return this.quiet('○', t('alarms.unknown'));
    const alarms: LiveAlarm[] = [];
    for (const [, payload] of board.under('alarms/')) alarms.push(payload as LiveAlarm);
    const summary = summaryOf(alarms);
    if (!summary.newest) return this.quiet('✓', t('alarms.none'));
    return this.pressing(summary, summary.newest);
  }

  private quiet(shape: string, words: string) {
    return html`<section class="quiet" aria-label=${t('alarms.label')}><p role="status">
      <span class="mark" aria-hidden="true">${shape}</span> ${words}</p>${this.sound()}</section>`;
  }

  private pressing(summary: AlarmSummary, newest: LiveAlarm) {
    const isThere = match('/alarms') !== null && !this.isKiosk;
    return html`<section class=${newest.priority} aria-label=${t('alarms.label')}>
      <p class="lead" role="status">${t('alarms.count', summary.unacknowledged)}</p>
      <ul class="counts">${summary.byPriority.map(one => html`<li class=${one.priority}>
        <span class="mark" aria-hidden="true">${PRIORITY_SHAPES[one.priority]}</span>${
          t(`priority.${one.priority}`)} ${one.count}</li>`)}</ul>
      <p class="newest"><span class="muted">${t('alarms.newest')}</span>
        <span class="mark" aria-hidden="true">${PRIORITY_SHAPES[newest.priority]}</span>
        ${headOf(nameOf(newest.title), nameOf(newest.name))},
        ${t('alarms.since', moment(newest.onset, now()))}</p>
      ${isThere ? html`<a class="push screen-only" href="/alarms">${t('alarms.all')}</a>` : nothing}
      ${this.sound()}
    </section>`;
  }

  /** Said whichever it is: who relies on hearing must see that he will not. */
  private sound() {
    const words = html`<span class="mark" aria-hidden="true">${siren.isOn ? '♪' : '∅'}</span>${
      t(siren.isOn ? 'sound.on' : 'sound.off')}`;
    if (this.isKiosk) return html`<span class="sound muted">${words}</span>`;
    return html`<button class="sound screen-only" type="button" aria-pressed=${siren.isOn} title=${
      t(siren.isOn ? 'sound.turnOff' : 'sound.turnOn')} @click=${() => void toggleSound()}>${words}</button>`;
  }
}
