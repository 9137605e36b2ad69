import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ApiProblem, whenSignedOut } from '../api/api.js';
import { EachSecond, Watch, board, isLost, silenceOf, wakeLive } from '../live/index.js';
import { Part } from '../parts/element.js';
import { shared } from '../parts/styles.js';
import { toast } from '../parts/toast.js';
import '../parts/toast.js';
import { duration } from '../words/format.js';
import { language, locale, nameOf, setLanguage, t } from '../words/index.js';
import { askPlants, cityName, onCity } from './city.js';
import './alarm-strip.js';
import './header.js';
import './help.js';
import type { Help } from './help.js';
import { Keys, type KeyBinding } from './keys.js';
import { onLocation, navigate, query as queryNow } from './router.js';
import { match, routes, type Route } from './routes.js';
import type { Screen } from './screen.js';
import { may } from './rights.js';
import { onSession, session, signInPath, signedOut } from './session.js';
import { isDark, setTheme } from './theme.js';

/** The frame around every screen. It owns the heading, the focus at a change of screens, and what failed to load. */
@customElement('t-shell')
export class Shell extends Part {
  static override styles = [shared, css`
    :host { min-height: 100dvh; display: flex; flex-direction: column; }
    .skip { position: absolute; left: -9999px; }
    .skip:focus { left: 1rem; top: .5rem; z-index: 30; background: var(--card); padding: .5rem 1rem; }
    main { flex: 1; padding: .75rem 1rem 1rem; min-width: 0; }
    main > .outlet { min-width: 0; }
    h1 { margin-bottom: .5rem; }
    h1:focus { outline: none; }
    .lost {
      margin-bottom: .75rem; padding: .5rem .9rem; border-radius: 8px; font-weight: 600;
      color: var(--bad-ink); background: var(--bad-ground); border: 1px solid var(--bad-line);
    }
    :host([kiosk]) main { padding: .5rem .75rem; }
    :host([kiosk]) h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media print { .lost, .skip { display: none; } main { padding: 0; } }
  `];

  /** The screen's own; the route's word where it has none. */
  @state() private said: string | null = null;
  @state() private failure: { path: string; error: unknown } | null = null;
  @state() private screen: HTMLElement | null = null;
  @state() private wasLost = false;
  @query('h1') private title1!: HTMLElement;
  @query('t-help') private help!: Help;

  private route: Route | null = null;
  private version: string | null = null;
  private turn = 0;
  private hasLed = false;
  private readonly isKiosk = queryNow().get('kiosk') === '1';
  private readonly ends: (() => void)[] = [];

  constructor() {
    super();
    new Watch(this, ['alarms/']);
    new EachSecond(this);
    new Keys(this, () => this.keys());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.replaceChildren();
    this.toggleAttribute('kiosk', this.isKiosk);
    document.documentElement.classList.toggle('kiosk', this.isKiosk);
    this.ends.push(onLocation(isOther => void this.show(isOther)), onCity(() => this.requestUpdate()),
      onSession(() => this.lead()));
    this.addEventListener('t-heading', event => (this.said = (event as CustomEvent<string>).detail));
    this.addEventListener('t-help', () => void this.help.show());
    addEventListener('error', this.fault);
    addEventListener('unhandledrejection', this.fault);
    whenSignedOut(signedOut);
    void this.show(true, true);
    this.askCity();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
    removeEventListener('error', this.fault);
    removeEventListener('unhandledrejection', this.fault);
  }

  /** Who opens the console without being signed in is led there; who was at work is told, and loses nothing. */
  private lead(): void {
    const isFirst = !this.hasLed && session().kind !== 'unknown';
    if (isFirst && session().kind === 'nobody' && location.pathname !== '/login') navigate(signInPath());
    this.hasLed ||= isFirst;
    // Who has just signed in is live at once.
    if (!may('read')) return;
    wakeLive();
    this.askCity();
  }

  /** The frame needs the city's name and time zone; it asks until it has them. */
  private askCity(): void {
    askPlants().catch((problem: unknown) => {
      // Who signs in asks again.
      if (!(problem instanceof ApiProblem) || problem.status !== 401) setTimeout(() => this.askCity(), 5_000);
    });
  }

