import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pathOf, send } from '../../api/api.js';
import { PLACE_KINDS, type Edit, type Place, type PlaceKind } from '../../map/types.js';
import { Part } from '../../parts/element.js';
import '../../parts/problem.js';
import { shared } from '../../parts/styles.js';
import { toast } from '../../parts/toast.js';
import { askPlants, knownPlants } from '../../shell/city.js';
import { nameOf } from '../../words/index.js';
import {
  FACILITY_KINDS, POINT_KINDS, areaOfText, draftOf, emptyDraft, featureOf, geometryOf, isFence, kindsBeside,
  problemsOf, textOfArea, withGeometry, type PlaceDraft,
} from './place-draft.js';
import { t } from './words.places.js';

type Choice = readonly [value: string, words: string];

/**
 * Draws and changes places of the registry, on the map and by keys alone. Tells `t-edit` with what the map is to have
 * in hand (null for nothing), `t-place` with the one that was chosen, `t-places` once one is saved or gone.
 */
@customElement('t-place-editor')
export class PlaceEditor extends Part {
  static override styles = [shared, css`
    .card { padding: .6rem .8rem; display: grid; gap: .5rem; }
    .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .4rem .8rem; }
    label { display: grid; gap: .1rem; font-size: .875rem; color: var(--muted); }
    label > * { color: var(--ink); font-size: 1rem; width: 100%; }
    .wide { grid-column: 1 / -1; }
    textarea { min-height: 6rem; font-variant-numeric: tabular-nums; resize: vertical; }
  `];

