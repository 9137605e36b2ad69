import { ApiProblem, get } from '../api/api.js';
import type { Role } from '../api/types.js';

/** Who is there. unknown: not asked yet, or nobody answered; none: the host has no accounts. */
export interface Session {
  readonly kind: 'unknown' | 'none' | 'nobody' | 'account';
  readonly name: string | null;
  readonly role: Role | null;
  /** The rights, as the host says them; unknown where absent. */
  readonly may?: readonly string[];
}

/** As the host answers GET /api/session. */
interface SessionBody {
  readonly accounts_on?: boolean;
  readonly kind?: 'nobody' | 'account' | 'token' | 'kiosk' | 'local' | 'anyone';
  readonly name?: string | null;
  readonly role?: Role | null;
  readonly may?: readonly string[];
}

const listeners = new Set<() => void>();
let current: Session = { kind: 'unknown', name: null, role: null };

export const session = (): Session => current;

/** @returns ends it */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setSession(next: Session): void {
  current = next;
  for (const listener of [...listeners]) listener();
}

export async function askSession(): Promise<void> {
  try {
    const body = await get<SessionBody>('/api/session');
    const kind = body.name ? 'account' : body.accounts_on === false ? 'none' : 'nobody';
    const known = { kind, name: body.name ?? null, role: body.role ?? null } as const;
    setSession(body.may ? { ...known, may: body.may } : known);
  } catch (problem) {
    // A host without accounts has no such address.
    if (problem instanceof ApiProblem && problem.status === 404) setSession({ kind: 'none', name: null, role: null });
    if (problem instanceof ApiProblem && problem.status === 401) setSession({ kind: 'nobody', name: null, role: null });
  }
}

export const signInPath = (): string =>
  `/login?return=${encodeURIComponent(location.pathname + location.search)}`;
