/** What days come to together. A rate is a sum by a sum, never a mean of rates; unknown stays unknown. */
import type { RateDay, RateSeries } from './answers.js';

export interface Sum {
  readonly rate: number | null;
  readonly numerator: number;
  readonly denominator: number;
  /** Days that have both sides. */
  readonly counted: number;
  readonly days: number;
  /** Days with a rate at or above their target, and those with both. */
  readonly met: number;
  readonly judged: number;
}

export function sumOf(days: readonly RateDay[]): Sum {
  let [numerator, denominator, counted, met, judged] = [0, 0, 0, 0, 0];
  for (const day of days) {
    if (day.numerator !== undefined && day.denominator !== undefined) {
      numerator += day.numerator;
      denominator += day.denominator;
      counted += 1;
    }
    const verdict = verdictOf(day);
    if (verdict === 'met' || verdict === 'missed') judged += 1;
    if (verdict === 'met') met += 1;
  }
  return {
    rate: counted > 0 && denominator > 0 ? numerator / denominator : null,
    numerator, denominator, counted, days: days.length, met, judged,
  };
}

export type Verdict = 'met' | 'missed' | 'no target' | 'unknown';

export function verdictOf(day: RateDay | undefined): Verdict {
  if (day?.rate === undefined) return 'unknown';
  if (day.target === undefined) return 'no target';
  return day.rate >= day.target ? 'met' : 'missed';
}

export const VERDICT_SHAPES: Record<Verdict, string> = { 'met': '✓', 'missed': '▲', 'no target': '●', 'unknown': '—' };

/** The official definition first, the others by name; the first is the one to show where none is official. */
export function byDefinition(rates: readonly RateSeries[], indicator: string): RateSeries[] {
  return rates.filter(one => one.id === indicator)
    .sort((a, b) => Number(b.official) - Number(a.official) || a.basis.localeCompare(b.basis));
}

export interface Week { readonly days: readonly (string | null)[] }

/** A month as weeks from Monday: `2026-03`; null where a cell is of another month. */
export function weeksOf(month: string): Week[] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const count = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells: (string | null)[] = Array.from({ length: (first.getUTCDay() + 6) % 7 }, () => null);
  for (let day = 1; day <= count; day++) cells.push(`${month}-${String(day).padStart(2, '0')}`);
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, i) => ({ days: cells.slice(i * 7, i * 7 + 7) }));
}

/** Months that a range of days touches, the latest first. */
export function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  const date = new Date(`${to.slice(0, 7)}-01T00:00:00Z`);
  while (date.toISOString().slice(0, 7) >= from.slice(0, 7)) {
    months.push(date.toISOString().slice(0, 7));
    date.setUTCMonth(date.getUTCMonth() - 1);
  }
  return months;
}
