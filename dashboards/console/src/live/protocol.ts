/** What pages and the one keeper of the stream say to each other. */

/** A live topic's payload as published; `ts` and `published_at` are Unix ms. */
export interface Payload {
  readonly ts: number;
  readonly published_at?: number;
  readonly stale_after_s?: number;
  readonly [field: string]: unknown;
}

/**
 * connecting: nothing came yet; live; lost: it was live and is being reconnected; full: the host takes no more streams;
 * refused: nobody is signed in.
 */
export type Link = 'connecting' | 'live' | 'lost' | 'full' | 'refused';

export interface LinkState {
  readonly link: Link;
  /** By this machine's clock; null before the first event. */
  readonly lastEventAt: number | null;
  /** The host's clock less this machine's, ms. */
  readonly clockAhead: number;
  /** Of the console that the host serves; null where it does not say. */
  readonly version: string | null;
}

/** The host's own status stands among the topics under this name, as in /api/status. */
export const STATUS = '$status';

export type Values = Record<string, Payload | null>;

export type FromKeeper =
  | { readonly kind: 'state'; readonly state: LinkState }
  /** `whole`: topics with one of these prefixes that are not in `values` are no more. */
  | { readonly kind: 'values'; readonly values: Values; readonly whole: readonly string[] };

export type FromPage =
  | { readonly kind: 'want'; readonly prefixes: readonly string[] }
  /** Something happened that a dead connection does not tell: back online, seen again, awake. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'here' }
  | { readonly kind: 'bye' };

export const isWanted = (topic: string, prefixes: readonly string[]): boolean =>
  prefixes.some(prefix => topic.startsWith(prefix));
