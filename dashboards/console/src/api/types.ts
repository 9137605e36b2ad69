/** What the API answers, as far as more than one screen reads it. The whole stands in /openapi/v1.json. */
import type { LocalizedName } from '../words/index.js';

export type PlantKind = 'sewage' | 'fecal' | 'landfill' | 'incineration' | 'transfer';
export type CapacityState = 'planned' | 'built_not_connected' | 'partially_connected' | 'in_service' | 'suspended';
export type PlantState = 'running' | 'standby' | 'stopped' | 'maintenance' | 'fault';

export interface PlantList {
  readonly city: LocalizedName;
  readonly time_zone: string;
  readonly version: string;
  readonly plants: readonly Plant[];
  readonly incomplete?: string;
}

export interface Plant {
  readonly id: string;
  readonly registered: boolean;
  readonly name?: LocalizedName;
  readonly kind?: PlantKind;
  readonly district?: string;
  readonly capacity?: {
    readonly from: string; readonly state: CapacityState; readonly design_m3d?: number; readonly note?: string;
  };
  readonly location?: { readonly lat: number; readonly lon: number };
  readonly state?: {
    readonly time: string; readonly age_seconds: number; readonly stale: boolean; readonly state?: string;
    readonly code?: string; readonly message?: string;
  };
  readonly meters: readonly Meter[];
}

export interface Meter {
  readonly id: string;
  readonly registered: boolean;
  readonly name?: LocalizedName;
  readonly role?: 'influent' | 'effluent' | 'bypass';
  readonly treated: boolean;
  readonly full_scale_m3h?: number;
  readonly interval_seconds?: number;
  readonly stale_after_seconds: number;
  readonly latest?: FlowReading;
}

export interface FlowReading {
  readonly time: string;
  readonly age_seconds: number;
  readonly stale: boolean;
  readonly flow_m3h?: number;
  readonly total_m3?: number;
  readonly level_m?: number;
  readonly q?: string;
  readonly flags: number;
}

export interface Bucket {
  readonly min: number; readonly mean: number; readonly max: number; readonly last: number; readonly count: number;
}

export interface FlowBucket {
  readonly start: string; readonly flow_m3h?: Bucket; readonly total_m3?: Bucket; readonly level_m?: Bucket;
}

export interface FlowPoint {
  readonly time: string; readonly flow_m3h?: number; readonly total_m3?: number; readonly level_m?: number;
  readonly q?: string; readonly flags: number;
}

export interface FlowHistory {
  readonly plant: string;
  readonly meter: string;
  readonly from: string;
  readonly to: string;
  readonly every: string;
  readonly buckets?: readonly FlowBucket[];
  readonly points?: readonly FlowPoint[];
}

export type AlarmPriority = 'low' | 'medium' | 'high' | 'critical';
export type AlarmState = 'unacknowledged' | 'acknowledged' | 'cleared_unacknowledged' | 'shelved' | 'cleared';

export interface Alarm {
  readonly id: string;
  readonly rule: string;
  readonly asset: string;
  readonly group: string;
  readonly name: LocalizedName;
  readonly priority: AlarmPriority;
  readonly state: AlarmState;
  readonly active: boolean;
  readonly late: boolean;
  readonly onset: string;
  readonly raised_at: string;
  readonly returned_at?: string;
  readonly closed_at?: string;
  readonly occurrences: number;
  readonly value?: number;
  readonly limit?: number;
  readonly detail?: string;
  readonly district?: string;
  readonly title: LocalizedName;
  readonly text: LocalizedName;
  readonly first_action: LocalizedName;
  readonly acknowledgement?: { readonly by: string; readonly at: string; readonly note?: string };
  readonly shelf?: { readonly by: string; readonly at: string; readonly reason: string; readonly until: string };
}

export interface AlarmCounts {
  readonly open: number;
  readonly unacknowledged: number;
  readonly counts: readonly { readonly state: AlarmState; readonly priority: AlarmPriority; readonly count: number }[];
}

export type Role = 'viewer' | 'dispatcher' | 'operator' | 'engineer' | 'administrator' | 'kiosk';

/** docs/accounts.md says which role has which. */
export type Right = 'read' | 'handle_fleet_alarms' | 'handle_plant_alarms' | 'edit_places' | 'review_days'
  | 'declare_figures' | 'work' | 'lock_months' | 'manage_accounts';

/** GET /api/session */
export interface SessionBody {
  readonly accounts_on: boolean;
  readonly first_run: boolean;
  readonly kind: 'nobody' | 'account' | 'token' | 'kiosk' | 'local' | 'anyone';
  readonly name?: string;
  readonly role?: Exclude<Role, 'kiosk'>;
  readonly may: readonly Right[];
  readonly until?: string;
  readonly shortest_password: number;
}
