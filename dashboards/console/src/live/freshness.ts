import type { LinkState, Payload } from './protocol.js';

/** never: nothing is known; stale: it speaks no longer for the present. */
export type Freshness = 'fresh' | 'stale' | 'never';

/** Without a connection nothing is known of now, whatever a value's own patience. */
export const LOST_AFTER_S = 10;

export const FRESHNESS = {
  /** Seconds after which a value is stale where nobody names a limit. */
  usual: 900,
} as const;

/** The host's clock, Unix ms. */
export const hostNow = (state: LinkState, now = Date.now()): number => now + state.clockAhead;

/** Since its device time, seconds; null without one. */
export function ageOf(ts: number | null | undefined, state: LinkState, now = Date.now()): number | null {
  return ts === null || ts === undefined ? null : (hostNow(state, now) - ts) / 1_000;
}

/** Seconds since the last event of the stream; null before the first. */
export function silenceOf(state: LinkState, now = Date.now()): number | null {
  return state.lastEventAt === null ? null : Math.max(0, (now - state.lastEventAt) / 1_000);
}

/** True once the connection has been gone for long enough that what is shown may not be so any more. */
export function isLost(state: LinkState, now = Date.now()): boolean {
  return state.link !== 'live' && (silenceOf(state, now) ?? Infinity) > LOST_AFTER_S;
}

/** @param usual seconds after which it is stale where the payload names none */
export function freshnessOf(
  payload: Payload | undefined | null, state: LinkState, now = Date.now(), usual: number = FRESHNESS.usual,
): Freshness {
  if (!payload) return 'never';
  if (isLost(state, now)) return 'stale';
  const age = ageOf(payload.ts, state, now)!;
  return age > (payload.stale_after_s ?? usual) ? 'stale' : 'fresh';
}
