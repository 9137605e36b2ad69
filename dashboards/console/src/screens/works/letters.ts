import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, wordsOfProblem } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { STATUS, Watch, board } from '../../live/index.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import '../../parts/table.js';
import type { Column } from '../../parts/table.js';
import { toast } from '../../parts/toast.js';
import { dateTime, number } from '../../words/format.js';
import { t as frame } from '../../words/index.js';
import { copy } from './copy.js';
import { REASONS, type Reason, type Status } from './model.js';
import { t } from './words.js';

interface Letter {
  readonly id: string; readonly received_at: string; readonly topic: string; readonly reason: Reason;
  readonly detail: string; readonly payload_text?: string; readonly payload_base64?: string; readonly length: number;
  readonly cut: boolean; readonly replayed: boolean; readonly objects: number;
}

interface Letters { readonly dead_letters: readonly Letter[]; readonly more: boolean }

interface Replayed {
  readonly replayed: number; readonly rejected_again: number; readonly unfit: number; readonly missing: number;
}

const LIMIT = 200;
const AGAIN = 30_000;

/** What could not be accepted, with its bytes and its reason; offered again from here. */
@customElement('t-works-letters')
export class WorksLetters extends Part {
  static override styles = [shared, css`
    h2 { margin-bottom: .4rem; }
    form { margin-bottom: .5rem; }
    label { display: inline-flex; align-items: center; gap: .4rem; }
    t-table { --table-height: 26rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; padding: .5rem; background: var(--faint);
      border-radius: 6px; max-height: 20rem; overflow: auto; }
    .one { margin-top: .6rem; border-top: 1px solid var(--line); padding-top: .5rem; }
    .counts { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin-bottom: .4rem; color: var(--muted); }
  `];

  @state() private reason = '';
  @state() private topic = '';
  @state() private chosen: string | null = null;
  @state() private isBusy = false;

  private readonly letters = new Loading(this, signal => get<Letters>(
    '/api/dead-letters', { reason: this.reason, topic: this.topic, limit: LIMIT }, signal), AGAIN);

  constructor() {
    super();
    new Watch(this, [STATUS]);
  }

  protected override willUpdate(): void {
    this.letters.keyed(`${this.reason}\n${this.topic}`);
  }

  override render() {
    const list = this.letters.value?.dead_letters ?? [];
    const one = list.find(letter => letter.id === this.chosen);
    const open = list.filter(letter => !letter.replayed);
    return html`<h2>${t('letters')}</h2>
      ${this.counts()}
      <form class="row screen-only" @submit=${(event: Event) => event.preventDefault()}>
        <label>${t('letters.reason')} <select @change=${(event: Event) => (this.reason = valueOf(event))}>
          <option value="">${t('letters.every')}</option>
          ${REASONS.map(some => html`<option value=${some}>${t(`reason.${some}`)}</option>`)}</select></label>
        <label>${t('letters.topic')} <input placeholder="sanitation/plants/+/flow/#" .value=${this.topic}
          @change=${(event: Event) => (this.topic = valueOf(event).trim())}></label>
        ${open.length > 0 ? html`<button class="push" type="button" ?disabled=${this.isBusy}
          @click=${() => void this.again(open)}>${t('letters.allAgain', open.length)}</button>` : nothing}
      </form>
      <t-problem .of=${this.letters.problem} .again=${() => void this.letters.again()}></t-problem>
      <t-table .columns=${this.columns()} .rows=${list} .key=${(letter: Letter) => letter.id} .chosen=${this.chosen}
        caption=${t('letters')} file="dead-letters" counted chooses
        empty=${this.letters.value ? t('letters.none') : frame('loading')}
        @t-row=${(event: CustomEvent<Letter>) => this.choose(event.detail.id)}></t-table>
      ${this.letters.value?.more ? html`<p class="note">${t('letters.more')}</p>` : nothing}
      ${one ? this.one(one) : nothing}`;
  }

  /** Since the books began, also those of which no bytes were kept. */
  private counts() {
    const counts = (board.get(STATUS) as unknown as Status | undefined)?.dead_letters ?? {};
    const some = REASONS.filter(reason => counts[reason]);
    return some.length === 0 ? nothing : html`<ul class="counts">${some.map(reason => html`
      <li>${t(`reason.${reason}`)} <b class="number">${number(counts[reason])}</b></li>`)}</ul>`;
  }

  private columns(): readonly Column<Letter>[] {
    return [
      { key: 'at', words: t('letters.received'), value: one => dateTime(one.received_at, true), isHead: true },
      {
        key: 'reason', words: t('letters.reason'), value: one => one.reason,
        show: one => html`${t(`reason.${one.reason}`)}${one.replayed
          ? html` <span class="muted">✓ ${t('letters.replayed')}</span>` : nothing}`,
      },
      { key: 'topic', words: t('clocks.topic'), value: one => one.topic },
      { key: 'detail', words: t('letters.detail'), value: one => one.detail },
      { key: 'objects', words: t('letters.objects'), isNumber: true, value: one => one.objects },
      { key: 'length', words: t('letters.length'), isNumber: true, value: one => one.length,
        show: one => number(one.length) },
    ];
  }

  private one(letter: Letter) {
    const text = letter.payload_text ?? letter.payload_base64 ?? '';
    const kept = letter.payload_text === undefined
      ? Math.floor(text.replace(/=+$/, '').length * 3 / 4) : new TextEncoder().encode(text).length;
    return html`<section class="one" aria-label=${t('letters.open', letter.id)}>
      <h3>${t('letters.open', letter.id)}: ${t(`reason.${letter.reason}`)}</h3>
      <p>${letter.topic}</p><p>${letter.detail}</p>
      ${letter.payload_text === undefined ? html`<p class="muted">${t('letters.base64')}</p>` : nothing}
      <pre tabindex="0">${text}</pre>
      ${letter.cut ? html`<p class="look">${t('letters.cut', number(letter.length), number(kept))}</p>` : nothing}
      <p class="row">
        <button type="button" @click=${() => void copy(text)}>${t('letters.copy')}</button>
        <button type="button" ?disabled=${this.isBusy || letter.replayed || letter.cut}
          @click=${() => void this.again([letter])}>${t('letters.again')}</button></p></section>`;
  }

  private choose(id: string): void {
    this.chosen = this.chosen === id ? null : id;
  }

  private async again(letters: readonly Letter[]): Promise<void> {
    this.isBusy = true;
    try {
      const done = await post<Replayed | undefined>('/api/dead-letters/replay', { ids: letters.map(one => one.id) });
      toast(done
        ? t('letters.result', done.replayed, done.rejected_again, done.unfit, done.missing) : t('letters.later'));
    } catch (problem) {
      toast(wordsOfProblem(problem), 'bad');
    }
    this.isBusy = false;
    await this.letters.again();
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;
