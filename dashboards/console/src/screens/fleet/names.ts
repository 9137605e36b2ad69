import type { Place } from '../../map/types.js';
import { number } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import type { VehicleRow } from './fleet-model.js';
import { t } from './words.js';

/** What places and districts are called in the language in force. */
export class Names {
  private readonly places: ReadonlyMap<string, string>;
  readonly districts: ReadonlyMap<string, string>;

  constructor(places: readonly Place[], rows: Iterable<VehicleRow>) {
    const name = (place: Place) => nameOf(place.properties.name, place.properties.id);
    this.places = new Map(places.map(place => [place.id, name(place)]));
    const districts = new Map(places.filter(place => place.properties.kind === 'district')
      .map(place => [place.properties.district!, name(place)]));
    // A district without an outline goes by its own name.
    for (const { district } of rows) {
      if (district && !districts.has(district)) districts.set(district, district);
    }
    this.districts = districts;
  }

  readonly districtOf = (row: VehicleRow): string =>
    row.district ? this.districts.get(row.district) ?? row.district : '';

  readonly placeOf = (row: VehicleRow): string => {
    if (!row.place) return '';
    const name = this.places.get(row.place) ?? row.place;
    return row.placeM ? `${t('metresTo', number(row.placeM))} ${name}` : `${t('at')} ${name}`;
  };

  /** All that a vehicle can be found by. */
  readonly wordsOf = (row: VehicleRow): string =>
    `${row.id} ${row.plate ?? ''} ${this.districtOf(row)} ${this.placeOf(row)}`;
}
