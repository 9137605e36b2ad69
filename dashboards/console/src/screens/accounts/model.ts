import type { Role } from '../../api/types.js';

export type GivenRole = Exclude<Role, 'kiosk'>;

export const ROLES: readonly GivenRole[] = ['viewer', 'dispatcher', 'operator', 'engineer', 'administrator'];

export interface Account {
  readonly id: number;
  readonly name: string;
  readonly role: GivenRole;
  readonly enabled: boolean;
  readonly has_password: boolean;
  readonly code_until?: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly signed_in_at?: string;
}

export interface Token {
  readonly id: number;
  readonly name: string;
  readonly role: GivenRole;
  readonly kiosk: boolean;
  readonly state: 'in_force' | 'expired' | 'revoked';
  readonly created_at: string;
  readonly created_by: string;
  readonly expires_at: string;
  readonly used_at?: string;
  readonly revoked_at?: string;
}

/** A screen is told before its token ends, and not by a dark wall. */
export const SOON_DAYS = 14;

export function endsSoon(token: Token, now: number): boolean {
  return token.state === 'in_force' && Date.parse(token.expires_at) - now < SOON_DAYS * 86_400_000;
}

/** What a wall panel opens once: the host exchanges the token for a cookie and leaves the address without it. */
export const kioskAddress = (origin: string, secret: string): string =>
  `${origin}/?kiosk=1&token=${encodeURIComponent(secret)}`;
