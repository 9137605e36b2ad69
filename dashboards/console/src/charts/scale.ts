/** Arithmetic of what is drawn. */

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 2, 2.5, 5, 10]) {
    if (value <= step * power * (1 + 1e-9)) return step * power;
  }
  return 10 * power;
}

export interface BulletFigures {
  readonly soFar: number | null;
  readonly capacity: number | null;
  readonly expected: number | null;
  readonly projected: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Where the bullet ends: room for the capacity and for whatever goes beyond it. */
export function bulletEnd(figures: BulletFigures): number {
  const all = [figures.soFar, figures.expected, figures.projected, figures.high]
    .filter((one): one is number => one !== null && Number.isFinite(one));
  const most = Math.max(0, ...all);
  if (figures.capacity !== null && figures.capacity > 0) return Math.max(figures.capacity * 1.25, most * 1.05);
  return most > 0 ? most * 1.15 : 1;
}

/** over: the day is beyond capacity already; ahead: it will be, by its projection. */
export type Load = 'unknown' | 'within' | 'ahead' | 'over';

export function loadOf(figures: BulletFigures): Load {
  const { soFar, capacity, projected } = figures;
  if (soFar === null) return 'unknown';
  if (capacity === null || capacity <= 0) return 'within';
  if (soFar > capacity) return 'over';
  return projected !== null && projected > capacity ? 'ahead' : 'within';
}

/** Ticks at round figures: at most `most` above zero. */
export function ticks(end: number, most = 4): number[] {
  const step = roundUp(end / most);
  const found: number[] = [];
  for (let at = 0; at <= end * (1 + 1e-9); at += step) found.push(Number(at.toPrecision(12)));
  return found;
}

export interface Point { readonly at: number; readonly value: number | null }

/**
 * Puts a hole where the next point is further away than `limit`: a line must not be drawn across what nobody measured.
 * @param limit in the unit of `at`
 */
export function withGaps(points: readonly Point[], limit: number): Point[] {
  const result: Point[] = [];
  let before: Point | null = null;
  for (const point of points) {
    if (before && point.at - before.at > limit) result.push({ at: before.at + limit, value: null });
    result.push(point);
    before = point;
  }
  return result;
}

/** Lines of an SVG path, each without a gap; a lone point is a stroke of its own. */
export function pathOf(
  points: readonly Point[], x: (at: number) => number, y: (value: number) => number,
): string {
  let path = '';
  let isOpen = false;
  for (const point of points) {
    if (point.value === null) {
      isOpen = false;
      continue;
    }
    const to = `${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`;
    path += isOpen ? `L${to}` : `M${to}h.01`;
    isOpen = true;
  }
  return path;
}

export interface Range { readonly from: number; readonly to: number }

/** @param factor below 1 is closer. @param centre stays where it is */
export function zoomed(range: Range, factor: number, centre: number, least: number, whole: Range): Range {
  const width = Math.min(Math.max((range.to - range.from) * factor, least), whole.to - whole.from);
  const part = (centre - range.from) / (range.to - range.from || 1);
  return within({ from: centre - part * width, to: centre - part * width + width }, whole);
}

/** Moves by a part of its width, not beyond the whole. */
export const panned = (range: Range, part: number, whole: Range): Range => {
  const by = (range.to - range.from) * part;
  return within({ from: range.from + by, to: range.to + by }, whole);
};

function within(range: Range, whole: Range): Range {
  const width = Math.min(range.to - range.from, whole.to - whole.from);
  const from = Math.min(Math.max(range.from, whole.from), whole.to - width);
  return { from, to: from + width };
}
