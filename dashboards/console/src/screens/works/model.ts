/** The host's status as /api/status and the live stream tell it, and what it comes to. */
import type { Tone } from '../../parts/shapes.js';

export type StoreState = 'ok' | 'unreachable' | 'overloaded' | 'refused';
export type LinkState = 'listening' | 'connecting' | 'connected' | 'disconnected' | 'refused';
export type HealthState = 'ok' | 'degraded' | 'failed';
export type Reason = 'malformed' | 'schema' | 'unknown_topic' | 'unknown_asset' | 'time_missing' | 'time_in_future'
  | 'time_too_old' | 'out_of_range' | 'too_large' | 'store_rejected' | 'internal';

export const REASONS: readonly Reason[] = ['malformed', 'schema', 'unknown_topic', 'unknown_asset', 'time_missing',
  'time_in_future', 'time_too_old', 'out_of_range', 'too_large', 'store_rejected', 'internal'];

export interface IntakeBooks {
  readonly received: number; readonly spooled: number; readonly dead_lettered: number; readonly shed: number;
  readonly in_flight: number; readonly difference: number; readonly balanced: boolean;
}

export interface StoreBooks {
  readonly spooled: number; readonly stored: number; readonly store_rejected: number; readonly pending: number;
  readonly set_aside: number; readonly difference: number; readonly balanced: boolean;
}

export interface Connection {
  readonly name: string; readonly state: LinkState; readonly since: string; readonly last_message_at?: string;
  readonly received: number; readonly acknowledged: number; readonly last_error?: string; readonly clients?: number;
}

export interface Status {
  readonly host: string;
  readonly version: string;
  readonly started_at: string;
  readonly disk_free?: number;
  readonly rates: { readonly received: number; readonly spooled: number; readonly stored: number };
  readonly intake: IntakeBooks;
  readonly stored: StoreBooks;
  readonly spool: {
    readonly accepting: boolean; readonly bytes: number; readonly limit_bytes?: number; readonly pending: number;
    readonly oldest_pending_seconds?: number; readonly lag_seconds?: number;
  };
  readonly store: {
    readonly kind: string; readonly state: StoreState; readonly detail: string; readonly since: string;
  };
  readonly connections: readonly Connection[];
  readonly dead_letters: Readonly<Record<string, number>>;
  readonly unregistered_count: number;
  readonly health: readonly { readonly name: string; readonly state: HealthState; readonly reason?: string }[];
}

/** One equation as its terms: the left side, then what it must be the sum of. */
export interface Equation<K extends string> {
  readonly left: { readonly term: K; readonly value: number };
  readonly right: readonly { readonly term: K; readonly value: number }[];
  readonly difference: number;
}

export type IntakeTerm = 'received' | 'spooled' | 'dead_lettered' | 'shed' | 'in_flight';
export type StoreTerm = 'spooled' | 'stored' | 'store_rejected' | 'pending' | 'set_aside';

function equation<K extends string>(books: Readonly<Record<K, number>>, left: K, right: readonly K[]): Equation<K> {
  // Added up here once more: what is shown must come to what is said of it.
  const sum = right.reduce((all, term) => all + books[term], 0);
  return {
    left: { term: left, value: books[left] }, right: right.map(term => ({ term, value: books[term] })),
    difference: books[left] - sum,
  };
}

export const intakeOf = (books: IntakeBooks): Equation<IntakeTerm> =>
  equation<IntakeTerm>(books, 'received', ['spooled', 'dead_lettered', 'shed', 'in_flight']);

export const storedOf = (books: StoreBooks): Equation<StoreTerm> =>
  equation<StoreTerm>(books, 'spooled', ['stored', 'store_rejected', 'pending', 'set_aside']);

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** In the greatest unit in which it is 1 or more: `[1.5, 'MiB']`. */
export function bytesOf(bytes: number): readonly [number, string] {
  let power = 0;
  for (let rest = bytes; rest >= 1024 && power < UNITS.length - 1; rest /= 1024) power++;
  return [bytes / 1024 ** power, UNITS[power]!];
}

export const HEALTH_TONES: Record<HealthState, Tone> = { ok: 'normal', degraded: 'look', failed: 'bad' };
export const STORE_TONES: Record<StoreState, Tone> = {
  ok: 'normal', unreachable: 'bad', overloaded: 'look', refused: 'bad',
};
export const LINK_TONES: Record<LinkState, Tone> = {
  listening: 'normal', connecting: 'look', connected: 'normal', disconnected: 'bad', refused: 'bad',
};

/** Within two minutes of two or more whole hours a distance is a time zone. */
export function wholeHoursOf(seconds: number): number | null {
  const hours = Math.round(Math.abs(seconds) / 3_600);
  return hours >= 2 && hours <= 14 && Math.abs(Math.abs(seconds) - hours * 3_600) <= 120 ? hours : null;
}
