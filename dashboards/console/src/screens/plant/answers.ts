import { get } from '../../api/api.js';
import type { AlarmPriority, Bucket, FlowHistory, Meter, Plant, PlantState } from '../../api/types.js';
import { askPlants } from '../../shell/city.js';
import type { LocalizedName } from '../../words/index.js';
import type { Span } from './span.js';

/** What the API says of a plant, as far as this screen shows it. */
export interface Point extends Bucket { /** Where the bucket begins, Unix ms. */ readonly at: number }

export interface PlantDay {
  readonly day: string;
  readonly state: string;
  readonly treated_m3?: number;
  readonly bypass_m3?: number;
  readonly capacity_m3?: number;
  readonly load?: number;
  readonly completeness?: number;
  readonly compliance?: string;
  readonly reason?: string;
  readonly revision: number;
  readonly checks: readonly string[];
}

export interface PlantDaily {
  readonly days: readonly { readonly day: PlantDay; readonly reviewed: boolean; readonly reviewed_by?: string }[];
}

export interface Today {
  readonly day: string;
  readonly stale: boolean;
  readonly so_far_m3?: number;
  readonly expected_by_now_m3?: number;
  readonly projected_m3?: number;
  readonly low_m3?: number;
  readonly high_m3?: number;
  readonly capacity_m3?: number;
  readonly projected_load?: number;
  readonly reason?: string;
}

export interface Parameter { readonly id: string; readonly value?: number; readonly min?: number; readonly max?: number }

export interface QualityPoint {
  readonly id: string;
  readonly registered: boolean;
  readonly name?: LocalizedName;
  readonly role?: string;
  readonly latest?: string;
  readonly age_seconds?: number;
  readonly quality?: string;
  readonly parameters: readonly Parameter[];
}

export interface PlantEvent {
  readonly kind: 'state' | 'totaliser' | 'bypass' | 'alarm';
  readonly at: string;
  readonly until?: string;
  readonly state?: PlantState;
  readonly meter?: string;
  readonly last_m3?: number;
  readonly first_m3?: number;
  readonly greatest_m3h?: number;
  readonly alarm?: string;
  readonly priority?: AlarmPriority;
  readonly title?: LocalizedName;
  readonly words?: string;
  readonly declared?: boolean;
}

export interface EventList { readonly events: readonly PlantEvent[]; readonly incomplete?: string }

export interface Trend { readonly every: string; readonly points: readonly Point[] }

export interface ParameterTrend { readonly point: string; readonly parameter: string; readonly points: readonly Point[] }

export interface QualityTrend { readonly every: string; readonly parameters: readonly ParameterTrend[] }

const ROLES = ['influent', 'effluent', 'bypass'];

/** The way of the water. */
export const metersInOrder = (plant: Plant): Meter[] =>
  [...plant.meters].sort((a, b) => ROLES.indexOf(a.role ?? '') - ROLES.indexOf(b.role ?? ''));

const at = (path: string): string => encodeURIComponent(path);

export async function askPlant(id: string): Promise<Plant | undefined> {
  return (await askPlants(5_000)).plants.find(plant => plant.id === id);
}

export async function askFlow(plant: string, meter: string, span: Span, signal: AbortSignal): Promise<Trend> {
  const answer = await get<FlowHistory>(
    `/api/plants/${at(plant)}/meters/${at(meter)}/flow`, { from: span.from, to: span.to }, signal);
  return {
    every: answer.every,
    points: (answer.buckets ?? []).flatMap(bucket => bucket.flow_m3h
      ? [{ at: Date.parse(bucket.start), ...bucket.flow_m3h }] : []),
  };
}

export const askEvents = (plant: string, span: Span, signal: AbortSignal): Promise<EventList> =>
  get(`/api/plants/${at(plant)}/events`, { from: span.from, to: span.to }, signal);

export const askDays = (plant: string, from: string, to: string, signal: AbortSignal): Promise<PlantDaily> =>
  get(`/api/plants/${at(plant)}/daily`, { from, to }, signal);

export const askToday = (plant: string, signal: AbortSignal): Promise<Today> =>
  get(`/api/plants/${at(plant)}/today`, {}, signal);

export async function askPoints(plant: string, signal: AbortSignal): Promise<readonly QualityPoint[]> {
  const { points } = await get<{ points: readonly QualityPoint[] }>(`/api/plants/${at(plant)}/quality`, {}, signal);
  // What leaves the plant is what its limits are for.
  return [...points].sort((a, b) => Number(b.role === 'effluent') - Number(a.role === 'effluent'));
}

interface QualityAnswer {
  readonly every: string;
  readonly parameters: readonly { readonly parameter: string; readonly buckets: readonly (Bucket & { start: string })[] }[];
}

export async function askQuality(
  plant: string, points: readonly QualityPoint[], span: Span, signal: AbortSignal,
): Promise<QualityTrend> {
  const answers = await Promise.all(points.map(async point => {
    const answer = await get<QualityAnswer>(
      `/api/plants/${at(plant)}/points/${at(point.id)}/quality`, { from: span.from, to: span.to }, signal);
    return { point: point.id, answer };
  }));
  return {
    every: answers[0]?.answer.every ?? '1m',
    parameters: answers.flatMap(({ point, answer }) => answer.parameters.map(one => ({
      point, parameter: one.parameter,
      points: one.buckets.map(bucket => ({ ...bucket, at: Date.parse(bucket.start) })),
    }))),
  };
}
