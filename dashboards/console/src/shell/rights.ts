import { session, type Session } from './session.js';
import type { Role } from '../api/types.js';

/** What an action asks for; the host judges each request all the same. */
export type Right = 'review_days' | 'declare_figures' | 'lock_months' | 'edit_places' | 'handle_plant_alarms'
  | 'handle_fleet_alarms' | 'work' | 'manage_accounts';

const OF_ROLE: Record<Role, readonly Right[] | 'all'> = {
  viewer: [],
  kiosk: [],
  dispatcher: ['handle_fleet_alarms', 'edit_places'],
  operator: ['handle_plant_alarms', 'review_days', 'declare_figures'],
  engineer: ['handle_fleet_alarms', 'handle_plant_alarms', 'edit_places', 'review_days', 'declare_figures', 'work'],
  administrator: 'all',
};

/** Whether to offer it: what the host says of the session, else by role; all of it on a host without accounts. */
export function may(right: Right, who: Session = session()): boolean {
  if (who.may) return who.may.includes(right);
  if (who.kind === 'none' || who.kind === 'unknown') return true;
  if (who.kind === 'nobody' || !who.role) return false;
  const rights = OF_ROLE[who.role];
  return rights === 'all' || rights.includes(right);
}
