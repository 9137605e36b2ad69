/** How a column of a form is asked for. */
import { zoneOffset } from '../../words/format.js';
import type { FormColumn } from './answers.js';

export type FieldType = 'date' | 'datetime-local' | 'number' | 'choice' | 'text';

const DAYS = ['from', 'until', 'day'];

/** Words that the host allows, where it names all of them. */
export function choicesOf(column: FormColumn): string[] {
  const words = column.allowed.split(', ');
  return words.length > 1 && words.every(word => /^[a-z_]+$/.test(word)) ? words : [];
}

export function typeOf(column: FormColumn): FieldType {
  if (DAYS.includes(column.name)) return 'date';
  if (column.name === 'at') return 'datetime-local';
  if (column.unit !== undefined || column.name === 'value') return 'number';
  return choicesOf(column).length > 0 ? 'choice' : 'text';
}

/** `2026-03-01T08:00` of the city's clocks with their offset: 2026-03-01T08:00:00+08:00. */
export function withOffset(local: string): string {
  const utc = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  if (Number.isNaN(utc)) return local;
  const minutes = zoneOffset(utc - zoneOffset(utc) * 60_000);
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const seconds = local.length === 16 ? ':00' : '';
  return `${local}${seconds}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** What was filled in, as the host takes it: what is empty is left out. */
export function figureOf(columns: readonly FormColumn[], filled: ReadonlyMap<string, string>): Record<string, string> {
  const figure: Record<string, string> = {};
  for (const column of columns) {
    const value = filled.get(column.name)?.trim();
    if (value) figure[column.name] = typeOf(column) === 'datetime-local' ? withOffset(value) : value;
  }
  return figure;
}
