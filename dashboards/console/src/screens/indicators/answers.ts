import { get } from '../../api/api.js';
import type { LocalizedName } from '../../words/index.js';

/** One day of a rate under one definition of its denominator. Fractions, never clamped. */
export interface RateDay {
  readonly day: string;
  readonly state: string;
  readonly rate?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly compliant_rate?: number;
  readonly target?: number;
  readonly completeness?: number;
  readonly version?: string;
  readonly source?: string;
  readonly reason?: string;
  readonly checks: readonly string[];
  readonly above_whole: boolean;
  readonly basis_kind?: string;
  readonly official: boolean;
  readonly reported_numerator?: number;
  readonly missing_meters: readonly string[];
  readonly denominator_missing_meters: readonly string[];
}

export interface RateSeries {
  readonly id: string;
  readonly name?: LocalizedName;
  readonly kind?: string;
  readonly basis: string;
  readonly official: boolean;
  readonly unit: string;
  readonly days: readonly RateDay[];
}

export interface Rates { readonly scope: string; readonly from: string; readonly to: string; readonly rates: readonly RateSeries[] }

export interface ScopeView {
  readonly scope: string;
  readonly name: LocalizedName;
  readonly district?: string;
  readonly responsible_unit?: LocalizedName;
}

export interface ScopeList {
  readonly scopes: readonly ScopeView[];
  readonly indicators: readonly { readonly id: string; readonly name: LocalizedName; readonly kind: string }[];
}

export const askScopes = (signal: AbortSignal): Promise<ScopeList> => get('/api/scopes', {}, signal);

export const askRates = (scope: string, from: string, to: string, signal: AbortSignal): Promise<Rates> =>
  get('/api/indicators/daily', { scope, from, to }, signal);
