import { LitElement, html, render, type PropertyValues } from 'lit';
import { onLanguage, t } from '../words/index.js';

/**
 * What every element of the console is: it speaks the language in force, and where its own code fails it says so in its
 * own place, so that what stands beside it goes on.
 */
export abstract class Part extends LitElement {
  private endLanguage: (() => void) | null = null;
  private hasFailed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.endLanguage = onLanguage(() => this.requestUpdate());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endLanguage?.();
    this.endLanguage = null;
  }

  /** Sends an event that passes the borders of shadow roots. */
  protected emit<T>(name: string, detail?: T): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (error) {
      this.showFailure(error);
    }
  }

  protected override shouldUpdate(_changed: PropertyValues): boolean {
    return !this.hasFailed;
  }

  private showFailure(error: unknown): void {
    this.hasFailed = true;
    console.error(error);
    const root = this.renderRoot ?? this.attachShadow({ mode: 'open' });
    const again = () => {
      this.hasFailed = false;
      box.remove();
      this.requestUpdate();
    };
    const box = document.createElement('div');
    box.setAttribute('role', 'alert');
    render(html`<p>✕ ${t('failed.part')} <button type="button" @click=${again}>${t('failed.again')}</button></p>`, box);
    root.append(box);
  }
}
