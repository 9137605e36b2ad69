import { describe, expect, it } from 'vitest';
import type { Alarm, AlarmPriority, AlarmState } from '../src/api/types.js';
import type { Payload } from '../src/live/index.js';
import {
  actorOf, floodOf, grouped, heir, mayAct, ofLive, ofStored, viewOf, within, type Row,
} from '../src/screens/alarms/model.js';
import { endOf } from '../src/screens/alarms/shelve.js';
import type { LiveAlarm } from '../src/shell/alarms.js';
import { Siren, callOf, type Speaker } from '../src/shell/sound.js';
import { setTimeZone } from '../src/words/format.js';

const NOW = Date.UTC(2026, 2, 1, 4);
const name = { en: 'Inlet', zh: '进水' };

const live = (id: string, more: Partial<Record<string, unknown>> = {}): Payload => ({
  ts: NOW, id, rule: 'meter_silent', asset: 'meter:p/in', group: 'plant:p', name, title: name, text: name,
  priority: 'medium', state: 'unacknowledged', active: true, occurrences: 1, onset: NOW - 60_000, raised_at: NOW,
  ...more,
});

const row = (id: string, more: Partial<Row> = {}): Row => ({ ...ofLive(live(id)), ...more });

describe('an alarm', () => {
  it('is the same row from its live topic and from the API', () => {
    const fromApi = ofStored({
      id: 'a', rule: 'meter_silent', asset: 'meter:p/in', group: 'plant:p', name, title: name, text: name,
      first_action: name, priority: 'medium', state: 'shelved', active: true, late: false, occurrences: 2,
      onset: '2026-03-01T11:59:00+08:00', raised_at: '2026-03-01T12:00:00+08:00',
      acknowledgement: { by: 'local', at: '2026-03-01T12:00:00+08:00', note: 'seen' },
      shelf: {
        by: 'account:wang', at: '2026-03-01T12:00:00+08:00', reason: 'works', until: '2026-03-01T13:00:00+08:00',
      },
    } as Alarm);
    const fromLive = ofLive(live('a', {
      state: 'shelved', occurrences: 2, first_action: name, acknowledged_by: 'local', acknowledged_at: NOW,
      acknowledged_note: 'seen', shelved_by: 'account:wang', shelved_until: NOW + 3_600_000, shelved_reason: 'works',
    }));
    expect(fromLive).toEqual(fromApi);
  });
});

describe('the views', () => {
  const of = (id: string, state: AlarmState, active: boolean, priority: AlarmPriority = 'medium', raisedAt = NOW) =>
    row(id, { state, active, priority, raisedAt });
  const rows = [
    of('seen', 'acknowledged', true, 'critical'), of('old', 'unacknowledged', true, 'high', NOW - 9_000),
    of('new', 'unacknowledged', true, 'high'), of('gone', 'cleared_unacknowledged', false, 'critical'),
    of('aside', 'shelved', true, 'critical'), of('low', 'unacknowledged', true, 'low'),
  ];
  const ids = (view: 'active' | 'unacknowledged' | 'shelved') => within(view, rows).map(one => one.id);

  it('show what is there, unseen first, then the pressing, then the new', () =>
    expect(ids('active')).toEqual(['new', 'old', 'low', 'seen']));
  it('keep what went before anybody had seen it', () =>
    expect(ids('unacknowledged')).toEqual(['gone', 'new', 'old', 'low']));
  it('hide what is shelved nowhere but from the others', () => expect(ids('shelved')).toEqual(['aside']));
  it('are told by the address', () => {
    expect(viewOf('shelved')).toBe('shelved');
    expect(viewOf('nonsense')).toBe('active');
    expect(viewOf(null)).toBe('active');
  });
});

describe('a flood', () => {
  const many = (count: number, more: Partial<Row> = {}) => Array.from({ length: count }, (_, i) => row(`${i}`, more));

  it('is more than ten news within ten minutes', () => {
    expect(floodOf(many(10), NOW)).toBe(0);
    expect(floodOf(many(11), NOW)).toBe(11);
    expect(floodOf(many(11, { raisedAt: NOW - 600_001 }), NOW)).toBe(0);
    expect(floodOf(many(11, { late: true }), NOW)).toBe(0);
  });

  it('is grouped by plant, the most pressing first', () => {
    const groups = grouped(within('active', [
      row('a', { group: 'plant:x', state: 'acknowledged' }), row('b', { group: 'plant:y', priority: 'low' }),
      row('c', { group: 'plant:z', priority: 'high' }), row('d', { group: 'plant:y' }),
    ]));
    expect(groups.map(one => [one.id, one.rows.map(some => some.id), one.unseen])).toEqual([
      ['plant:z', ['c'], 1], ['plant:y', ['d', 'b'], 2], ['plant:x', ['a'], 0],
    ]);
  });
});

