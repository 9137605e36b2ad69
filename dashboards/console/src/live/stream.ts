import { STATUS, type LinkState, type Values } from './protocol.js';

/** The part of an EventSource that is used. */
export interface Source {
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** What the stream needs of the world; the tests have one of their own. */
export interface World {
  open(url: string): Source;
  now(): number;
  after(ms: number, act: () => void): number;
  cancel(timer: number): void;
  /** The HTTP status of the stream's address for somebody who can't open it; 0 where nobody answers. */
  whyNot(): Promise<number>;
}

export interface StreamReader {
  state(state: LinkState): void;
  /** @param whole everything there is is in values */
  values(values: Values, whole: boolean): void;
}

interface Frame {
  readonly now?: string;
  readonly heartbeat_s?: number;
  readonly console?: string;
  readonly status?: unknown;
  readonly live?: Values;
}

/** Short, and never longer: a host that is back is seen within seconds. */
const PAUSES = [300, 700, 1_500, 2_000, 3_000];

/** How often the watch looks; a look that comes this much late means that the machine slept. */
const LOOK = 1_000;
const SLEPT = 5_000;

/** On top of a heartbeat, for a busy machine. */
const GRACE = 5_000;

/**
 * The one connection to the host: a snapshot, then what changed. Watches for silence and for sleep, which no event
 * tells, and opens a new connection within seconds; goes on where it was.
 */
export class Stream {
  private source: Source | null = null;
  private lastId = '';
  private failures = 0;
  private timer: number | null = null;
  private lookedAt = 0;
  private openedAt = 0;
  private heartbeat = 15_000;
  private isStopped = true;
  private now: LinkState = { link: 'connecting', lastEventAt: null, clockAhead: 0, version: null };

  constructor(private readonly world: World, private readonly reader: StreamReader, private readonly url: string) {}

  get state(): LinkState {
    return this.now;
  }

  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.lookedAt = this.world.now();
    this.open();
    this.look();
  }

  stop(): void {
    this.isStopped = true;
    this.shut();
  }

  /** Called where the connection may be dead without a word; does nothing where it lives. */
  wake(): void {
    if (this.isStopped) return;
    if (this.now.link === 'live' && this.silence() < GRACE) return;
    if (this.source && this.world.now() - this.openedAt < GRACE) return;
    this.failures = 0;
    this.open();
  }

  private silence(): number {
    return this.world.now() - Math.max(this.now.lastEventAt ?? 0, this.openedAt);
  }

  private look(): void {
    if (this.isStopped) return;
    const now = this.world.now();
    const slept = now - this.lookedAt > SLEPT;
    this.lookedAt = now;
    if (slept) this.wake();
    else if (this.source && this.silence() > this.heartbeat + GRACE) this.lose();
    this.world.after(LOOK, () => this.look());
  }

  private open(): void {
    this.shut();
    this.openedAt = this.world.now();
    const url = this.lastId ? `${this.url}?after=${encodeURIComponent(this.lastId)}` : this.url;
    const source = this.world.open(url);
    this.source = source;
    for (const type of ['snapshot', 'delta', 'heartbeat']) {
      source.addEventListener(type, event => {
        if (this.source === source) this.take(type, event);
      });
    }
    source.onerror = () => {
      if (this.source === source) this.lose();
    };
  }

  private take(type: string, event: MessageEvent<string>): void {
    const at = this.world.now();
    const frame = JSON.parse(event.data) as Frame;
    if (event.lastEventId) this.lastId = event.lastEventId;
    this.failures = 0;
    if (frame.heartbeat_s) this.heartbeat = frame.heartbeat_s * 1_000;
    const values: Values = { ...frame.live };
    if (frame.status) values[STATUS] = { ts: at, ...(frame.status as object) };
    if (type !== 'heartbeat') this.reader.values(values, type === 'snapshot');
    this.set({
      link: 'live', lastEventAt: at, clockAhead: frame.now ? Date.parse(frame.now) - at : this.now.clockAhead,
      version: frame.console ?? this.now.version,
    });
  }

  private lose(): void {
    this.shut();
    if (this.isStopped) return;
    // Who is refused stays so until somebody says otherwise: each new try would make it flicker.
    if (this.now.link === 'live') this.set({ ...this.now, link: 'lost' });
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)]!;
    this.timer = this.world.after(pause, () => this.open());
    void this.world.whyNot().then(status => this.explain(status));
  }

  private explain(status: number): void {
    if (this.isStopped || this.now.link === 'live') return;
    const silent = this.now.lastEventAt === null ? 'connecting' : 'lost';
    const link = status === 401 || status === 403 ? 'refused' : status === 503 ? 'full' : silent;
    if (link !== this.now.link) this.set({ ...this.now, link });
  }

  private shut(): void {
    if (this.timer !== null) this.world.cancel(this.timer);
    this.timer = null;
    this.source?.close();
    this.source = null;
  }

  private set(next: LinkState): void {
    this.now = next;
    this.reader.state(next);
  }
}
