/** What differs between two sets of values, as the ledger and revisions keep them. */
import { sayCode } from '../words/codes.js';
import { locale } from '../words/index.js';

export type Value = string | number | boolean | null | undefined;

export interface Change { readonly name: string; readonly before: Value; readonly after: Value }

export type Values = Readonly<Record<string, unknown>>;

function flat(values: Values | null | undefined): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value !== null && typeof value === 'object') {
      for (const [inner, one] of Object.entries(value)) found.set(`${name}/${inner}`, plain(one));
    } else {
      found.set(name, plain(value));
    }
  }
  return found;
}

function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Value);
}

/** In the order of their names; what is the same in both is left out. */
export function changesOf(before: Values | null | undefined, after: Values | null | undefined): Change[] {
  const [old, next] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...next.keys()])].sort()
    .filter(name => (old.get(name) ?? null) !== (next.get(name) ?? null))
    .map(name => ({ name, before: old.get(name), after: next.get(name) }));
}

/** With all its digits, as it counts; a dash where it is not known. */
export function sayValue(value: Value): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'number') {
    return new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(value);
  }
  return typeof value === 'boolean' ? String(value) : sayCode(value);
}
