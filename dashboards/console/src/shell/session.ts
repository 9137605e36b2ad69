import { ApiProblem, get } from '../api/api.js';
import type { Right, Role, SessionBody } from '../api/types.js';

/**
 * Who is there. unknown: not asked yet, or nobody answered; none: no accounts are asked for, and this machine may do
 * everything; anyone: none are asked for, and everybody reads; account: somebody, a program's token, or a wall panel.
 */
export interface Session {
  readonly kind: 'unknown' | 'none' | 'anyone' | 'nobody' | 'account';
  readonly name: string | null;
  readonly role: Role | null;
  readonly may: readonly Right[];
  /** No administrator exists yet: the sign-in screen makes the first. */
  readonly isFirstRun: boolean;
  readonly shortestPassword: number;
}

const UNKNOWN: Session = {
  kind: 'unknown', name: null, role: null, may: [], isFirstRun: false, shortestPassword: 10,
};

const KINDS: Record<SessionBody['kind'], Session['kind']> = {
  nobody: 'nobody', account: 'account', token: 'account', kiosk: 'account', local: 'none', anyone: 'anyone',
};

const listeners = new Set<() => void>();
let current: Session = UNKNOWN;

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

export const sessionOf = (body: SessionBody): Session => ({
  kind: KINDS[body.kind], name: body.name ?? null, role: body.kind === 'kiosk' ? 'kiosk' : (body.role ?? null),
  may: body.may, isFirstRun: body.first_run, shortestPassword: body.shortest_password,
});

/** The host said 401. */
export function signedOut(): void {
  if (current.kind !== 'nobody') setSession({ ...UNKNOWN, kind: 'nobody', shortestPassword: current.shortestPassword });
}

const AGAIN = 5_000;

/** Asks until somebody answers. */
export async function askSession(): Promise<void> {
  try {
    setSession(sessionOf(await get<SessionBody>('/api/session')));
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (problem.status === 401) signedOut();
    else setTimeout(() => void askSession(), AGAIN);
  }
}

export const signInPath = (): string =>
  `/login?return=${encodeURIComponent(location.pathname + location.search)}`;
