import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { toast } from '../../parts/toast.js';
import { knownPlants } from '../../shell/city.js';
import { language, nameOf } from '../../words/index.js';
import { declare, importFile, type FigureError, type FigureForm, type FormColumn, type Outcome } from './answers.js';
import { choicesOf, figureOf, typeOf } from './fields.js';
import { t } from './words.js';

/** States one figure by its form, or a file of them; says what is wrong value by value. Tells `t-declared`. */
@customElement('t-declare')
export class Declare extends Part {
  static override styles = [shared, css`
    :host { display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    form { display: grid; gap: .6rem; }
    .fields { display: grid; gap: .5rem 1rem; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
    label { display: grid; gap: .15rem; align-content: start; min-width: 0; }
    label > :is(input, select) { width: 100%; }
    label .name { font-size: .875rem; }
    .hint { color: var(--muted); font-size: .8rem; }
    .wrong input, .wrong select { border-color: var(--bad-line); outline: 1px solid var(--bad-line); }
    .strong { background: var(--ink); color: var(--card); border-color: var(--ink); }
    h2 { margin-bottom: .3rem; }
  `];

  @property({ attribute: false }) form!: FigureForm;
  @state() private errors: readonly FigureError[] = [];
  @state() private problem: unknown;
  @state() private isBusy = false;
  @state() private wasFile = false;
  @query('#one') private one!: HTMLFormElement;
  @query('#many') private many!: HTMLFormElement;

  override render() {
    const { columns, kind } = this.form;
    return html`
      <section class="card" aria-labelledby="state"><h2 id="state">${t('one')}</h2>
        <form id="one" @submit=${this.sendOne}><div class="fields">${columns.map(column => this.field(column))}
          ${this.whyField()}</div>
          <div class="row"><button class="strong" type="submit" ?disabled=${this.isBusy}>${t('state')}</button></div></form></section>
      <section class="card" aria-labelledby="file"><h2 id="file">${t('file')}</h2>
        <p class="small muted">${t('fileHint')} <a href=${`/api/declared/template?kind=${kind}`} download>${t('template')}</a></p>
        <form id="many" @submit=${this.sendFile}><div class="fields">
          <label><span class="name">${t('csvFile')}</span><input type="file" name="file" accept=".csv,text/csv" required></label>
          ${this.whyField()}</div>
          <div class="row"><button type="submit" ?disabled=${this.isBusy}>${t('import')}</button></div></form></section>
      <t-problem .of=${this.problem}></t-problem>
      ${this.errors.length === 0 ? nothing : html`<section class="card" aria-labelledby="wrong" role="alert">
        <h2 id="wrong" class="bad">✕ ${t('refused', this.errors.length)}</h2>
        <t-table .columns=${this.errorColumns()} .rows=${this.errors} caption=${t('refused', this.errors.length)}
          file="errors" .key=${(error: FigureError) => `${error.row} ${error.column} ${error.allowed}`}></t-table></section>`}`;
  }

  private whyField() {
    return html`<label><span class="name">${t('declaredWhy')} *</span><input name="why" required maxlength="1000" autocomplete="off">
      <span class="hint">${t('whyHint')}</span></label>`;
  }

  private field(column: FormColumn) {
    const type = typeOf(column);
    const wrong = this.wasFile ? undefined : this.errors.find(error => error.column === column.name);
    const name = `${t(`column.${column.name}` as 'column.plant')}${column.unit ? ` (${column.unit})` : ''}${column.required ? ' *' : ''}`;
    return html`<label class=${wrong ? 'wrong' : ''}><span class="name">${name}</span>${type === 'choice'
      ? html`<select name=${column.name} ?required=${column.required} aria-invalid=${wrong ? 'true' : 'false'}>
          <option value=""></option>${choicesOf(column).map(choice => html`<option value=${choice}>${
            t(`choice.${choice}` as 'choice.fecal')}</option>`)}</select>`
      : html`<input name=${column.name} type=${type} ?required=${column.required} autocomplete="off" step=${type === 'number' ? 'any' : nothing}
          list=${this.listOf(column) ? `list-${column.name}` : nothing} aria-invalid=${wrong ? 'true' : 'false'}>${this.list(column)}`}
      ${wrong ? html`<span class="small bad">✕ ${wrong.value ? `“${wrong.value}”: ` : ''}${wrong.allowed}</span>`
        : type === 'text' && language() === 'en' ? html`<span class="hint">${column.allowed}</span>` : nothing}</label>`;
  }

  /** Names that the registry knows, to choose from. */
  private listOf(column: FormColumn): readonly { readonly id: string; readonly words: string }[] | null {
    const plants = knownPlants()?.plants ?? [];
    if (column.name === 'plant') return plants.map(plant => ({ id: plant.id, words: nameOf(plant.name, plant.id) }));
    if (column.name !== 'meter') return null;
    return plants.flatMap(plant => plant.meters.map(meter => ({
      id: meter.id, words: `${nameOf(plant.name, plant.id)} · ${nameOf(meter.name, meter.id)}`,
    })));
  }

  private list(column: FormColumn) {
    const choices = this.listOf(column);
    return choices ? html`<datalist id=${`list-${column.name}`}>${choices.map(choice => html`
      <option value=${choice.id}>${choice.words}</option>`)}</datalist>` : nothing;
  }

  private errorColumns(): Column<FigureError>[] {
    return [
      { key: 'row', words: t('row'), isNumber: true, value: error => (error.row > 0 ? error.row : null), isHead: true },
      { key: 'column', words: t('column'), value: error => error.column || null },
      { key: 'value', words: t('wrongValue'), value: error => error.value ?? null },
      { key: 'allowed', words: t('allowed'), value: error => error.allowed },
    ];
  }

  private sendOne(event: Event): void {
    event.preventDefault();
    const data = new FormData(this.one);
    const filled = new Map([...data].map(([name, value]) => [name, String(value)]));
    void this.send(false, () => declare(this.form.kind, filled.get('why') ?? '', figureOf(this.form.columns, filled)), this.one);
  }

  private sendFile(event: Event): void {
    event.preventDefault();
    const data = new FormData(this.many);
    const file = data.get('file');
    if (!(file instanceof File)) return;
    void this.send(true, () => importFile(this.form.kind, String(data.get('why') ?? ''), file), this.many);
  }

  private async send(isFile: boolean, act: () => Promise<Outcome>, form: HTMLFormElement): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = undefined;
    this.errors = [];
    this.wasFile = isFile;
    try {
      const outcome = await act();
      if (outcome.kind === 'refused') {
        this.errors = outcome.errors;
        return;
      }
      const { added, unchanged, same_file_as: same } = outcome.receipt;
      toast(same === undefined ? t('taken', added.length, unchanged) : t('sameFile', same));
      form.reset();
      this.emit('t-declared');
    } catch (error) {
      this.problem = error;
    } finally {
      this.isBusy = false;
    }
  }
}
