import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Loading } from '../../api/loading.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { number, percent } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import { askRates, type RateSeries, type ScopeView } from './answers.js';
import { byDefinition, sumOf, type Sum } from './sums.js';
import { t } from './words.js';

interface Row { readonly scope: ScopeView; readonly series: RateSeries | undefined; readonly sum: Sum; readonly target: number | null }

/** The city and its districts beside each other, each by its official definition, over the days shown. */
@customElement('t-rate-districts')
export class RateDistricts extends Part {
  static override styles = [shared, css`h2 { margin-bottom: .3rem; }`];

  @property({ attribute: false }) scopes: readonly ScopeView[] = [];
  @property() indicator = '';
  @property() from = '';
  @property() to = '';

  private readonly rows: Loading<Row[]> = new Loading(this, async signal => {
    const answers = await Promise.all(this.scopes.map(scope => askRates(scope.scope, this.from, this.to, signal)));
    return this.scopes.map((scope, i) => {
      const series = byDefinition(answers[i]!.rates, this.indicator)[0];
      const days = series?.days ?? [];
      return { scope, series, sum: sumOf(days), target: days.findLast(day => day.target !== undefined)?.target ?? null };
    });
  });

  protected override willUpdate(): void {
    if (this.indicator && this.scopes.length > 0) {
      this.rows.keyed([this.indicator, this.from, this.to, ...this.scopes.map(one => one.scope)].join(' '));
    }
  }

  override render() {
    return html`<section class="card" aria-labelledby="districts"><h2 id="districts">${t('districts')}</h2>
      <p class="small muted">${t('sumHint')}</p>
      <t-problem .of=${this.rows.problem} .again=${() => void this.rows.again()}></t-problem>
      <t-table .columns=${this.columns()} .rows=${this.rows.value ?? []} .key=${(row: Row) => row.scope.scope}
        caption=${t('districts')} file=${`${this.indicator}-${this.from}-${this.to}`}></t-table></section>`;
  }

  private columns(): Column<Row>[] {
    return [
      { key: 'scope', words: t('scope'), value: row => nameOf(row.scope.name, row.scope.scope), isHead: true },
      {
        key: 'rate', words: t('rate'), isNumber: true, value: row => row.sum.rate,
        show: row => (row.sum.rate !== null && row.target !== null && row.sum.rate < row.target
          ? html`<span class="look">▲ ${percent(row.sum.rate, 1)}</span>` : percent(row.sum.rate, 1)),
      },
      { key: 'target', words: t('target'), isNumber: true, value: row => row.target, show: row => percent(row.target, 1) },
      {
        key: 'met', words: t('daysMet'), isNumber: true, value: row => row.sum.met,
        show: row => `${row.sum.met} / ${row.sum.judged}`,
      },
      {
        key: 'numerator', words: t('numerator'), isNumber: true, value: row => (row.sum.counted ? row.sum.numerator : null),
        show: row => (row.sum.counted ? `${number(row.sum.numerator)} ${row.series?.unit ?? ''}` : '—'),
      },
      {
        key: 'denominator', words: t('denominator'), isNumber: true,
        value: row => (row.sum.counted ? row.sum.denominator : null),
        show: row => (row.sum.counted ? `${number(row.sum.denominator)} ${row.series?.unit ?? ''}` : '—'),
      },
      { key: 'basis', words: t('definition'), value: row => row.series?.basis ?? null },
      {
        key: 'counted', words: t('daysCounted'), isNumber: true, value: row => row.sum.counted,
        show: row => `${row.sum.counted} / ${row.sum.days}`,
      },
      { key: 'unit', words: t('unit'), value: row => (row.scope.responsible_unit ? nameOf(row.scope.responsible_unit) : null) },
    ];
  }
}
