import { css, html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { post } from '../../api/api.js';
import type { Alarm } from '../../api/types.js';
import { now } from '../../live/index.js';
import '../../parts/dialog.js';
import type { Dialog } from '../../parts/dialog.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import { headOf } from '../../shell/alarms.js';
import { dateTime, dayOf, startOfDay, timeOf } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import type { Row } from './model.js';
import { t } from './words.js';

const DURATIONS = ['60', '240', '480', '1440', '10080'] as const;
const LONGEST_MS = 31 * 86_400_000;

/** The end that was chosen, Unix ms; null where it is none that the host takes. */
export function endOf(choice: string, day: string, time: string, from: number): number | null {
  if (choice !== 'other') return from + Number(choice) * 60_000;
  const [hours, minutes] = time.split(':').map(Number);
  const sinceMidnight = (hours ?? NaN) * 60 + (minutes ?? NaN);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(sinceMidnight)) return null;
  const end = startOfDay(day) + sinceMidnight * 60_000;
  return end > from && end - from <= LONGEST_MS ? end : null;
}

/** Asks why and until when, and shelves. Tells `t-shelved` with the alarm as it stands then. */
@customElement('t-shelve')
export class Shelve extends Part {
  static override styles = [shared, css`
    form { display: grid; gap: .7rem; }
    textarea { width: 100%; min-height: 4.5rem; }
    fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
    legend { padding: 0; margin-bottom: .2rem; }
    label { display: inline-flex; align-items: center; gap: .4rem; }
    label.all { display: grid; gap: .2rem; }
  `];

  @state() private row: Row | null = null;
  @state() private choice = '240';
  @state() private day = '';
  @state() private time = '';
  @state() private reason = '';
  @state() private problem: unknown;
  @state() private isBusy = false;
  @query('t-dialog') private dialog!: Dialog;
  @query('textarea') private why!: HTMLTextAreaElement;

  async show(row: Row): Promise<void> {
    this.row = row;
    [this.reason, this.problem, this.choice] = ['', undefined, '240'];
    [this.day, this.time] = [dayOf(now() + 86_400_000), timeOf(now())];
    await this.updateComplete;
    await this.dialog.show();
    this.why.focus();
  }

  override render() {
    const end = endOf(this.choice, this.day, this.time, now());
    const name = this.row ? headOf(nameOf(this.row.title), nameOf(this.row.name)) : '';
    return html`<t-dialog .heading=${t('shelf.title', name)}>
      <form id="shelve" @submit=${this.submit}>
        <label class="all">${t('shelf.why')}<textarea required maxlength="1000" .value=${this.reason}
          @input=${(event: Event) => (this.reason = (event.target as HTMLTextAreaElement).value)}></textarea></label>
        <fieldset><legend>${t('shelf.for')}</legend>
          ${DURATIONS.map(one => this.radio(one, t(`shelf.${one}`)))} ${this.radio('other', t('shelf.other'))}
        </fieldset>
        ${this.choice === 'other' ? html`<p class="row">
          <label>${t('shelf.day')} <input type="date" .value=${this.day} min=${dayOf(now())}
            @input=${(event: Event) => (this.day = (event.target as HTMLInputElement).value)}></label>
          <label>${t('shelf.time')} <input type="time" .value=${this.time}
            @input=${(event: Event) => (this.time = (event.target as HTMLInputElement).value)}></label></p>` : ''}
        <p role="status" class=${end === null ? 'bad' : 'muted'}>${
          end === null ? t('shelf.wrong') : t('shelf.till', dateTime(end))}</p>
        <t-problem .of=${this.problem}></t-problem>
      </form>
      <button slot="actions" type="button" @click=${() => this.dialog.close()}>${t('shelf.cancel')}</button>
      <button slot="actions" type="submit" ?disabled=${end === null || this.reason.trim() === '' || this.isBusy}
        @click=${() => void this.put()}>${t('shelve')}</button>
    </t-dialog>`;
  }

  private radio(value: string, words: string) {
    return html`<label><input type="radio" name="for" value=${value} .checked=${this.choice === value}
      @change=${() => (this.choice = value)}>${words}</label>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.put();
  }

  private async put(): Promise<void> {
    const end = endOf(this.choice, this.day, this.time, now());
    if (!this.row || end === null || this.reason.trim() === '' || this.isBusy) return;
    this.isBusy = true;
    try {
      const alarm = await post<Alarm>(`/api/alarms/${encodeURIComponent(this.row.id)}/shelve`, {
        reason: this.reason.trim(), until: new Date(end).toISOString(),
      });
      this.dialog.close();
      this.emit('t-shelved', alarm);
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.isBusy = false;
    }
  }
}
