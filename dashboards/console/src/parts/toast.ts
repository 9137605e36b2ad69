import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { t } from '../words/index.js';
import { Part } from './element.js';
import { shared } from './styles.js';

export interface Toast {
  readonly words: string;
  readonly tone: 'said' | 'bad';
  /** Something to do about it. */
  readonly action?: { readonly words: string; readonly act: () => void };
}

const LASTS = 8_000;
const MOST = 4;

let place: Toasts | null = null;

/** Says something in the corner, heard by a screen reader; an error stays until it is dismissed. */
export function toast(words: string, tone: Toast['tone'] = 'said', action?: Toast['action']): void {
  place?.add(action ? { words, tone, action } : { words, tone });
}

@customElement('t-toasts')
export class Toasts extends Part {
  static override styles = [shared, css`
    :host { position: fixed; right: 1rem; bottom: 1rem; z-index: 20; max-width: min(28rem, calc(100vw - 2rem)); }
    ul { display: grid; gap: .5rem; }
    li {
      display: flex; gap: .6rem; align-items: center; padding: .6rem .8rem; background: var(--card);
      border: 2px solid var(--accent); border-radius: 8px;
    }
    li.bad { border-color: var(--bad-line); background: var(--bad-ground); font-weight: 400; }
    span { overflow-wrap: anywhere; flex: 1; }
    @media print { :host { display: none; } }
  `];

  @state() private toasts: readonly Toast[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    place = this;
  }

  add(toast: Toast): void {
    if (this.toasts.some(one => one.words === toast.words)) return;
    this.toasts = [...this.toasts, toast].slice(-MOST);
    if (toast.tone === 'said' && !toast.action) setTimeout(() => this.dismiss(toast), LASTS);
  }

  private dismiss(toast: Toast): void {
    this.toasts = this.toasts.filter(one => one !== toast);
  }

  override render() {
    return html`
      <div role="status" aria-live="polite" aria-label=${t('toast.label')}><ul>${this.toasts.map(one => html`
        <li class=${one.tone}><span>${one.tone === 'bad' ? '✕ ' : ''}${one.words}</span>
          ${one.action ? html`<button type="button" @click=${() => this.choose(one)}>${one.action.words}</button>` : ''}
          <button type="button" aria-label=${t('toast.dismiss')} @click=${() => this.dismiss(one)}>✕</button></li>`)}
      </ul></div>`;
  }

  private choose(toast: Toast): void {
    this.dismiss(toast);
    toast.action?.act();
  }
}
