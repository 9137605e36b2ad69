import type { AlarmPriority, AlarmState } from '../api/types.js';
import type { Payload } from '../live/index.js';
import { PRIORITIES } from '../parts/shapes.js';
import type { LocalizedName } from '../words/index.js';

/** An open alarm as its live topic tells it; times are Unix ms. */
export interface LiveAlarm extends Payload {
  readonly id: string;
  readonly rule: string;
  readonly asset: string;
  readonly group: string;
  readonly name: LocalizedName;
  readonly title: LocalizedName;
  readonly text: LocalizedName;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  readonly active: boolean;
  readonly onset: number;
  readonly raised_at: number;
}

export interface AlarmSummary {
  /** Nobody has seen them yet, gone or not. */
  readonly unacknowledged: number;
  /** Of these, by priority; the most pressing first. */
  readonly byPriority: readonly { readonly priority: AlarmPriority; readonly count: number }[];
  /** Of these, the newest of the most pressing priority. */
  readonly newest: LiveAlarm | null;
}

/** What and where; most titles name the place themselves. */
export function headOf(title: string, name: string): string {
  return title.includes(name) ? title : `${title} · ${name}`;
}

const isUnseen = (alarm: LiveAlarm): boolean =>
  alarm.state === 'unacknowledged' || alarm.state === 'cleared_unacknowledged';

export function summaryOf(alarms: Iterable<LiveAlarm>): AlarmSummary {
  const counts = new Map<AlarmPriority, number>();
  let newest: LiveAlarm | null = null;
  let unacknowledged = 0;
  for (const alarm of alarms) {
    if (!isUnseen(alarm)) continue;
    unacknowledged++;
    counts.set(alarm.priority, (counts.get(alarm.priority) ?? 0) + 1);
    if (!newest || isBefore(alarm, newest)) newest = alarm;
  }
  return {
    unacknowledged, newest,
    byPriority: PRIORITIES.filter(one => counts.has(one)).map(one => ({ priority: one, count: counts.get(one)! })),
  };
}

function isBefore(a: LiveAlarm, b: LiveAlarm): boolean {
  const byPriority = PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);
  return byPriority < 0 || (byPriority === 0 && a.raised_at > b.raised_at);
}
