import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Board } from '../src/live/board.js';
import { Keeper, type Page } from '../src/live/keeper.js';
import type { FromKeeper, FromPage } from '../src/live/protocol.js';

const LIVE = { link: 'live', lastEventAt: 1, clockAhead: 0, version: null } as const;

let frames: (() => void)[];
let sent: FromPage[];
let sut: Board;

beforeEach(() => {
  frames = [];
  sent = [];
  sut = new Board(act => frames.push(act));
  sut.connect(message => sent.push(message));
});

const frame = () => { for (const act of frames.splice(0)) act(); };
const values = (some: Record<string, { ts: number } | null>, whole: string[] = []): FromKeeper =>
  ({ kind: 'values', values: some, whole });

describe('a board', () => {
  it('tells once a frame, however much came', () => {
    const listener = vi.fn();
    sut.subscribe({ prefixes: ['plants/'], listener });
    sut.hear(values({ 'plants/a': { ts: 1 } }));
    sut.hear(values({ 'plants/a': { ts: 2 }, 'plants/b': { ts: 2 } }));
    expect(listener).not.toHaveBeenCalled();
    expect(frames).toHaveLength(1);
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
    expect([...listener.mock.calls[0]![0]].sort()).toEqual(['plants/a', 'plants/b']);
    expect(sut.get('plants/a')?.ts).toBe(2);
  });

  it('tells nobody of what he did not ask for', () => {
    const listener = vi.fn();
    sut.subscribe({ prefixes: ['alarms/'], listener });
    sut.hear(values({ 'plants/a': { ts: 1 } }));
    frame();
    expect(listener).not.toHaveBeenCalled();
  });

  it('tells everybody when the connection changes', () => {
    const listener = vi.fn();
    sut.subscribe({ prefixes: [], listener });
    sut.hear({ kind: 'state', state: LIVE });
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(sut.state.link).toBe('live');
  });

  it('does not wait for a frame with what is wanted at once', () => {
    const listener = vi.fn();
    sut.subscribe({ prefixes: ['alarms/'], listener, atOnce: true });
    sut.hear(values({ 'alarms/1': { ts: 1 } }));
    expect(listener).toHaveBeenCalledTimes(1);
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('forgets what a whole answer no longer has, under its prefixes only', async () => {
    sut.subscribe({ prefixes: ['plants/', 'alarms/'], listener: () => {} });
    await Promise.resolve();
    sut.hear(values({ 'plants/a': { ts: 1 }, 'plants/b': { ts: 1 }, 'alarms/1': { ts: 1 } }));
    sut.hear(values({ 'plants/a': { ts: 2 } }, ['plants/']));
    expect([...sut.under('')].map(([topic]) => topic).sort()).toEqual(['alarms/1', 'plants/a']);
  });

  it('asks once for all that is subscribed in one turn, and forgets what nobody wants', async () => {
    sut.subscribe({ prefixes: ['plants/'], listener: () => {} });
    const end = sut.subscribe({ prefixes: ['alarms/'], listener: () => {} });
    await Promise.resolve();
    expect(sent).toEqual([{ kind: 'want', prefixes: ['alarms/', 'plants/'] }]);
    sut.hear(values({ 'alarms/1': { ts: 1 } }));
    end();
    await Promise.resolve();
    expect(sent.at(-1)).toEqual({ kind: 'want', prefixes: ['plants/'] });
    expect(sut.get('alarms/1')).toBeUndefined();
  });
});

describe('a keeper', () => {
  it('tells each page what it wants, and what it comes to want', () => {
    let send: (type: string, frame: object) => void = () => {};
    const keeper = new Keeper({
      open: () => ({
        onerror: null, close: () => {},
        addEventListener: (type, listener) => {
          if (type === 'snapshot') send = (_, data) => listener(new MessageEvent(type, { data: JSON.stringify(data) }));
        },
      }),
      now: () => 1, after: () => 1, cancel: () => {}, whyNot: () => Promise.resolve(0),
    }, '/api/live');
    const told: FromKeeper[] = [];
    const page: Page = { post: message => told.push(message) };
    keeper.hear(page, { kind: 'want', prefixes: ['plants/'] });
    send('snapshot', { live: { 'plants/a': { ts: 1 }, 'vehicles/v': { ts: 1 } } });

    keeper.hear(page, { kind: 'want', prefixes: ['plants/', 'vehicles/'] });

    const got = told.filter(one => one.kind === 'values');
    expect(got.at(-2)).toEqual(values({ 'plants/a': { ts: 1 } }, ['plants/']));
    expect(got.at(-1)).toEqual(values({ 'vehicles/v': { ts: 1 } }, ['vehicles/']));
    keeper.hear(page, { kind: 'bye' });
    const before = told.length;
    send('snapshot', { live: {} });
    expect(told).toHaveLength(before);
  });
});
