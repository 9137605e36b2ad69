import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReactiveController } from 'lit';
import { Loading } from '../src/api/loading.js';
import { board } from '../src/live/index.js';
import type { LinkState } from '../src/live/protocol.js';

const state = (link: LinkState['link']) =>
  board.hear({ kind: 'state', state: { link, lastEventAt: 1, clockAhead: 0, version: null } });

function createSut(ask: (signal: AbortSignal) => Promise<string>) {
  const host = { requestUpdate: vi.fn(), addController: (_: ReactiveController) => {}, removeController: () => {},
    updateComplete: Promise.resolve(true) };
  const sut = new Loading(host, ask);
  sut.hostConnected();
  return sut;
}

let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

describe('a question', () => {
  it('keeps its answer while a newer one is asked and fails', async () => {
    let isBroken = false;
    const sut = createSut(() => (isBroken ? Promise.reject(new Error('no')) : Promise.resolve('answer')));
    await sut.again();
    isBroken = true;
    await sut.again();
    expect(sut.value).toBe('answer');
    expect(sut.problem).toBeInstanceOf(Error);
    isBroken = false;
    await sut.again();
    expect(sut.problem).toBeUndefined();
    sut.hostDisconnected();
  });

  it('takes the answer to the newest, whatever the order of the answers', async () => {
    const answers: ((value: string) => void)[] = [];
    const sut = createSut(() => new Promise(resolve => answers.push(resolve)));
    const first = sut.again();
    const second = sut.again();
    answers[1]!('second');
    answers[0]!('first');
    await Promise.all([first, second]);
    expect(sut.value).toBe('second');
    sut.hostDisconnected();
  });

  it('forgets the answer to another question', async () => {
    const sut = createSut(() => Promise.resolve('answer'));
    sut.keyed('a');
    await Promise.resolve();
    await Promise.resolve();
    expect(sut.value).toBe('answer');
    sut.keyed('a');
    expect(sut.value).toBe('answer');
    sut.keyed('b');
    expect(sut.value).toBeUndefined();
    sut.hostDisconnected();
  });

  it('is asked again when the host is back, and not before it was ever asked', async () => {
    const ask = vi.fn(() => Promise.resolve('answer'));
    const unasked = vi.fn(() => Promise.resolve('answer'));
    const sut = createSut(ask);
    const other = createSut(unasked);
    ends = [() => sut.hostDisconnected(), () => other.hostDisconnected()];
    state('live');
    await sut.again();
    state('lost');
    expect(ask).toHaveBeenCalledTimes(1);
    state('live');
    expect(ask).toHaveBeenCalledTimes(2);
    expect(unasked).not.toHaveBeenCalled();
  });
});
