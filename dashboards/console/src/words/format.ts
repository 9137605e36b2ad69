/** Numbers, durations and times as people read them; what is not known is a dash, never 0. */
import { language, locale } from './words.js';

export const DASH = '—';

const NARROW = '\u202f';

type Unknown = number | null | undefined;

const known = (value: Unknown): value is number => value !== null && value !== undefined && Number.isFinite(value);

const formats = new Map<string, Intl.NumberFormat>();

function decimals(digits: number): Intl.NumberFormat {
  const key = `${locale()} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format;
}

export function number(value: Unknown, digits = 0): string {
  if (!known(value)) return DASH;
  const text = decimals(digits).format(value);
  return /^-0([.,]0+)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** As many digits as help: 0.37, 4.2, 57, 1,234. */
export function figure(value: Unknown): string {
  if (!known(value)) return DASH;
  const size = Math.abs(value);
  return number(value, size >= 100 || size === 0 ? 0 : size >= 1 ? 1 : 2);
}

/** @param fraction 0.65 is 65 %; never clamped */
export function percent(fraction: Unknown, digits = 0): string {
  if (!known(fraction)) return DASH;
  return number(fraction * 100, digits) + (language() === 'zh' ? '' : NARROW) + '%';
}

const UNITS = {
  en: { s: 's', min: 'min', h: 'h', d: 'd' },
  zh: { s: '秒', min: '分', h: '小时', d: '天' },
};

/** The greatest two units at most: 42 s, 3 min, 2 h 5 min, 4 d. */
export function duration(seconds: Unknown): string {
  if (!known(seconds)) return DASH;
  const u = UNITS[language()];
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s}${NARROW}${u.s}`;
  if (s < 3600) return `${Math.floor(s / 60)}${NARROW}${u.min}`;
  if (s < 172_800) {
    const minutes = Math.floor((s % 3600) / 60);
    return `${Math.floor(s / 3600)}${NARROW}${u.h}${minutes > 0 ? ` ${minutes}${NARROW}${u.min}` : ''}`;
  }
  return `${Math.floor(s / 86_400)}${NARROW}${u.d}`;
}

let zone = 'UTC';
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The city's, as in the tz database; every time that is shown is in it. */
export function setTimeZone(next: string): void {
  if (next === zone) return;
  zone = next;
  clocks.clear();
}

export const timeZone = (): string => zone;

function clock(key: string, options: Intl.DateTimeFormatOptions, tag = 'en-GB'): Intl.DateTimeFormat {
  let format = clocks.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tag, { timeZone: zone, hourCycle: 'h23', ...options });
    clocks.set(key, format);
  }
  return format;
}

type Moment = number | string | Date;

const ms = (at: Moment): number => (typeof at === 'number' ? at : new Date(at).getTime());

/** The local day of an instant: 2026-03-01. */
export function dayOf(at: Moment): string {
  const parts = clock('day', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(ms(at));
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** 14:05, or 14:05:09. */
export function timeOf(at: Moment, withSeconds = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  return withSeconds
    ? clock('seconds', { ...options, second: '2-digit' }).format(ms(at))
    : clock('minutes', options).format(ms(at));
}

/** With the date where it is not today's: 14:05, 2026-03-01 14:05. */
export function moment(at: Moment, now: number, withSeconds = false): string {
  const day = dayOf(at);
  return day === dayOf(now) ? timeOf(at, withSeconds) : `${day} ${timeOf(at, withSeconds)}`;
}

/** Always with the date. */
export const dateTime = (at: Moment, withSeconds = false): string => `${dayOf(at)} ${timeOf(at, withSeconds)}`;

/** Minutes that the zone is ahead of UTC at an instant. */
export function zoneOffset(at: number): number {
  const parts = clock('all', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find(one => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - Math.floor(at / 1000) * 1000) / 60_000);
}

/** The instant at which a local day of the city begins (at midnight), Unix ms. */
export function startOfDay(day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = utc - zoneOffset(utc) * 60_000;
  return utc - zoneOffset(guess) * 60_000;
}

/** `2026-03-01` and 1 give `2026-03-02`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
