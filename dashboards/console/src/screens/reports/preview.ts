import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import { oneLine } from '../../parts/line.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { number, percent } from '../../words/format.js';
import { sayCode } from '../../words/codes.js';
import { nameOf } from '../../words/index.js';
import type { AssetQuality, PlantMonth, QualityWord, RateMonth, Report } from './answers.js';
import { t } from './words.js';

const QUALITY = ['accurate', 'logical', 'in_form', 'complete'] as const;

/** What the report says, in its main tables; the whole stands in its files. */
@customElement('t-report-preview')
export class ReportPreview extends Part {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    h2 { margin-bottom: .3rem; }
  `];

  @property({ attribute: false }) report!: Report;

  override render() {
    const { report } = this;
    return html`
      ${report.rates.length === 0 ? nothing : html`<section class="card" aria-labelledby="rates"><h2 id="rates">${t('rates')}</h2>
        <t-table .columns=${this.rateColumns()} .rows=${report.rates} .key=${(rate: RateMonth) => `${rate.id} ${rate.basis}`}
          caption=${t('rates')}></t-table></section>`}
      <section class="card" aria-labelledby="plants"><h2 id="plants">${t('plants')}</h2>
        <t-table .columns=${this.plantColumns()} .rows=${report.plants} .key=${(plant: PlantMonth) => plant.id}
          caption=${t('plants')}></t-table></section>
      ${report.quality.length === 0 ? nothing : html`<section class="card" aria-labelledby="words">
        <h2 id="words">${t('words')}</h2>
        <t-table .columns=${this.qualityColumns()} .rows=${report.quality} .key=${(one: AssetQuality) => one.asset}
          caption=${t('words')}></t-table></section>`}
      ${report.corrections.length === 0 ? nothing : html`<section class="card" aria-labelledby="stated">
        <h2 id="stated">${t('corrections')}</h2>
        <ul>${report.corrections.map(one => html`<li>${sayCode(one.kind)} · ${one.subject} · ${one.from}${
          one.until ? ` – ${one.until}` : ''}: <strong>${one.value}</strong>
          <span class="muted">${one.source} (${one.actor})</span></li>`)}</ul></section>`}`;
  }

  private rateColumns(): Column<RateMonth>[] {
    return [
      { key: 'name', words: t('rate'), value: rate => nameOf(rate.name, rate.id), isHead: true },
      { key: 'basis', words: t('definition'), value: rate => `${rate.basis}${rate.official ? ` (${t('official')})` : ''}` },
      {
        key: 'rate', words: t('value'), isNumber: true, value: rate => rate.rate,
        show: rate => (rate.target_met === false ? html`<span class="look">▲ ${percent(rate.rate, 2)} ${t('missed')}</span>`
          : html`${percent(rate.rate, 2)}${rate.above_whole ? html` <span class="look">▲ ${t('aboveWhole')}</span>` : nothing}`),
      },
      {
        key: 'target', words: t('target'), isNumber: true, value: rate => (rate.official ? rate.target : null),
        show: rate => (rate.official ? percent(rate.target, 1) : '—'),
      },
      {
        key: 'numerator', words: t('numerator'), isNumber: true, value: rate => rate.numerator,
        show: rate => oneLine(`${number(rate.numerator)} ${rate.unit}`),
      },
      {
        key: 'denominator', words: t('denominator'), isNumber: true, value: rate => rate.denominator,
        show: rate => oneLine(`${number(rate.denominator)} ${rate.unit}`),
      },
      {
        key: 'counted', words: t('daysCounted'), isNumber: true, value: rate => rate.days_counted,
        show: rate => `${rate.days_counted} / ${rate.days}`,
      },
      { key: 'complete', words: t('complete'), isNumber: true, value: rate => rate.completeness, show: rate => percent(rate.completeness) },
      { key: 'versions', words: t('definitionVersion'), value: rate => rate.versions.join(', ') },
      { key: 'reason', words: t('remark'), value: rate => (rate.reason ? sayCode(rate.reason) : null) },
    ];
  }

  private plantColumns(): Column<PlantMonth>[] {
    const m3 = (key: keyof PlantMonth & string, words: string, of: (plant: PlantMonth) => number | undefined): Column<PlantMonth> =>
      ({ key, words, unit: 'm³', isNumber: true, value: of, show: plant => number(of(plant)) });
    return [
      { key: 'name', words: t('plant'), value: plant => nameOf(plant.name, plant.id), isHead: true },
      m3('treated_m3', t('treated'), plant => plant.treated_m3),
      {
        key: 'treated_t', words: t('treated'), unit: 't', isNumber: true, value: plant => plant.treated_t,
        show: plant => number(plant.treated_t, 1),
      },
      m3('compliant_m3', t('compliant'), plant => plant.compliant_m3),
      m3('bypass_m3', t('bypass'), plant => plant.bypass_m3),
      m3('undistributed_m3', t('undistributed'), plant => plant.undistributed_m3),
      {
        key: 'load', words: t('load'), isNumber: true, value: plant => plant.load,
        show: plant => ((plant.load ?? 0) > 1 ? html`<span class="look">▲ ${percent(plant.load, 1)}</span>` : percent(plant.load, 1)),
      },
      {
        key: 'days', words: t('daysWithFigure'), isNumber: true, value: plant => plant.days.with_figure,
        show: plant => `${plant.days.with_figure} / ${plant.days.total}`,
      },
      { key: 'complete', words: t('complete'), isNumber: true, value: plant => plant.completeness, show: plant => percent(plant.completeness) },
      { key: 'reason', words: t('remark'), value: plant => (plant.reason ? sayCode(plant.reason) : null) },
    ];
  }

  private qualityColumns(): Column<AssetQuality>[] {
    return [
      { key: 'asset', words: t('asset'), value: one => nameOf(one.name, one.asset), show: one => `${nameOf(one.name, one.asset)} (${one.asset})`, isHead: true },
      ...QUALITY.map((key): Column<AssetQuality> => ({
        key, words: t(`quality.${key}`), isNumber: true, value: one => one[key].share, show: one => this.word(one[key]),
      })),
    ];
  }

  private word(word: QualityWord) {
    if (word.met === undefined) return '—';
    return word.met ? `✓ ${percent(word.share, 1)}` : html`<span class="look">▲ ${percent(word.share, 1)}</span>`;
  }
}
