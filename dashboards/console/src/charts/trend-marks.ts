import type uPlot from 'uplot';
import { colour } from '../shell/theme.js';

/** A line across: a capacity, a limit. */
export interface TrendLine { readonly value: number; readonly words: string }

/** Something that happened, on the axis: a moment, or a span where `to` is given. */
export interface TrendEvent {
  /** Unix ms. */
  readonly at: number;
  readonly to?: number;
  readonly words: string;
  readonly tone: 'normal' | 'look' | 'bad';
  readonly shape?: string;
}

const TONES = { normal: '--muted', look: '--look-ink', bad: '--bad-ink' } as const;
const SHAPES = { normal: '●', look: '▲', bad: '✕' } as const;

export function drawMarks(chart: uPlot, lines: readonly TrendLine[], events: readonly TrendEvent[]): void {
  const { ctx, bbox } = chart;
  const dots = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 14 * dots, bbox.width, bbox.height + 14 * dots);
  ctx.clip();
  ctx.font = `${12 * dots}px ${colour('--font')}`;
  for (const line of lines) {
    const y = Math.round(chart.valToPos(line.value, 'y', true));
    ctx.strokeStyle = colour('--ink');
    ctx.fillStyle = colour('--ink');
    ctx.lineWidth = 2 * dots;
    ctx.setLineDash([7 * dots, 4 * dots]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
    label(ctx, line.words, bbox.left + bbox.width - 6 * dots, y - 5 * dots, dots);
  }
  for (const event of events) drawEvent(chart, event, dots);
  ctx.restore();
}

/** Ends at x, on a ground of its own so that a curve behind it does not strike it out. */
function label(ctx: CanvasRenderingContext2D, words: string, x: number, y: number, dots: number): void {
  const width = ctx.measureText(words).width;
  ctx.save();
  ctx.globalAlpha = 0.85;
  ctx.fillStyle = colour('--card');
  ctx.fillRect(x - width - 3 * dots, y - 11 * dots, width + 6 * dots, 14 * dots);
  ctx.restore();
  ctx.textAlign = 'right';
  ctx.fillText(words, x, y);
}

function drawEvent(chart: uPlot, event: TrendEvent, dots: number): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(event.at / 1_000, 'x', true));
  const bottom = bbox.top + bbox.height;
  ctx.strokeStyle = ctx.fillStyle = colour(TONES[event.tone]);
  ctx.lineWidth = dots;
  if (event.to !== undefined) {
    const end = Math.round(chart.valToPos(event.to / 1_000, 'x', true));
    ctx.globalAlpha = 0.12;
    ctx.fillRect(x, bbox.top, Math.max(dots, end - x), bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(x, bottom - 4 * dots, Math.max(2 * dots, end - x), 4 * dots);
  }
  ctx.beginPath();
  ctx.moveTo(x, bottom);
  ctx.lineTo(x, bottom - 16 * dots);
  ctx.stroke();
  ctx.textAlign = 'center';
  ctx.fillText(event.shape ?? SHAPES[event.tone], x, bottom - 18 * dots);
}
