/** Alarms as the screen shows them, from the live topics or from the API, and what follows from them. */
import type { Alarm, AlarmPriority, AlarmState, Role } from '../../api/types.js';
import type { Payload } from '../../live/index.js';
import { PRIORITIES } from '../../parts/shapes.js';
import type { LiveAlarm } from '../../shell/alarms.js';
import type { LocalizedName } from '../../words/index.js';

export type View = 'active' | 'unacknowledged' | 'shelved' | 'history';

export const VIEWS: readonly View[] = ['active', 'unacknowledged', 'shelved', 'history'];

export const viewOf = (text: string | null): View => VIEWS.find(one => one === text) ?? 'active';

/** Times are Unix ms. */
export interface Row {
  readonly id: string;
  readonly rule: string;
  readonly asset: string;
  readonly group: string;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  readonly active: boolean;
  readonly late: boolean;
  readonly occurrences: number;
  readonly onset: number;
  readonly raisedAt: number;
  readonly returnedAt: number | null;
  readonly closedAt: number | null;
  readonly name: LocalizedName;
  readonly title: LocalizedName;
  readonly text: LocalizedName;
  readonly firstAction: LocalizedName | null;
  readonly unit: LocalizedName | null;
  readonly acknowledged: { readonly by: string; readonly at: number; readonly note: string } | null;
  readonly shelf: { readonly by: string; readonly until: number; readonly reason: string } | null;
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function ofLive(payload: Payload): Row {
  const alarm = payload as LiveAlarm;
  return {
    id: alarm.id, rule: alarm.rule, asset: alarm.asset, group: alarm.group, priority: alarm.priority,
    state: alarm.state, active: alarm.active, late: payload['late'] === true,
    occurrences: numberOf(payload['occurrences']) ?? 1,
    onset: alarm.onset, raisedAt: alarm.raised_at, returnedAt: numberOf(payload['returned_at']), closedAt: null,
    name: alarm.name, title: alarm.title, text: alarm.text,
    firstAction: (payload['first_action'] as LocalizedName | undefined) ?? null,
    unit: (payload['responsible_unit'] as LocalizedName | undefined) ?? null,
    acknowledged: payload['acknowledged_by'] === undefined ? null : {
      by: textOf(payload['acknowledged_by']), at: numberOf(payload['acknowledged_at']) ?? 0,
      note: textOf(payload['acknowledged_note']),
    },
    shelf: payload['shelved_by'] === undefined ? null : {
      by: textOf(payload['shelved_by']), until: numberOf(payload['shelved_until']) ?? 0,
      reason: textOf(payload['shelved_reason']),
    },
  };
}

const at = (time: string | undefined): number | null => (time === undefined ? null : Date.parse(time));

export function ofStored(alarm: Alarm & { readonly responsible_unit?: LocalizedName }): Row {
  return {
    id: alarm.id, rule: alarm.rule, asset: alarm.asset, group: alarm.group, priority: alarm.priority,
    state: alarm.state, active: alarm.active, late: alarm.late, occurrences: alarm.occurrences,
    onset: Date.parse(alarm.onset),
    raisedAt: Date.parse(alarm.raised_at), returnedAt: at(alarm.returned_at), closedAt: at(alarm.closed_at),
    name: alarm.name, title: alarm.title, text: alarm.text, firstAction: alarm.first_action,
    unit: alarm.responsible_unit ?? null,
    acknowledged: alarm.acknowledgement ? {
      by: alarm.acknowledgement.by, at: Date.parse(alarm.acknowledgement.at), note: alarm.acknowledgement.note ?? '',
    } : null,
    shelf: alarm.shelf
      ? { by: alarm.shelf.by, until: Date.parse(alarm.shelf.until), reason: alarm.shelf.reason } : null,
  };
}

export const isUnseen = (row: Row): boolean =>
  row.state === 'unacknowledged' || row.state === 'cleared_unacknowledged';

const BELONGS: Record<Exclude<View, 'history'>, (row: Row) => boolean> = {
  active: row => row.active && row.state !== 'shelved' && row.state !== 'cleared',
  unacknowledged: isUnseen,
  shelved: row => row.state === 'shelved',
};

/** What nobody has seen first, then by priority, then the newest. */
export function order(a: Row, b: Row): number {
  return Number(isUnseen(b)) - Number(isUnseen(a))
    || PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority)
    || b.raisedAt - a.raisedAt || a.id.localeCompare(b.id);
}

export const within = (view: Exclude<View, 'history'>, rows: readonly Row[]): readonly Row[] =>
  rows.filter(BELONGS[view]).sort(order);

/** As the host counts: beyond as many news in as long people are told once that there are many. */
const FLOOD_MS = 10 * 60_000;
const FLOOD_MOST = 10;

/** How many were raised lately, where that is a flood; 0 where it is none. Found in history is no news. */
export function floodOf(rows: readonly Row[], now: number): number {
  const news = rows.filter(row => !row.late && now - row.raisedAt <= FLOOD_MS).length;
  return news > FLOOD_MOST ? news : 0;
}

export interface Group { readonly id: string; readonly rows: readonly Row[]; readonly unseen: number }

/** The most pressing group first; within it by what the list is ordered by. */
export function grouped(rows: readonly Row[]): readonly Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.group);
    if (known) known.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups].map(([id, some]) => ({ id, rows: some, unseen: some.filter(isUnseen).length }))
    .sort((a, b) => order(a.rows[0]!, b.rows[0]!));
}

/** Who only looks is shown nothing to press; the host decides all the same. */
export const mayAct = (role: Role | null): boolean => role !== 'viewer' && role !== 'kiosk';

/** `account:wang` is wang; what has no name stays as it is written. */
export function actorOf(by: string, words: { readonly program: string; readonly local: string }): string {
  if (by === 'local') return words.local;
  if (by.startsWith('program:')) return words.program;
  return by.slice(by.indexOf(':') + 1);
}

/** Where the focus goes when the row that had it has left the list: the one that took its place, else the last. */
export function heir(before: readonly string[], gone: string, after: readonly string[]): string | null {
  if (after.includes(gone)) return gone;
  const place = before.indexOf(gone);
  for (const id of before.slice(place + 1)) if (after.includes(id)) return id;
  for (const id of before.slice(0, Math.max(0, place)).reverse()) if (after.includes(id)) return id;
  return after[0] ?? null;
}
