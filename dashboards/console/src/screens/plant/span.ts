/** The stretch of time that a plant is looked at for, and how it is moved. Instants are Unix ms. */
export interface Span { readonly from: number; readonly to: number }

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const RANGES = { '1h': HOUR, '8h': 8 * HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY } as const;

export type RangeName = keyof typeof RANGES;

export const RANGE_NAMES = Object.keys(RANGES) as RangeName[];

const USUAL: RangeName = '24h';
const SHORTEST = 5 * MINUTE;
const LONGEST = 400 * DAY;

export interface Chosen {
  readonly span: Span;
  /** One that ends now and moves on by itself; null for a fixed stretch. */
  readonly name: RangeName | null;
}

function isRange(text: string | null): text is RangeName {
  return text !== null && text in RANGES;
}

/** What the address says: `?range=7d`, or `?from=…&to=…` in Unix ms. */
export function chosenBy(query: URLSearchParams, now: number): Chosen {
  const from = Number(query.get('from') ?? NaN);
  const to = Number(query.get('to') ?? NaN);
  if (Number.isFinite(from) && Number.isFinite(to) && from < to) {
    return { span: within({ from, to }, now), name: null };
  }
  const asked = query.get('range');
  const name = isRange(asked) ? asked : USUAL;
  return { span: { from: now - RANGES[name], to: now }, name };
}

/** Neither too short nor too long, and not beyond now. */
export function within(span: Span, now: number): Span {
  const length = Math.min(Math.max(span.to - span.from, SHORTEST), LONGEST);
  const to = Math.min(span.to, now);
  return { from: Math.round(to - length), to: Math.round(to) };
}

/** @param factor below 1 zooms in @param around the part of the span that stays in its place */
export function zoomed(span: Span, factor: number, now: number, around = 0.5): Span {
  const length = span.to - span.from;
  const next = Math.min(Math.max(length * factor, SHORTEST), LONGEST);
  const from = span.from + (length - next) * around;
  return within({ from, to: from + next }, now);
}

/** @param part of the span's length; negative to the past */
export function panned(span: Span, part: number, now: number): Span {
  const by = (span.to - span.from) * part;
  return within({ from: span.from + by, to: span.to + by }, now);
}

/** All that can be looked at: as far back as the API gives buckets of, and up to now. */
export function wholeOf(span: Span, now = Date.now()): Span {
  const minute = Math.ceil(Math.max(now, span.to) / MINUTE) * MINUTE;
  return { from: minute - LONGEST, to: minute };
}

/** What lies between two readings is known for as long as that, as where a flow is integrated. */
const BRIDGED = 15 * MINUTE;

/**
 * Longest distance of two points that a line may join, ms: a device that is silent for three of its intervals is stale,
 * and a bucket is as long as it is.
 * @param every as the API writes it @param interval of the device, seconds; unknown where absent
 */
export function silenceOf(every: string, interval: number | undefined): number {
  return Math.max((stepMs(every) ?? 0) * 1.5, (interval ?? 0) * 3_000, BRIDGED);
}

/** As the API writes a step: 5m, 1h, day; null for raw. */
export function stepMs(every: string): number | null {
  if (every === 'day') return DAY;
  const found = /^(\d+)([smh])$/.exec(every);
  if (!found) return null;
  const unit = found[2] === 's' ? 1_000 : found[2] === 'm' ? MINUTE : HOUR;
  return Number(found[1]) * unit;
}