  @property({ attribute: false }) places: readonly Place[] = [];
  /** Of the registry that the places are from. */
  @property() version = '';
  /** The feature that was chosen, such as `depot/yard`. */
  @property() chosen: string | null = null;
  @property({ attribute: false }) districts: readonly Choice[] = [];
  @state() private draft: PlaceDraft | null = null;
  @state() private isNew = false;
  @state() private newKind: PlaceKind = 'collection_point';
  @state() private why = '';
  @state() private isSure = false;
  @state() private isBusy = false;
  @state() private problem: unknown = null;
  /** The corners while they are typed, which may be no area yet. */
  @state() private corners: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    askPlants().then(() => this.requestUpdate(), () => {});
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('chosen')) return;
    const place = this.places.find(one => one.id === this.chosen);
    if (place) this.take(draftOf(place), false);
    else if (!this.isNew) this.take(null, false);
  }

  private take(draft: PlaceDraft | null, isNew: boolean): void {
    this.draft = draft;
    this.isNew = isNew;
    this.isSure = false;
    this.problem = null;
    this.corners = null;
    this.hand();
  }

  /** Gives the map what is in hand now. */
  private hand(): void {
    const draft = this.draft;
    const edit: Edit | null = draft && {
      geometry: geometryOf(draft), draws: isFence(draft.kind) ? 'Polygon' : 'Point',
      changed: geometry => {
        this.draft = withGeometry(this.draft ?? draft, geometry);
        this.corners = null;
      },
    };
    queueMicrotask(() => this.emit('t-edit', edit));
  }

  private set(changes: Partial<PlaceDraft>, onMap = false): void {
    this.draft = { ...this.draft!, ...changes };
    if (onMap) this.hand();
  }

  override render() {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t('title')}</h2>
      <div class="fields">
        <label>${t('choose')}<select @change=${(event: Event) =>
          this.emit('t-place', (event.target as HTMLSelectElement).value || null)}>
          <option value="" ?selected=${!this.chosen}>${t('chooseNone')}</option>
          ${PLACE_KINDS.map(kind => this.group(kind))}</select></label>
        <label>${t('newKind')}<select @change=${(event: Event) =>
          (this.newKind = (event.target as HTMLSelectElement).value as PlaceKind)}>
          ${PLACE_KINDS.map(kind => html`<option value=${kind} ?selected=${kind === this.newKind}>${
            t(`place.${kind}`)}</option>`)}</select></label>
        <div class="row"><button type="button" @click=${this.begin}>${t('draw')}</button></div>
      </div>
      ${this.draft ? this.form(this.draft) : nothing}
    </section>`;
  }

  private group(kind: PlaceKind) {
    const some = this.places.filter(place => place.properties.kind === kind);
    if (some.length === 0) return nothing;
    return html`<optgroup label=${t(`place.${kind}`)}>${some.map(({ id, properties }) => html`<option value=${id}
      ?selected=${id === this.chosen}>${nameOf(properties.name, properties.id)}</option>`)}</optgroup>`;
  }

  private begin(): void {
    this.emit('t-place', null);
    const draft = emptyDraft(this.newKind, this.districts[0]?.[0] ?? '');
    // After the choice is gone, which would take it away.
    queueMicrotask(() => this.take(draft, true));
  }

  private form(draft: PlaceDraft) {
    const fence = isFence(draft.kind);
    return html`<form @submit=${this.save} class="fields">
      <p class="wide muted small">${t(this.isNew && !geometryOf(draft) ? 'drawing' : 'changing')}</p>
      ${this.isNew ? this.text('id', draft.id, id => this.set({ id })) : nothing}
      ${this.text('nameZh', draft.zh, zh => this.set({ zh }))}
      ${this.text('nameEn', draft.en, en => this.set({ en }))}
      ${kindsBeside(draft.kind).length > 1 ? this.select('kind', draft.kind,
        kindsBeside(draft.kind).map(kind => [kind, t(`place.${kind}`)]), kind => this.set({
          kind: kind as PlaceKind, facilityKind: kind === 'facility' ? 'transfer_station' : '',
        })) : nothing}
      ${draft.kind === 'facility' ? this.select('kind', draft.facilityKind,
        FACILITY_KINDS.map(kind => [kind, t(`facility.${kind}`)]),
        kind => this.set({ facilityKind: kind as PlaceDraft['facilityKind'] })) : nothing}
      ${draft.kind === 'collection_point' ? this.select('kind', draft.pointKind,
        POINT_KINDS.map(kind => [kind, t(`point.${kind}`)]),
        kind => this.set({ pointKind: kind as PlaceDraft['pointKind'] })) : nothing}
      ${this.select('district', draft.district, [['', t('noDistrict')], ...this.districts],
        district => this.set({ district }))}
      ${draft.kind === 'facility' ? this.select('plant', draft.plant, [['', t('noPlant')],
        ...(knownPlants()?.plants ?? []).map((plant): Choice => [plant.id, nameOf(plant.name, plant.id)])],
        plant => this.set({ plant })) : nothing}
      ${fence ? nothing : html`
        ${this.degrees('lat', draft.lat, 90, lat => this.set({ lat }, !draft.area))}
        ${this.degrees('lon', draft.lon, 180, lon => this.set({ lon }, !draft.area))}`}
      ${draft.kind === 'collection_point' && !draft.area
        ? this.text('radius', draft.radius, radius => this.set({ radius }), t('radiusHint')) : nothing}
      ${fence || draft.area ? this.area(draft) : nothing}
      ${fence ? nothing : html`<div class="row"><button type="button" @click=${this.otherShape}>${
        t(draft.area ? 'toPoint' : 'toArea')}</button></div>`}
      <div class="wide">${this.text('why', this.why, why => (this.why = why))}</div>
      <t-problem class="wide" .of=${this.problem} ?hidden=${!this.problem}></t-problem>
      ${this.wanted(draft)}
      <div class="row wide">
        <button type="submit" ?disabled=${this.isBusy || this.lacks(draft).length > 0}>${t('save')}</button>
        <button type="button" @click=${this.cancel}>${t('cancel')}</button>
        ${this.isNew ? nothing : html`<button class="push" type="button" ?disabled=${this.isBusy || !this.why.trim()}
          @click=${this.takeOut}>${t(this.isSure ? 'removeReally' : 'remove')}</button>`}
      </div></form>`;
  }

  private text(
    key: 'id' | 'nameZh' | 'nameEn' | 'radius' | 'why', value: string, set: (text: string) => void, hint = '',
  ) {
    return html`<label>${t(key)}<input name=${key} .value=${value} placeholder=${hint}
      @input=${(event: Event) => set((event.target as HTMLInputElement).value)}></label>`;
  }

  private select(
    key: 'kind' | 'district' | 'plant', value: string, choices: readonly Choice[], set: (value: string) => void,
  ): TemplateResult {
    return html`<label>${t(key)}<select @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
      ${choices.map(([one, words]) => html`<option value=${one} ?selected=${one === value}>${words}</option>`)}
    </select></label>`;
  }

  private degrees(key: 'lat' | 'lon', value: number | null, most: number, set: (value: number | null) => void) {
    return html`<label>${t(key)}<input name=${key} type="number" step="any" min=${-most} max=${most}
      .value=${value === null ? '' : String(value)} @change=${(event: Event) => {
        const { value: text, valueAsNumber } = event.target as HTMLInputElement;
        set(text === '' || Number.isNaN(valueAsNumber) ? null : valueAsNumber);
      }}></label>`;
  }

  private area(draft: PlaceDraft) {
    const text = this.corners ?? textOfArea(draft.area);
    if (text === null) return html`<p class="wide muted">${t('areaOther')}</p>`;
    return html`<label class="wide">${t('area')}<textarea name="area" .value=${text} @change=${(event: Event) => {
      this.corners = (event.target as HTMLTextAreaElement).value;
      const area = areaOfText(this.corners);
      if (area) this.draft = withGeometry(draft, area);
      else this.set({ area: null });
      this.hand();
    }}></textarea></label>`;
  }

  private lacks(draft: PlaceDraft): readonly string[] {
    const found: string[] = problemsOf(draft).map(one => t(`problem.${one}`));
    return this.why.trim() ? found : [...found, t('problem.why')];
  }

  private wanted(draft: PlaceDraft) {
    const lacks = this.lacks(draft);
    return lacks.length === 0 ? nothing
      : html`<p class="wide muted" role="status">${t('wanted', lacks.join(', '))}</p>`;
  }

  private otherShape(): void {
    const draft = this.draft!;
    this.draft = { ...draft, area: null, radius: '' };
    if (draft.area) {
      this.hand();
      return;
    }
    const edit: Edit = { geometry: null, draws: 'Polygon', changed: geometry => {
      this.draft = withGeometry(this.draft!, geometry);
    } };
    this.emit('t-edit', edit);
  }

  private cancel(): void {
    this.why = '';
    this.emit('t-place', null);
    this.take(null, false);
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft!;
    if (this.lacks(draft).length > 0) return;
    const at = this.isNew ? `${draft.kind}/${encodeURIComponent(draft.id)}` : this.chosen!;
    await this.carryOut('saved', draft, () => send('PUT', `/api/places/${at}`, {
      why: this.why.trim(), version: this.version || undefined, place: featureOf(draft),
    }));
  }

  private async takeOut(): Promise<void> {
    if (!this.isSure) {
      this.isSure = true;
      return;
    }
    await this.carryOut('removed', this.draft!, () => send('DELETE', pathOf(`/api/places/${this.chosen}`, {
      why: this.why.trim(), version: this.version,
    })));
  }

  private async carryOut(said: 'saved' | 'removed', draft: PlaceDraft, act: () => Promise<unknown>): Promise<void> {
    this.isBusy = true;
    this.problem = null;
    try {
      await act();
      toast(t(said, nameOf(draft, draft.id)));
      this.cancel();
      this.emit('t-places');
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.isBusy = false;
      this.isSure = false;
    }
  }
}
