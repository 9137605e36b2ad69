import type { Activity } from '../../map/types.js';
import { ACTIVITIES, type VehicleKind } from './fleet-types.js';
import type { VehicleRow } from './fleet-model.js';

/** Which vehicles are shown; an empty part lets all pass. */
export interface FleetFilter {
  readonly text: string;
  readonly state: Activity | '';
  readonly district: string;
  readonly kind: VehicleKind | '';
}

export type SortKey = 'name' | 'state' | 'speed' | 'age' | 'district' | 'place';

export interface FleetSorting { readonly key: SortKey; readonly isDown: boolean }

/** Every word of the text has to be in the plate, the name, the district's name or the place's. */
export function takes(row: VehicleRow, filter: FleetFilter, words: (row: VehicleRow) => string): boolean {
  if (filter.state && row.activity !== filter.state) return false;
  if (filter.district && row.district !== filter.district) return false;
  if (filter.kind && row.kind !== filter.kind) return false;
  if (!filter.text.trim()) return true;
  const all = words(row).toLowerCase();
  return filter.text.toLowerCase().split(/\s+/).every(word => all.includes(word));
}

const RANKS = new Map(ACTIVITIES.map((one, i) => [one, i]));

const collator = new Intl.Collator(undefined, { numeric: true });

/** Places of words in the order of a language, by word: comparing numbers costs a hundredth of comparing words. */
export function ranksOf(words: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...new Set(words)].sort(collator.compare).map((word, i) => [word, i]));
}

/**
 * Unknown values stay last whichever way; equal ones are by name.
 *
 * @param names places of the labels among all
 */
export function sorted(
  rows: readonly VehicleRow[], by: FleetSorting, wordOf: (row: VehicleRow) => string,
  names: ReadonlyMap<string, number>,
): VehicleRow[] {
  const isWord = by.key === 'district' || by.key === 'place';
  const ranks = isWord ? ranksOf(rows.map(wordOf)) : null;
  const value = (row: VehicleRow): number => {
    if (ranks) {
      const word = wordOf(row);
      return word ? ranks.get(word)! : NaN;
    }
    switch (by.key) {
      case 'state': return RANKS.get(row.activity) ?? NaN;
      case 'speed': return row.speed ?? NaN;
      case 'age': return row.ts === null ? NaN : -row.ts;
      default: return names.get(row.label) ?? NaN;
    }
  };
  const keyed = rows.map(row => ({ row, value: value(row), name: names.get(row.label) ?? 0 }));
  keyed.sort((a, b) => {
    const [noA, noB] = [Number.isNaN(a.value), Number.isNaN(b.value)];
    if (noA || noB) return Number(noA) - Number(noB) || a.name - b.name;
    return (by.isDown ? b.value - a.value : a.value - b.value) || a.name - b.name;
  });
  return keyed.map(one => one.row);
}
