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

/** Unknown values stay last whichever way; equal ones are by name. */
export function sorted(
  rows: readonly VehicleRow[], by: FleetSorting, wordOf: (row: VehicleRow) => string,
): VehicleRow[] {
  const value = (row: VehicleRow): number | string | null => {
    switch (by.key) {
      case 'state': return RANKS.get(row.activity) ?? null;
      case 'speed': return row.speed;
      case 'age': return row.ts === null ? null : -row.ts;
      case 'name': return row.label;
      default: return wordOf(row) || null;
    }
  };
  const keyed = rows.map(row => ({ row, value: value(row) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) {
      return Number(a.value === null) - Number(b.value === null) || collator.compare(a.row.label, b.row.label);
    }
    const order = typeof a.value === 'number' && typeof b.value === 'number'
      ? a.value - b.value : collator.compare(String(a.value), String(b.value));
    return (by.isDown ? -order : order) || collator.compare(a.row.label, b.row.label);
  });
  return keyed.map(one => one.row);
}
