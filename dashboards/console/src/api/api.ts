import { t } from '../words/index.js';

/** RFC 9457, as the host answers. */
interface ProblemBody { readonly title?: string; readonly detail?: string; readonly errors?: Record<string, string[]> }

/** Why a request got no answer: in words for a person, and as a status for a program (0: nobody answered). */
export class ApiProblem extends Error {
  /** @param errors what is wrong value by value, where the host says so */
  constructor(readonly status: number, readonly detail: string | null, readonly errors: unknown = null) {
    super(detail ?? `HTTP ${status}`);
    this.name = 'ApiProblem';
  }
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

const PATIENCE = 20_000;

const SPOKEN = [400, 401, 403, 404, 409, 413, 429, 503] as const;

let onSignedOut: () => void = () => {};

/** Called with each 401: the frame shows the way to sign in. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

/** What to say, in the reader's language; the host's own words (English) follow where they tell more. */
export function wordsOfProblem(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return problem instanceof Error ? problem.message : String(problem);
  if (problem.status === 0) return problem.detail === 'timeout' ? t('problem.timeout') : t('problem.unreachable');
  if (problem.status === -1) return t('problem.unreadable');
  const known = SPOKEN.find(status => status === problem.status);
  const said = known ? t(`problem.${known}`) : t('problem.other', problem.status);
  return problem.detail ? `${said} ${problem.detail}` : said;
}

export function pathOf(path: string, query: Query = {}): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parts.set(key, String(value));
  }
  const text = parts.toString();
  return text ? `${path}?${text}` : path;
}

async function problemOf(answer: Response): Promise<ApiProblem> {
  let detail: string | null = null;
  let errors: unknown = null;
  if (answer.headers.get('Content-Type')?.includes('json')) {
    try {
      const body = (await answer.json()) as ProblemBody;
      errors = body.errors ?? null;
      detail = body.detail ?? (body.errors ? Object.values(body.errors).flat().join(' ') : null) ?? body.title ?? null;
    } catch {
      // the status alone says it
    }
  }
  return new ApiProblem(answer.status, detail, errors);
}

/** The answer itself, for what is no JSON; throws an ApiProblem where it is no success. */
export async function request(path: string, init: RequestInit = {}, patience = PATIENCE): Promise<Response> {
  const late = AbortSignal.timeout(patience);
  const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, signal });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem(0, late.aborted ? 'timeout' : null);
  }
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  if (problem.status === 401) onSignedOut();
  throw problem;
}

async function json<T>(answer: Response): Promise<T> {
  if (answer.status === 204) return undefined as T;
  try {
    return (await answer.json()) as T;
  } catch {
    throw new ApiProblem(-1, null);
  }
}

/** GET as JSON. An abort of the signal throws an AbortError; everything else an ApiProblem. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const init: RequestInit = { headers: { Accept: 'application/json' } };
  if (signal) init.signal = signal;
  return json<T>(await request(pathOf(path, query), init));
}

/** POST, PUT or DELETE with a JSON body; undefined where the answer is empty. */
export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, signal?: AbortSignal,
): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: 'application/json' } };
  if (body !== undefined) {
    init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  if (signal) init.signal = signal;
  return json<T>(await request(path, init));
}

export const post = <T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
  send<T>('POST', path, body, signal);

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
