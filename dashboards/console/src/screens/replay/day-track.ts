import type { Position } from '../../map/types.js';
import type { TrackAnswer } from '../fleet/track.js';

export type Where =
  | { readonly kind: 'here'; readonly at: Position; readonly heading: number | null; readonly speed: number | null }
  /** Nobody knows where: the last place that was known. */
  | { readonly kind: 'gap'; readonly at: Position; readonly since: number }
  | { readonly kind: 'before' };

/** Silences longer than this, s, are drawn as such even where the host still joins the line: three slow trackers' pings. */
const SILENT_MS = 15 * 60_000;

/** Where a vehicle was at any moment of its day: on its way between two fixes, nowhere in a gap. */
export class DayTrack {
  readonly parts: readonly (readonly Position[])[];
  /** Of each fix, Unix ms. */
  readonly times: readonly number[];
  readonly gaps: readonly { readonly from: number; readonly until: number }[];
  private readonly fixes: readonly Position[];
  private readonly speeds: readonly (number | null)[];
  /** The part that a fix belongs to. */
  private readonly partOf: readonly number[];

  constructor(track: TrackAnswer | undefined) {
    const parts: Position[][] = [];
    const [times, fixes, speeds, partOf]: [number[], Position[], (number | null)[], number[]] = [[], [], [], []];
    for (const { geometry, properties } of track?.features ?? []) {
      const part = (geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates) as Position[];
      parts.push(part);
      part.forEach((fix, i) => {
        fixes.push(fix);
        times.push(Date.parse(properties.times[i]!));
        speeds.push(properties.speeds_kmh[i] ?? null);
        partOf.push(parts.length - 1);
      });
    }
    [this.parts, this.times, this.fixes, this.speeds, this.partOf] = [parts, times, fixes, speeds, partOf];
    this.gaps = this.findGaps();
  }

  get isEmpty(): boolean {
    return this.times.length === 0;
  }

  where(at: number): Where {
    const i = this.indexAt(at);
    if (i < 0) return { kind: 'before' };
    const [time, fix] = [this.times[i]!, this.fixes[i]!];
    const next = this.times[i + 1];
    if (next === undefined || time === at) {
      return next === undefined && at - time > SILENT_MS
        ? { kind: 'gap', at: fix, since: time }
        : { kind: 'here', at: fix, heading: this.headingAt(i), speed: this.speeds[i]! };
    }
    if (this.isGap(i)) return { kind: 'gap', at: fix, since: time };
    const part = (at - time) / (next - time);
    const after = this.fixes[i + 1]!;
    return {
      kind: 'here', heading: this.headingAt(i), speed: this.speeds[i]!,
      at: [fix[0] + (after[0] - fix[0]) * part, fix[1] + (after[1] - fix[1]) * part],
    };
  }

  /** The newest fix at or before a moment; -1 before the first. */
  private indexAt(at: number): number {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private isGap(i: number): boolean {
    if (this.partOf[i] !== this.partOf[i + 1]) return true;
    // Who stands where he stood was there all the while.
    return this.times[i + 1]! - this.times[i]! > SILENT_MS && !this.isNear(i);
  }

  private isNear(i: number): boolean {
    const [[lon, lat], [lonAfter, latAfter]] = [this.fixes[i]!, this.fixes[i + 1]!];
    return Math.abs(lat - latAfter) < 0.002 && Math.abs(lon - lonAfter) * Math.cos((lat * Math.PI) / 180) < 0.002;
  }

  private findGaps(): { from: number; until: number }[] {
    const gaps: { from: number; until: number }[] = [];
    for (let i = 0; i + 1 < this.times.length; i++) {
      if (this.isGap(i)) gaps.push({ from: this.times[i]!, until: this.times[i + 1]! });
    }
    return gaps;
  }

  /** From this fix to the next one elsewhere, degrees; null where it stays. */
  private headingAt(i: number): number | null {
    const [a, b] = [this.fixes[i]!, this.fixes[i + 1] ?? this.fixes[i]!];
    const east = (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180);
    const north = b[1] - a[1];
    if (east === 0 && north === 0) return null;
    return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
  }
}
