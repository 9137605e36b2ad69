/** The clock of a replay. */

export const SPEEDS = [1, 2, 4, 8, 16, 32, 64] as const;

export type Speed = (typeof SPEEDS)[number];

/** A frame that comes this late means that the page was hidden: the replay stood still as well. */
const LONGEST_FRAME_MS = 500;

export interface Player {
  /** What is shown, Unix ms, from `from` to `until`. */
  readonly at: number;
  readonly from: number;
  readonly until: number;
  readonly speed: Speed;
  readonly plays: boolean;
}

export const IDLE: Player = { at: 0, from: 0, until: 0, speed: 8, plays: false };

/** Another span; the moment stays where it lies within, and the speed does. */
export function within(player: Player, from: number, until: number): Player {
  const at = player.at >= from && player.at <= until ? player.at : from;
  return { ...player, from, until, at, plays: false };
}

export function seek(player: Player, at: number): Player {
  return { ...player, at: Math.min(player.until, Math.max(player.from, at)) };
}

/** After a frame of so many real milliseconds; stops at the end. */
export function advance(player: Player, frameMs: number): Player {
  if (!player.plays) return player;
  const next = seek(player, player.at + Math.min(frameMs, LONGEST_FRAME_MS) * player.speed);
  return next.at >= player.until ? { ...next, plays: false } : next;
}

/** At its end it begins anew. */
export function toggle(player: Player): Player {
  if (player.plays) return { ...player, plays: false };
  return { ...player, plays: player.until > player.from, at: player.at >= player.until ? player.from : player.at };
}

export function faster(player: Player, steps: number): Player {
  const index = SPEEDS.indexOf(player.speed) + steps;
  return { ...player, speed: SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, index))]! };
}

/** The first of some moments after one, or the last before it; null where there is none. */
export function beside(moments: readonly number[], at: number, isAfter: boolean): number | null {
  if (isAfter) return moments.find(one => one > at) ?? null;
  return moments.findLast(one => one < at) ?? null;
}