  private keys(): readonly KeyBinding[] {
    const going = routes.filter(one => one.key && one.order !== undefined).map((one): KeyBinding => ({
      keys: `g ${one.key}`, words: t('help.go', nameOf(one.word)), act: () => navigate(one.path), everywhere: true,
    }));
    return [
      { keys: '?', words: t('help.thisHelp'), act: () => void this.help.show(), everywhere: true },
      { keys: 'd', words: t('help.theme'), act: () => setTheme(isDark() ? 'light' : 'dark'), everywhere: true },
      {
        keys: 'l', words: t('help.language'), everywhere: true,
        act: () => setLanguage(language() === 'zh' ? 'en' : 'zh'),
      },
      ...(this.isKiosk ? [] : going),
    ];
  }

  /** @param isOther the path is another: the heading gets the focus, unless the page has just been opened */
  private async show(isOther: boolean, isFirst = false): Promise<void> {
    const found = match(location.pathname);
    if (!isOther && this.screen && found?.route === this.route) {
      (this.screen as Screen).query = queryNow();
      return;
    }
    const turn = ++this.turn;
    this.route = found?.route ?? null;
    this.failure = null;
    if (!found) {
      this.screen = null;
      this.said = null;
    } else {
      try {
        await found.route.load();
      } catch (error) {
        if (turn !== this.turn) return;
        this.screen = null;
        this.said = null;
        this.failure = { path: location.pathname, error };
        return;
      }
      if (turn !== this.turn) return;
      const isSame = this.screen?.localName === found.route.tag;
      const screen = (isSame ? this.screen : document.createElement(found.route.tag)) as Screen;
      if (!isSame) this.said = null;
      screen.params = found.params;
      screen.query = queryNow();
      this.screen = screen;
    }
    await this.updateComplete;
    if (isOther && !isFirst) this.title1.focus({ preventScroll: true });
  }

  private get heading(): string {
    if (this.said !== null) return this.said;
    return this.route ? nameOf(this.route.word) : t('missing.title');
  }

  private say(): void {
    const mark = this.wasLost ? '✕ ' : '';
    document.title = `${mark}${this.heading} · ${cityName()}`;
    document.documentElement.lang = locale();
  }

  private readonly fault = (event: Event): void => {
    const error: unknown = event instanceof ErrorEvent ? (event.error ?? event.message)
      : (event as PromiseRejectionEvent).reason;
    if (error instanceof DOMException && error.name === 'AbortError') return;
    // Observers that could not deliver everything within one frame deliver it in the next.
    if (String((event as ErrorEvent).message).includes('ResizeObserver loop')) return;
    toast(t('failed.page', error instanceof Error ? error.message : String(error)), 'bad');
  };

  protected override willUpdate(): void {
    const state = board.state;
    const lost = isLost(state) && (state.lastEventAt !== null || performance.now() > 10_000);
    if (this.wasLost && !lost && state.link === 'live') {
      toast(t('link.back'));
      this.askCity();
    }
    this.wasLost = lost;
    document.documentElement.toggleAttribute('data-lost', lost);
    this.watchVersion(state.version);
    this.say();
  }

  private watchVersion(version: string | null): void {
    if (!version || version === this.version) return;
    const isNew = this.version !== null;
    this.version = version;
    if (!isNew) return;
    if (this.isKiosk) location.reload();
    else toast(t('version.new'), 'said', { words: t('boot.reload'), act: () => location.reload() });
  }

  override render() {
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${t('skip')}</a>
      <t-header .here=${this.route} .isKiosk=${this.isKiosk}></t-header>
      <t-alarm-strip .isKiosk=${this.isKiosk}></t-alarm-strip>
      <main id="main" tabindex="-1">
        ${this.wasLost ? this.lostBanner() : nothing}
        <h1 tabindex="-1">${this.heading}</h1>
        <div class="outlet">${this.content()}</div>
      </main>
      <t-help></t-help>
      <t-toasts></t-toasts>`;
  }

  private lostBanner() {
    const silence = silenceOf(board.state);
    return html`<p class="lost" role="alert"><span class="mark" aria-hidden="true">✕</span>
      <span>${silence === null ? t('link.neverTitle') : t('link.lostTitle', duration(silence))}</span></p>`;
  }

  private content() {
    if (this.failure) {
      return html`<div class="card" role="alert"><p>✕ ${t('boot.failed')} ${
        this.failure.error instanceof Error ? this.failure.error.message : ''}</p>
        <p class="row"><button type="button" @click=${() => location.reload()}>${t('boot.reload')}</button>
          <a class="button" href="/status">${t('boot.status')}</a></p></div>`;
    }
    if (this.screen) return this.screen;
    if (!this.route) return html`<p class="card">${t('missing.text', location.pathname)}</p>`;
    return html`<p class="note" role="status">${t('loading')}</p>`;
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  }
}
