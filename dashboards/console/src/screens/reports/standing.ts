/** Whether a month can be published, and why not. */
import type { Published } from './answers.js';

export type Standing = 'published' | 'running' | 'provisional' | 'ready';

/** @param now by the host's clock, Unix ms */
export function standingOf(of: Published, now: number): Standing {
  if (of.revision !== null) return 'published';
  if (Date.parse(of.report.to) > now) return 'running';
  return of.report.state === 'provisional' ? 'provisional' : 'ready';
}

/** The month before this one: what is due. `2026-01-05` gives `2025-12`. */
export function dueMonth(today: string): string {
  const date = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - 1);
  return date.toISOString().slice(0, 7);
}

/** Its last day: `2026-02` gives `2026-02-28`. */
export function lastDayOf(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return date.toISOString().slice(0, 10);
}
