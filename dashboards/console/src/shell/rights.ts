import { session, type Session } from './session.js';
import type { Right } from '../api/types.js';

export type { Right } from '../api/types.js';

/**
 * Whether to offer it, as the host says of the session; yes while it hasn't said, since it judges each request all the
 * same. docs/accounts.md has the table of roles.
 */
export function may(right: Right, who: Pick<Session, 'kind' | 'may'> = session()): boolean {
  return who.kind === 'unknown' || who.may.includes(right);
}
