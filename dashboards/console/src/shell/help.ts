import { css, html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import '../parts/dialog.js';
import type { Dialog } from '../parts/dialog.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { t } from '../words/index.js';
import { bindings, type KeyBinding } from './keys.js';

const NAMES: Record<string, string> = {
  ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', ' ': 'Space',
};

/** All keys that work here, told by those who listen to them. */
@customElement('t-help')
export class Help extends Part {
  static override styles = [shared, css`
    dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1rem; margin: .4rem 0 1rem; }
    kbd {
      font: inherit; font-size: .9rem; padding: .05rem .45rem; border: 1px solid var(--range-ink); border-radius: 4px;
      background: var(--faint);
    }
  `];

  @query('t-dialog') private dialog!: Dialog;

  async show(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    await this.dialog.show();
  }

  override render() {
    const all = bindings();
    const here = all.filter(one => !one.everywhere);
    return html`<t-dialog .heading=${t('help.title')}>
      ${here.length > 0 ? html`<h3>${t('help.here')}</h3>${this.list(here)}` : ''}
      <h3>${t('help.everywhere')}</h3>
      ${this.list([...all.filter(one => one.everywhere), { keys: 'Escape', words: t('help.close'), act: () => {} }])}
    </t-dialog>`;
  }

  private list(some: readonly KeyBinding[]) {
    return html`<dl>${some.map(one => html`<dt>${one.keys.split(' ').map((key, i) => html`${
      i > 0 ? html` ${t('help.then')} ` : ''}<kbd>${
      key.split('+').map(part => NAMES[part] ?? part).join(' + ')}</kbd>`)}</dt>
      <dd>${one.words}</dd>`)}</dl>`;
  }
}
