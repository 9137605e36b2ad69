import { html, nothing, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { get } from '../../api/api.js';
import { Loading } from '../../api/loading.js';
import { EachSecond, board, now } from '../../live/index.js';
import type { MapElement } from '../../map/map.js';
import '../../map/map.js';
import { boxOf, positionsOf } from '../../map/project.js';
import type { Edit, Hit, MapTrack, Place, PlaceCollection } from '../../map/types.js';
import '../../parts/problem.js';
import { Keys, type KeyBinding } from '../../shell/keys.js';
import { setQuery } from '../../shell/router.js';
import { Screen } from '../../shell/screen.js';
import { may } from '../../shell/rights.js';
import { onSession } from '../../shell/session.js';
import { dayOf } from '../../words/format.js';
import { language } from '../../words/index.js';
import { sorted, takes, type FleetFilter, type FleetSorting, type SortKey } from './filter.js';
import './filters.js';
import type { FleetFilters, Pressable } from './filters.js';
import { Fleet, type VehicleRow } from './fleet-model.js';
import { styles } from './fleet-styles.js';
import { ACTIVITIES, VEHICLE_KINDS, type Rounds, type VehicleList as Answer } from './fleet-types.js';
import { Names } from './names.js';
import './place-editor.js';
import { servicesOf } from './rounds-panel.js';
import './rounds-panel.js';
import { partsOf, type TrackAnswer } from './track.js';
import type { VehicleList } from './vehicle-list.js';
import './vehicle-list.js';
import './vehicle-panel.js';
import { t } from './words.js';

const TOPICS = 'vehicles/';
const WAY_HOURS = 2;
const NEAR_ZOOM = 15;
const NO_TRACKS: readonly MapTrack[] = [];

const narrow = matchMedia('(max-width: 60rem)');

/** Every vehicle in a list and on a map; the list waits for nothing of the map. */
@customElement('t-fleet')
export class FleetScreen extends Screen {
  static override styles = styles;

  @state() private filter: FleetFilter = { text: '', state: '', district: '', kind: '' };
  @state() private sorting: FleetSorting = { key: 'name', isDown: false };
  @state() private chosen: string | null = null;
  @state() private chosenPlace: string | null = null;
  @state() private follows = false;
  @state() private showsWay = false;
  @state() private showsRounds = false;
  @state() private isEditing = false;
  @state() private edit: Edit | null = null;
  @state() private showsMap = !narrow.matches;
  @query('t-map') private map!: MapElement | null;
  @query('t-vehicle-list') private list!: VehicleList;
  @query('t-fleet-filters') private filters!: FleetFilters;

  private readonly fleet = new Fleet();
  private rows: readonly VehicleRow[] = [];
  private places: readonly Place[] = [];
  private names = new Names([], []);
  private ends: (() => void)[] = [];
  private heardAt = 0;
  private named = '';
  /** The chosen vehicle that was brought into sight. */
  private seen: string | null = null;

  private readonly vehicles = new Loading(this, async signal => {
    const answer = await get<Answer>('/api/vehicles', {}, signal);
    this.fleet.know(answer.vehicles);
    return answer;
  }, 300_000);

  private readonly placeList = new Loading(this, signal => get<PlaceCollection>('/api/places', {}, signal), 300_000);
  private readonly rounds = new Loading(this, signal => get<Rounds>(`/api/rounds/${dayOf(now())}`, {}, signal), 60_000);
  private readonly way = new Loading(this, async signal => (!this.chosen || !this.showsWay ? undefined
    : get<TrackAnswer>(`/api/vehicles/${encodeURIComponent(this.chosen)}/track`, {
      from: new Date(now() - WAY_HOURS * 3_600_000).toISOString(), tolerance_m: 5,
    }, signal)), 30_000);

  constructor() {
    super();
    // Ages count up with what comes each second; where nothing comes, by themselves.
    new EachSecond(this, () => {
      if (performance.now() - this.heardAt > 900) this.requestUpdate();
    });
    new Keys(this, () => this.keys());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ends = [
      board.subscribe({ prefixes: [TOPICS], listener: topics => this.hear(topics) }),
      onSession(() => this.requestUpdate()),
    ];
    for (const [topic, payload] of board.under(TOPICS)) this.fleet.hear(topic.slice(TOPICS.length), payload);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }

  private hear(topics: ReadonlySet<string>): void {
    for (const topic of topics) this.fleet.hear(topic.slice(TOPICS.length), board.get(topic) ?? null);
    this.heardAt = performance.now();
    this.requestUpdate();
  }

  private get mayEdit(): boolean {
    return may('edit_places');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) this.readAddress();
    this.vehicles.keyed('');
    this.placeList.keyed('');
    this.rounds.keyed('');
    this.way.keyed(this.chosen && this.showsWay ? this.chosen : '');
    if (this.placeList.value) this.places = this.placeList.value.features;
    this.nameAll();
    this.fleet.judge(now());
    const all = [...this.fleet.rows.values()];
    const shown = all.filter(row => takes(row, this.filter, this.names.wordsOf));
    this.rows = sorted(shown, this.sorting,
      this.sorting.key === 'district' ? this.names.districtOf : this.names.placeOf, this.fleet.names);
  }

  protected override updated(): void {
    const row = this.chosen ? this.fleet.rows.get(this.chosen) : null;
    if (!row?.hasPlace || !(this.follows || this.chosen !== this.seen)) return;
    if (this.chosen !== this.seen) this.list.reveal(row.id);
    this.seen = this.chosen;
    this.map?.goTo([row.lon, row.lat], NEAR_ZOOM);
  }

  private readAddress(): void {
    const asked = (key: string) => this.query.get(key) ?? '';
    const known = <T extends string>(all: readonly T[], text: string): T | '' => all.find(one => one === text) ?? '';
    this.filter = {
      text: asked('q'), state: known(ACTIVITIES, asked('state')), district: asked('district'),
      kind: known(VEHICLE_KINDS, asked('kind')),
    };
    this.chosen = asked('vehicle') || null;
  }

  private nameAll(): void {
    const named = `${language()} ${this.placeList.at} ${this.vehicles.at}`;
    if (named === this.named) return;
    this.named = named;
    this.names = new Names(this.places, this.fleet.rows.values());
  }

  private keys(): readonly KeyBinding[] {
    return [
      { keys: '/', words: t('keyFind'), act: () => this.filters.find() },
      { keys: 'f', words: t('keyFollow'), act: () => this.follow() },
      { keys: 't', words: t('keyTrails'), act: () => this.trails() },
      { keys: 'c', words: t('keyRounds'), act: () => (this.showsRounds = !this.showsRounds) },
      ...(this.mayEdit ? [{ keys: 'e', words: t('keyPlaces'), act: () => this.toggleEditing() }] : []),
    ];
  }

  private choose(id: string | null): void {
    this.chosen = id;
    this.follows = false;
    setQuery({ vehicle: id });
    // Chosen once more it is shown once more.
    this.seen = null;
  }

  private follow(): void {
    if (this.chosen) this.follows = !this.follows;
  }

  private trails(): void {
    this.fleet.showTrails(!this.fleet.showsTrails);
    this.requestUpdate();
  }

  private choosePlace(id: string | null): void {
    this.chosenPlace = id;
    const place = this.places.find(one => one.id === id);
    const box = place ? boxOf(positionsOf(place.geometry.coordinates)) : null;
    if (box && place!.geometry.type === 'Point') this.map?.goTo([box[0], box[1]], NEAR_ZOOM);
    else if (box) this.map?.fit(box);
  }

  private toggleEditing(): void {
    this.isEditing = !this.isEditing;
    this.edit = null;
    this.chosenPlace = null;
    if (this.isEditing) this.showsMap = true;
  }

  private point(hit: Hit): void {
    if (hit?.kind === 'vehicle' && !this.isEditing) this.choose(hit.id);
    else if (hit?.kind === 'place') this.chosenPlace = hit.id;
  }

  private set(changes: Partial<FleetFilter>): void {
    const next = { ...this.filter, ...changes };
    this.filter = next;
    setQuery({ q: next.text, state: next.state, district: next.district, kind: next.kind });
  }

  private sort(key: SortKey): void {
    this.sorting = { key, isDown: this.sorting.key === key ? !this.sorting.isDown : key === 'speed' };
  }

  override render() {
    return html`<div class="screen ${this.showsMap ? '' : 'no-map'}">
      <div class="left">
        <t-fleet-filters .filter=${this.filter} .counts=${this.fleet.counts()} .districts=${[...this.names.districts]}
          .shown=${this.rows.length} .all=${this.fleet.rows.size} .pressed=${this.pressed()} .mayEdit=${this.mayEdit}
          @t-filter=${(event: CustomEvent<Partial<FleetFilter>>) => this.set(event.detail)}
          @t-press=${(event: CustomEvent<Pressable>) => this.press(event.detail)}></t-fleet-filters>
        <t-problem .of=${this.vehicles.problem} ?hidden=${!this.vehicles.problem}
          .again=${() => void this.vehicles.again()}></t-problem>
        ${this.vehicles.value?.incomplete
          ? html`<p class="note">${t('incomplete', this.vehicles.value.incomplete)}</p>` : nothing}
        ${this.chosen ? this.panel() : nothing}
        ${this.isEditing ? html`<t-place-editor .places=${this.places} .version=${this.placeList.value?.version ?? ''}
          .chosen=${this.chosenPlace} .districts=${[...this.names.districts]}
          @t-place=${(event: CustomEvent<string | null>) => this.choosePlace(event.detail)}
          @t-edit=${(event: CustomEvent<Edit | null>) => (this.edit = event.detail)}
          @t-places=${() => void this.placeList.again()}></t-place-editor>` : nothing}
        ${this.showsRounds ? html`<t-problem .of=${this.rounds.problem}
          ?hidden=${!this.rounds.problem}></t-problem><t-rounds-panel
          .rounds=${this.rounds.value}
          @t-place=${(event: CustomEvent<string>) => this.choosePlace(event.detail)}></t-rounds-panel>` : nothing}
        <t-vehicle-list .rows=${this.rows} .chosen=${this.chosen} .sorting=${this.sorting} .now=${now()}
          .placeOf=${this.names.placeOf} .districtOf=${this.names.districtOf}
          @t-row=${(event: CustomEvent<string>) => this.choose(event.detail)}
          @t-sort=${(event: CustomEvent<SortKey>) => this.sort(event.detail)}></t-vehicle-list>
      </div>
      ${this.showsMap ? this.mapPart() : nothing}
    </div>`;
  }

  private pressed(): ReadonlySet<Pressable> {
    const pressed: Record<Pressable, boolean> = {
      rounds: this.showsRounds, trails: this.fleet.showsTrails, places: this.isEditing, map: this.showsMap,
    };
    return new Set((Object.keys(pressed) as Pressable[]).filter(one => pressed[one]));
  }

  private press(button: Pressable): void {
    if (button === 'rounds') this.showsRounds = !this.showsRounds;
    else if (button === 'trails') this.trails();
    else if (button === 'places') this.toggleEditing();
    else this.showsMap = !this.showsMap;
  }

  private mapPart() {
    const chosen: Hit = this.chosenPlace ? { kind: 'place', id: this.chosenPlace }
      : this.chosen ? { kind: 'vehicle', id: this.chosen } : null;
    const tracks: readonly MapTrack[] = this.chosen && this.showsWay && this.way.value
      ? [{ id: this.chosen, parts: partsOf(this.way.value), look: 0 }] : NO_TRACKS;
    return html`<t-map .vehicles=${this.rows.filter(row => row.hasPlace)} .places=${this.places}
      .services=${this.services} .tracks=${this.tracksOnce(tracks)} .chosen=${chosen} .edit=${this.edit}
      @t-point=${(event: CustomEvent<Hit>) => this.point(event.detail)}
      @t-moved=${() => (this.follows = false)}></t-map>`;
  }

  private servicesFrom: Rounds | undefined;
  private servicesNow = servicesOf(undefined);

  private get services() {
    if (this.servicesFrom !== this.rounds.value) {
      this.servicesFrom = this.rounds.value;
      this.servicesNow = servicesOf(this.rounds.value);
    }
    return this.servicesNow;
  }

  private lastTracks: readonly MapTrack[] = NO_TRACKS;
  private lastWay: TrackAnswer | undefined;

  /** The same ways are the same object, so that the map draws them once. */
  private tracksOnce(tracks: readonly MapTrack[]): readonly MapTrack[] {
    const isSame = tracks.length === this.lastTracks.length && this.lastWay === this.way.value;
    if (!isSame) [this.lastTracks, this.lastWay] = [tracks, this.way.value];
    return this.lastTracks;
  }

  private panel() {
    const row = this.fleet.rows.get(this.chosen!);
    if (!row) return nothing;
    return html`<t-vehicle-panel .row=${row} .follows=${this.follows} .showsWay=${this.showsWay}
      .district=${this.names.districtOf(row)} .place=${this.names.placeOf(row)} @t-follow=${() => this.follow()}
      @t-way=${() => (this.showsWay = !this.showsWay)} @t-close=${() => this.choose(null)}></t-vehicle-panel>
      <t-problem .of=${this.way.problem} ?hidden=${!this.showsWay || !this.way.problem}></t-problem>`;
  }
}
