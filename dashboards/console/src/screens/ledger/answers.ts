import { get, type Query } from '../../api/api.js';
import type { Values } from '../../parts/changes.js';

export interface LedgerRow {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  readonly subject: string;
  readonly day?: string;
  readonly month?: string;
  readonly why: string;
  readonly before?: Values;
  readonly after?: Values;
}

export interface LedgerPage { readonly rows: readonly LedgerRow[]; readonly next?: number }

/** What may be filtered by, as the address and the API write it. */
export const FILTERS = ['kind', 'subject', 'actor', 'from', 'to', 'fromDay', 'toDay'] as const;

export type Filter = (typeof FILTERS)[number];

/**
 * Filters of the address as the API wants them: days of writing become instants of the city, the last one included.
 * @param startOf the instant at which a local day begins, Unix ms @param after the day after a day
 */
export function questionOf(
  query: URLSearchParams, startOf: (day: string) => number, after: (day: string) => string,
): Record<string, string> {
  const question: Record<string, string> = {};
  for (const filter of FILTERS) {
    const value = query.get(filter)?.trim();
    if (!value) continue;
    if (filter === 'from') question[filter] = String(startOf(value));
    else if (filter === 'to') question[filter] = String(startOf(after(value)));
    else question[filter] = value;
  }
  return question;
}

export const askLedger = (question: Query, signal: AbortSignal): Promise<LedgerPage> => get('/api/ledger', question, signal);
