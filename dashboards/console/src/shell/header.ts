import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { EachSecond, Watch, board, now, silenceOf, type Link } from '../live/index.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { dateTime, duration } from '../words/format.js';
import { language, locale, nameOf, setLanguage, t } from '../words/index.js';
import { cityName, onCity } from './city.js';
import { onLocation } from './router.js';
import { routes, type Route } from './routes.js';
import { onSession, session, signInPath } from './session.js';
import { onTheme, setTheme, theme, type Theme } from './theme.js';

const LINK_SHAPES: Record<Link, string> = { connecting: '○', live: '✓', lost: '✕', full: '✕', refused: '▲' };

/** City, connection and its age, screens, language, theme, who is there. */
@customElement('t-header')
export class Header extends Part {
  static override styles = [shared, css`
    :host { position: sticky; top: 0; z-index: 10; background: var(--card); border-bottom: 1px solid var(--line); }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1rem; padding: .35rem 1rem; }
    .city { font-weight: 650; white-space: nowrap; text-decoration: none; }
    .link { white-space: nowrap; padding: .1rem .5rem .1rem .2rem; border: 1px solid transparent; border-radius: 6px; }
    .link .age { color: var(--muted); font-variant-numeric: tabular-nums; }
    .link.lost, .link.full {
      color: var(--bad-ink); background: var(--bad-ground); border-color: var(--bad-line); font-weight: 600;
    }
    .link.refused { color: var(--look-ink); background: var(--look-ground); border-color: var(--look-line); }
    .link.lost .age, .link.full .age, .link.refused .age { color: inherit; }
    nav ul { display: flex; flex-wrap: wrap; gap: .1rem; }
    nav a { display: block; padding: .3rem .6rem; text-decoration: none; border-radius: 6px; white-space: nowrap; }
    nav a:hover { background: var(--faint); }
    nav a[aria-current='page'] { background: var(--faint); font-weight: 650; box-shadow: inset 0 -3px 0 var(--accent); }
    .tools {
      margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .6rem; font-size: .9rem;
    }
    .tools select, .tools button, .tools a.button { min-height: 1.8rem; padding: .1rem .5rem; }
    .clock { margin-left: auto; font-variant-numeric: tabular-nums; font-weight: 650; }
    .menu { display: none; }
    @media (max-width: 60rem) {
      .menu { display: inline-flex; }
      nav { flex-basis: 100%; order: 3; }
      nav:not(.open) { display: none; }
      nav ul { flex-direction: column; }
      nav a { padding: .6rem; }
    }
    @media (max-width: 34rem) { .bar { padding: .35rem .75rem; } .tools { font-size: .85rem; } }
    @media print { :host { position: static; border: 0; } nav, .tools, .link { display: none; } }
  `];

  @property({ attribute: false }) here: Route | null = null;
  /** On a wall: city, connection and the time, and nothing to press. */
  @property({ attribute: false }) isKiosk = false;
  @state() private isOpen = false;
  private readonly ends: (() => void)[] = [];

  constructor() {
    super();
    new Watch(this, []);
    new EachSecond(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ends.push(
      onSession(() => this.requestUpdate()), onCity(() => this.requestUpdate()), onTheme(() => this.requestUpdate()),
      onLocation(() => (this.isOpen = false)));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }

  override render() {
    if (this.isKiosk) {
      return html`<header><div class="bar"><span class="city">${cityName()}</span>${this.link()}
        <span class="clock">${dateTime(now())}</span></div></header>`;
    }
    return html`<header><div class="bar">
      <a class="city" href="/">${cityName()}</a>
      ${this.link()}
      <button class="menu" type="button" aria-expanded=${this.isOpen} aria-controls="screens"
        @click=${() => (this.isOpen = !this.isOpen)}>☰ ${this.isOpen ? t('nav.close') : t('nav.open')}</button>
      <nav id="screens" class=${this.isOpen ? 'open' : ''} aria-label=${t('nav.label')}><ul>
        ${routes.filter(one => one.order !== undefined).map(one => html`<li><a href=${one.path}
          aria-current=${this.here?.name === one.name ? 'page' : 'false'}>${nameOf(one.word)}</a></li>`)}
      </ul></nav>
      <div class="tools">${this.who()}
        <button type="button" lang=${language() === 'zh' ? 'en' : 'zh-CN'} @click=${this.otherLanguage}>${
          t('language.other')}</button>
        <select aria-label=${t('theme')} @change=${this.chooseTheme}>
          ${(['auto', 'light', 'dark'] as const).map(one => html`
            <option value=${one} ?selected=${one === theme()}>${t(`theme.${one}`)}</option>`)}
        </select>
        <button type="button" aria-label=${t('help')} title=${t('help')} @click=${this.help}>?</button>
      </div>
    </div></header>`;
  }

  private link() {
    const state = board.state;
    const silence = silenceOf(state);
    const age = silence === null ? t('link.never') : t('link.age', duration(silence));
    return html`<p class="link ${state.link}"><span class="mark" aria-hidden="true">${LINK_SHAPES[state.link]}</span>
      <span role="status" id="link-word">${t(`link.${state.link}`)}</span>
      <span class="age" id="link-age">${age}</span></p>`;
  }

  private who() {
    const one = session();
    switch (one.kind) {
      case 'unknown': return nothing;
      case 'none': return html`<span class="muted" title=${t('who.localWhy')}>${t('who.local')}</span>`;
      case 'anyone': return html`<span class="muted" title=${t('who.anyoneWhy')}>${t('who.anyone')}</span>`;
      case 'nobody': return html`<a class="button" href=${signInPath()}>${t('who.signIn')}</a>`;
      default: {
        const role = one.role ? t(`role.${one.role}`) : '';
        return html`<a href="/accounts">${role ? t('who.role', one.name ?? '', role) : one.name}</a>`;
      }
    }
  }

  private otherLanguage(): void {
    setLanguage(language() === 'zh' ? 'en' : 'zh');
    document.documentElement.lang = locale();
  }

  private chooseTheme(event: Event): void {
    setTheme((event.target as HTMLSelectElement).value as Theme);
  }

  private help(): void {
    this.emit('t-help');
  }
}
