import type { AlignedData } from 'uplot';
import { addDays, dayOf, startOfDay, timeOf } from '../words/format.js';
import { withGaps, type Point } from './scale.js';

export interface TrendSeries {
  readonly label: string;
  /** The chart's where absent. */
  readonly unit?: string;
  /** `at` in Unix ms, in order. */
  readonly points: readonly Point[];
  /** Longest distance between two points that a line may join, ms. */
  readonly gap: number;
}

/** One axis of times for all series, in seconds; undefined where a series has no point, null where it has a gap. */
export function alignedOf(series: readonly TrendSeries[]): AlignedData {
  const all = series.map(one => withGaps(one.points, one.gap));
  const times = [...new Set(all.flatMap(points => points.map(point => point.at)))].sort((a, b) => a - b);
  const places = new Map(times.map((at, i) => [at, i]));
  const columns = all.map(points => {
    // uPlot joins over undefined and breaks at null.
    const column = new Array<number | null | undefined>(times.length).fill(undefined);
    for (const point of points) column[places.get(point.at)!] = point.value;
    return column;
  });
  return [times.map(at => at / 1_000), ...columns];
}

/** Marks of the axis: the time, and the day where it is another than the one before. */
export function axisTime(at: readonly number[]): string[] {
  const isByDay = at.length > 1 && at[1]! - at[0]! >= 86_400;
  let before = '';
  return at.map(seconds => {
    const day = dayOf(seconds * 1_000);
    const isOther = day !== before;
    before = day;
    if (isByDay) return day.slice(5);
    return isOther ? `${timeOf(seconds * 1_000)}\n${day.slice(5)}` : timeOf(seconds * 1_000);
  });
}

/** The local days that a range touches. */
export function daysIn(from: number, to: number): string[] {
  const days: string[] = [];
  for (let day = dayOf(from); startOfDay(day) < to; day = addDays(day, 1)) days.push(day);
  return days;
}
