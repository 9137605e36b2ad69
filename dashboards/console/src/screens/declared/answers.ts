import { ApiProblem, get, pathOf, request, type Query } from '../../api/api.js';

export const KINDS = [
  'water_supply', 'declared_generation', 'meter_replacement', 'day_correction', 'missed_volume', 'laboratory_result',
  'weighing',
] as const;

export type Kind = (typeof KINDS)[number];

export interface FormColumn { readonly name: string; readonly required: boolean; readonly unit?: string; readonly allowed: string }

export interface FigureForm { readonly kind: Kind; readonly columns: readonly FormColumn[] }

export interface Figure {
  readonly id: number;
  readonly kind: Kind;
  readonly subject: string;
  readonly from: string;
  readonly until?: string;
  readonly figure: Readonly<Record<string, unknown>>;
  readonly source: string;
  readonly actor: string;
  readonly at: string;
  readonly why: string;
  readonly supersedes?: number;
  readonly is_withdrawn: boolean;
}

export interface FigurePage { readonly figures: readonly Figure[]; readonly next?: number }

/** What is wrong with one value, as the host says it; row 1 of a file is its header. */
export interface FigureError { readonly row: number; readonly column: string; readonly value?: string; readonly allowed: string }

export interface Receipt { readonly added: readonly Figure[]; readonly unchanged: number; readonly same_file_as?: number }

export type Outcome =
  | { readonly kind: 'taken'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly errors: readonly FigureError[] };

export async function askForms(signal: AbortSignal): Promise<readonly FigureForm[]> {
  return (await get<{ forms: readonly FigureForm[] }>('/api/declared/forms', {}, signal)).forms;
}

export const askFigures = (question: Query, signal: AbortSignal): Promise<FigurePage> =>
  get('/api/declared', question, signal);

/** A refusal with its errors is an outcome; every other problem is thrown. */
async function outcomeOf(send: Promise<Response>): Promise<Outcome> {
  try {
    return { kind: 'taken', receipt: (await (await send).json()) as Receipt };
  } catch (error) {
    const errors = error instanceof ApiProblem ? errorsOf(error.errors) : [];
    if (errors.length === 0) throw error;
    return { kind: 'refused', errors };
  }
}

export function errorsOf(body: unknown): FigureError[] {
  if (!Array.isArray(body)) return [];
  return body.filter((one): one is FigureError =>
    typeof one === 'object' && one !== null && 'row' in one && 'allowed' in one);
}

export function declare(kind: Kind, why: string, figure: Readonly<Record<string, string>>): Promise<Outcome> {
  return outcomeOf(request('/api/declared', {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept': 'application/json' },
    body: JSON.stringify({ kind, why, figures: figure }),
  }));
}

/** A file is read and judged whole. */
const FILE_PATIENCE = 120_000;

export function importFile(kind: Kind, why: string, file: File): Promise<Outcome> {
  return outcomeOf(request(pathOf('/api/declared', { kind, why, file: file.name }), {
    method: 'POST', headers: { 'Content-Type': 'text/csv', 'Accept': 'application/json' }, body: file,
  }, FILE_PATIENCE));
}
