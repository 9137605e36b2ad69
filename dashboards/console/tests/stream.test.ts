import { beforeEach, describe, expect, it } from 'vitest';
import type { LinkState, Values } from '../src/live/protocol.js';
import { STATUS } from '../src/live/protocol.js';
import { Stream, type Source, type World } from '../src/live/stream.js';

class TestSource implements Source {
  onerror: ((event: Event) => void) | null = null;
  isClosed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(readonly url: string) {}

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }

  send(type: string, frame: object, id = ''): void {
    this.listeners.get(type)!(new MessageEvent(type, { data: JSON.stringify(frame), lastEventId: id }));
  }

  fail(): void {
    this.onerror!(new Event('error'));
  }

  close(): void {
    this.isClosed = true;
  }
}

class TestWorld implements World {
  at = 1_000_000;
  status = 0;
  readonly sources: TestSource[] = [];
  private timers: { id: number; due: number; act: () => void }[] = [];
  private nextId = 1;

  open(url: string): Source {
    const source = new TestSource(url);
    this.sources.push(source);
    return source;
  }

  now(): number {
    return this.at;
  }

  after(ms: number, act: () => void): number {
    this.timers.push({ id: this.nextId, due: this.at + ms, act });
    return this.nextId++;
  }

  cancel(timer: number): void {
    this.timers = this.timers.filter(one => one.id !== timer);
  }

  whyNot(): Promise<number> {
    return Promise.resolve(this.status);
  }

  /** Lets time go by, each timer at its due. */
  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.timers.filter(one => one.due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.cancel(next.id);
      this.at = Math.max(this.at, next.due);
      next.act();
    }
    this.at = end;
  }

  /** As a closed lid: time goes by and no timer runs. */
  sleep(ms: number): void {
    this.at += ms;
    this.pass(0);
  }

  get last(): TestSource {
    return this.sources.at(-1)!;
  }
}

let world: TestWorld;
let states: LinkState[];
let heard: { values: Values; whole: boolean }[];
let sut: Stream;

beforeEach(() => {
  world = new TestWorld();
  states = [];
  heard = [];
  sut = new Stream(world, {
    state: state => states.push(state),
    values: (values, whole) => heard.push({ values, whole }),
  }, '/api/live');
  sut.start();
});

const snapshot = (id = '7') => world.last.send('snapshot', {
  now: new Date(world.at + 2_500).toISOString(), heartbeat_s: 15, console: 'v1', live: { 'plants/a': { ts: 1 } },
}, id);

describe('a stream', () => {
  it('is live with the first event, and knows how far the clocks are apart', () => {
    expect(sut.state.link).toBe('connecting');
    snapshot();
    expect(sut.state).toMatchObject({ link: 'live', clockAhead: 2_500, version: 'v1', lastEventAt: world.at });
    expect(heard).toEqual([{ values: { 'plants/a': { ts: 1 } }, whole: true }]);
  });

  it('hands the status on as a topic of its own', () => {
    world.last.send('delta', { status: { host: 'demo' }, live: {} });
    expect(heard[0]!.values[STATUS]).toMatchObject({ host: 'demo' });
    expect(heard[0]!.whole).toBe(false);
  });

  it('is lost when the connection breaks, and goes on where it was within a second', () => {
    snapshot('42');
    world.last.fail();
    expect(sut.state.link).toBe('lost');
    world.pass(1_000);
    expect(world.sources).toHaveLength(2);
    expect(world.last.url).toBe('/api/live?after=42');
    expect(world.sources[0]!.isClosed).toBe(true);
  });

  it('tries for ever, and never waits more than three seconds', () => {
    snapshot();
    for (let i = 0; i < 20; i++) {
      const before = world.sources.length;
      world.last.fail();
      world.pass(3_000);
      expect(world.sources.length).toBe(before + 1);
    }
    snapshot();
    expect(sut.state.link).toBe('live');
  });

  it('says connecting, not lost, where nothing ever came', () => {
    world.last.fail();
    expect(sut.state.link).toBe('connecting');
  });

  it('notices silence: no event for a heartbeat and a grace', () => {
    snapshot();
    world.pass(19_000);
    expect(sut.state.link).toBe('live');
    world.pass(2_500);
    expect(sut.state.link).toBe('lost');
  });

  it('is kept alive by heartbeats', () => {
    snapshot();
    for (let i = 0; i < 5; i++) {
      world.pass(15_000);
      world.last.send('heartbeat', { live: {} }, '8');
    }
    expect(sut.state.link).toBe('live');
    expect(world.sources).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });

  it('opens a new connection at once after sleep', () => {
    snapshot();
    world.pass(2_000);
    world.sleep(3_600_000);
    expect(world.sources).toHaveLength(2);
  });

  it('does not break a living connection when it is woken', () => {
    snapshot();
    world.pass(1_000);
    sut.wake();
    expect(world.sources).toHaveLength(1);
  });

  it('opens a new one when it is woken and has been silent', () => {
    snapshot();
    world.pass(8_000);
    sut.wake();
    expect(world.sources).toHaveLength(2);
  });

  it.each([[401, 'refused'], [403, 'refused'], [503, 'full'], [0, 'lost'], [200, 'lost']])(
    'says why: %i is %s', async (status, link) => {
      snapshot();
      world.status = status;
      world.last.fail();
      await Promise.resolve();
      expect(sut.state.link).toBe(link);
    });

  it('listens to nothing that an older connection says', () => {
    const old = world.last;
    old.fail();
    world.pass(1_000);
    old.send('snapshot', { live: {} });
    expect(heard).toHaveLength(0);
  });
});
