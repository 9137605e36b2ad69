import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { shared } from '../../parts/styles.js';
import { number, percent } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import type { RateDay, RateSeries } from './answers.js';
import { VERDICT_SHAPES, verdictOf } from './sums.js';
import { t } from './words.js';

const STATES = ['provisional', 'final', 'final_incomplete', 'locked'] as const;
const BASES = ['metered', 'estimated', 'declared', 'collected'] as const;

/** One day under every definition of its denominator, side by side: what each makes of the same numerator. */
@customElement('t-rate-day')
export class RateDayDetail extends Part {
  static override styles = [shared, css`
    .sides { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); margin-top: .5rem; }
    article { border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; min-width: 0; }
    article.official { border: 2px solid var(--accent); }
    .rate { font-size: 1.6rem; font-variant-numeric: tabular-nums; }
    .track { position: relative; height: .7rem; background: var(--range); margin: .3rem 0 .6rem; }
    .fill { position: absolute; inset: 0 auto 0 0; background: var(--normal); }
    .mark { position: absolute; top: -.25rem; bottom: -.25rem; width: 2px; background: var(--ink); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; font-size: .9rem; }
    dt { color: var(--muted); }
    dd { text-align: right; overflow-wrap: anywhere; }
    dd.text { text-align: left; }
  `];

  @property() day = '';
  @property({ attribute: false }) series: readonly RateSeries[] = [];

  override render() {
    const sides = this.series.map(one => ({ one, row: one.days.find(row => row.day === this.day) }));
    const most = Math.max(1, ...sides.map(side => side.row?.rate ?? 0));
    return html`<div class="sides">${sides.map(({ one, row }) => html`
      <article class=${one.official ? 'official' : ''}>
        <h3>${one.basis} ${one.official ? html`<span class="muted">(${t('official')})</span>` : nothing}</h3>
        ${row ? this.side(row, one.unit, most) : html`<p class="note">— ${t('noRow')}</p>`}</article>`)}</div>`;
  }

  private side(row: RateDay, unit: string, most: number) {
    const verdict = verdictOf(row);
    const part = (value: number) => `${Math.min(100, (value / most) * 100)}%`;
    return html`
      <p class="rate">${percent(row.rate, 1)} ${verdict === 'missed'
        ? html`<span class="small look">${VERDICT_SHAPES.missed} ${t('verdict.missed')}</span>`
        : verdict === 'met' ? html`<span class="small">${VERDICT_SHAPES.met} ${t('verdict.met')}</span>` : nothing}
        ${row.above_whole ? html`<span class="small look">▲ ${t('aboveWhole')}</span>` : nothing}</p>
      <div class="track" aria-hidden="true">${row.rate === undefined ? nothing
        : html`<div class="fill" .style=${`width: ${part(row.rate)}`}></div>`}
        ${row.target === undefined ? nothing : html`<div class="mark" .style=${`left: ${part(row.target)}`}></div>`}</div>
      <dl>
        <dt>${t('numerator')}</dt><dd class="number">${number(row.numerator)} ${unit}</dd>
        <dt>${t('denominator')}</dt><dd class="number">${number(row.denominator)} ${unit}</dd>
        <dt>${t('basis')}</dt><dd>${this.basis(row)}</dd>
        <dt>${t('target')}</dt><dd class="number">${percent(row.target, 1)}</dd>
        <dt>${t('compliant')}</dt><dd class="number">${percent(row.compliant_rate, 1)}</dd>
        <dt>${t('complete')}</dt><dd class="number">${percent(row.completeness)}</dd>
        <dt>${t('state')}</dt><dd>${t(`state.${STATES.find(one => one === row.state) ?? 'provisional'}`)}</dd>
        <dt>${t('version')}</dt><dd class="number">${row.version ?? '—'}</dd>
        <dt>${t('source')}</dt><dd>${row.source || '—'}</dd>
        ${this.remarks(row)}</dl>`;
  }

  private basis(row: RateDay): string {
    const kind = BASES.find(one => one === row.basis_kind);
    return kind ? t(`basis.${kind}`) : '—';
  }

  private remarks(row: RateDay) {
    const words = [...(row.reason ? [row.reason] : []), ...row.checks.filter(one => one !== 'above_whole')].map(sayCode);
    const meters = [...row.missing_meters, ...row.denominator_missing_meters];
    if (meters.length > 0) words.push(t('missing', meters.join(', ')));
    return words.length === 0 ? nothing : html`<dt>${t('remark')}</dt><dd class="text look">▲ ${words.join('; ')}</dd>`;
  }
}