describe('the focus', () => {
  it('stays, else goes to what took the place, else to the last', () => {
    expect(heir(['a', 'b', 'c'], 'b', ['a', 'b'])).toBe('b');
    expect(heir(['a', 'b', 'c'], 'b', ['a', 'c'])).toBe('c');
    expect(heir(['a', 'b', 'c'], 'c', ['a', 'b'])).toBe('b');
    expect(heir(['a'], 'a', [])).toBeNull();
  });
});

describe('who', () => {
  it('only looks has nothing to press', () => {
    expect((['viewer', 'kiosk'] as const).map(mayAct)).toEqual([false, false]);
    expect([null, 'dispatcher', 'operator', 'engineer', 'administrator'].map(role => mayAct(role as never)))
      .toEqual([true, true, true, true, true]);
  });
  it('did it is said by name', () => {
    const words = { program: 'the host', local: 'here' };
    const said = ['local', 'program:derive', 'account:wang'].map(one => actorOf(one, words));
    expect(said).toEqual(['here', 'the host', 'wang']);
  });
});

describe('the end of a shelf', () => {
  it('is so many minutes from now, or a time of the city within 31 days', () => {
    setTimeZone('Asia/Shanghai');
    expect(endOf('240', '', '', NOW)).toBe(NOW + 4 * 3_600_000);
    expect(endOf('other', '2026-03-02', '08:30', NOW)).toBe(Date.UTC(2026, 2, 2, 0, 30));
    expect(endOf('other', '2026-03-01', '11:59', NOW)).toBeNull();
    expect(endOf('other', '2026-04-02', '12:00', NOW)).toBeNull();
    expect(endOf('other', '', '', NOW)).toBeNull();
  });
});

class Tones implements Speaker {
  heard: number[] = [];
  plays = true;
  start(): Promise<boolean> { return Promise.resolve(this.plays); }
  tone(hertz: number): void { this.heard.push(hertz); }
}

describe('the siren', () => {
  const create = () => {
    const tones = new Tones();
    const clock = { now: 0 };
    return { tones, clock, sut: new Siren(tones, () => clock.now) };
  };

  it('is silent and says so until a gesture arms it, and where the browser refuses', async () => {
    const { tones, sut } = create();
    sut.hear('critical');
    sut.tick();
    expect([sut.isOn, tones.heard.length]).toEqual([false, 0]);
    tones.plays = false;
    expect(await sut.arm()).toBe(false);
    expect([sut.isOn, tones.heard.length]).toEqual([false, 0]);
  });

  it('sounds again and again until all is acknowledged', async () => {
    const { tones, clock, sut } = create();
    await sut.arm();
    sut.hear('high');
    expect(tones.heard.length).toBe(2);
    for (clock.now = 0; clock.now < 9_000; clock.now += 500) sut.tick();
    expect(tones.heard.length).toBe(6);
    sut.hear(null);
    for (; clock.now < 60_000; clock.now += 500) sut.tick();
    expect(tones.heard.length).toBe(6);
  });

  it('does not wait with what is more pressing, and ends when it is turned off', async () => {
    const { tones, clock, sut } = create();
    let told = 0;
    sut.onChange(() => told++);
    await sut.arm();
    sut.hear('medium');
    clock.now = 100;
    sut.hear('critical');
    expect(tones.heard).toEqual([660, 1_320, 1_320, 1_320]);
    sut.disarm();
    clock.now = 60_000;
    sut.tick();
    expect([tones.heard.length, told]).toEqual([4, 2]);
  });

  it('is called by what nobody has seen, by neither low nor late ones', () => {
    const of = (...some: Partial<LiveAlarm>[]) => callOf(some.map((one, i) => live(`${i}`, one) as LiveAlarm));
    expect(of({ priority: 'low' })).toBeNull();
    expect(of({ priority: 'high', state: 'acknowledged' }, { priority: 'medium' })).toBe('medium');
    expect(of({ priority: 'critical', late: true })).toBeNull();
    expect(of({ priority: 'high', state: 'cleared_unacknowledged' }, { priority: 'medium' })).toBe('high');
  });
});
