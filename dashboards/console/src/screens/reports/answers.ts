import { get, pathOf, request } from '../../api/api.js';
import type { Values } from '../../parts/changes.js';
import { language, type LocalizedName } from '../../words/index.js';

export interface DayCounts {
  readonly total: number;
  readonly with_figure: number;
  readonly provisional: number;
  readonly none: number;
}

export interface PlantMonth {
  readonly id: string;
  readonly name: LocalizedName;
  readonly treated_m3?: number;
  readonly treated_t?: number;
  readonly compliant_m3?: number;
  readonly bypass_m3?: number;
  readonly undistributed_m3?: number;
  readonly left_out_m3?: number;
  readonly load?: number;
  readonly completeness: number;
  readonly days: DayCounts;
  readonly reason?: string;
}

export interface RateMonth {
  readonly id: string;
  readonly name: LocalizedName;
  readonly basis: string;
  readonly official: boolean;
  readonly source?: string;
  readonly rate?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly unit: string;
  readonly versions: readonly string[];
  readonly completeness: number;
  readonly days_counted: number;
  readonly days: number;
  readonly target?: number;
  readonly target_met?: boolean;
  readonly above_whole: boolean;
  readonly reason?: string;
}

export interface QualityWord { readonly met?: boolean; readonly share?: number; readonly good: number; readonly judged: number }

export interface AssetQuality {
  readonly asset: string;
  readonly name: LocalizedName;
  readonly accurate: QualityWord;
  readonly logical: QualityWord;
  readonly in_form: QualityWord;
  readonly complete: QualityWord;
}

export interface Report {
  readonly month: string;
  readonly scope: string;
  readonly scope_name: LocalizedName;
  readonly responsible_unit?: LocalizedName;
  readonly to: string;
  readonly data_version: string;
  readonly version_at: string;
  readonly state: string;
  readonly plants: readonly PlantMonth[];
  readonly rates: readonly RateMonth[];
  readonly corrections: readonly {
    readonly kind: string; readonly subject: string; readonly from: string; readonly until?: string; readonly value: string;
    readonly source: string; readonly actor: string;
  }[];
  readonly quality: readonly AssetQuality[];
  readonly revised: readonly { readonly figure?: string; readonly before?: unknown; readonly after?: unknown }[];
}

/** A report with what its headers say of its publication. */
export interface Published { readonly report: Report; readonly revision: number | null; readonly pending: number | null }

export interface Revision {
  readonly id: number;
  readonly scope: string;
  readonly month: string;
  readonly state: string;
  readonly base_revision: number;
  readonly cause: string;
  readonly published: Values;
  readonly computed: Values;
  readonly data_version: string;
  readonly opened_at: string;
  readonly updated_at: string;
}

export interface Lock {
  readonly scope: string;
  readonly month: string;
  readonly locked_at: string;
  readonly locked_by: string;
  readonly revision: number;
  readonly data_version: string;
}

function headerNumber(answer: Response, name: string): number | null {
  const text = answer.headers.get(name);
  return text === null || text === '' ? null : Number(text);
}

export const reportPath = (month: string, scope: string, format: string): string =>
  pathOf(`/api/reports/monthly/${month}`, { scope, format, lang: format === 'json' ? null : language() });

/** Composing a month takes its time where it was never asked for. */
const PATIENCE = 60_000;

export async function askReport(month: string, scope: string, signal: AbortSignal): Promise<Published> {
  const answer = await request(reportPath(month, scope, 'json'), { signal }, PATIENCE);
  return {
    report: (await answer.json()) as Report,
    revision: headerNumber(answer, 'Telemetry-Published-Revision'),
    pending: headerNumber(answer, 'Telemetry-Pending-Revision'),
  };
}

export async function askRevisions(signal: AbortSignal): Promise<readonly Revision[]> {
  return (await get<{ revisions: readonly Revision[] }>('/api/revisions', { state: 'open' }, signal)).revisions;
}

export async function askLocks(signal: AbortSignal): Promise<readonly Lock[]> {
  return (await get<{ locks: readonly Lock[] }>('/api/reports/locks', {}, signal)).locks;
}
