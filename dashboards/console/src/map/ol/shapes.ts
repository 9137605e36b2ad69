import type { Activity } from '../types.js';
import type { Colours } from './colours.js';

/**
 * Draws a vehicle around (0, 0): an arrow where it goes somewhere, within a ring where it works, a square where it
 * stands, a hollow one with the engine on, a crossed one where it is silent, a question mark where it does not know
 * where it is. Colour says nothing that the shape does not.
 *
 * @param size half its height, px
 */
export function drawVehicle(
  pen: CanvasRenderingContext2D, activity: Activity, heading: number | null, size: number, of: Colours,
): void {
  const tone = activity === 'offline' || activity === 'no_fix' ? of.look : activity === 'unknown' ? of.muted : of.ink;
  pen.lineWidth = 1.5;
  pen.strokeStyle = of.card;
  pen.fillStyle = tone;
  switch (activity) {
    case 'driving':
      arrow(pen, heading, size, tone, of.card);
      break;
    case 'working':
      pen.beginPath();
      pen.arc(0, 0, size + 2.5, 0, Math.PI * 2);
      pen.fillStyle = of.card;
      pen.fill();
      pen.strokeStyle = tone;
      pen.lineWidth = 2;
      pen.stroke();
      arrow(pen, heading, size * 0.8, tone, of.card);
      break;
    case 'stopped':
      square(pen, size * 0.75);
      pen.fill();
      pen.stroke();
      break;
    case 'idling':
      square(pen, size * 0.75);
      pen.fillStyle = of.card;
      pen.fill();
      pen.strokeStyle = tone;
      pen.lineWidth = 2.5;
      pen.stroke();
      break;
    case 'offline':
      square(pen, size * 0.8);
      pen.fillStyle = of.card;
      pen.fill();
      pen.strokeStyle = tone;
      pen.lineWidth = 2;
      pen.stroke();
      cross(pen, size * 0.45);
      break;
    default:
      pen.beginPath();
      pen.arc(0, 0, size * 0.8, 0, Math.PI * 2);
      pen.fillStyle = of.card;
      pen.fill();
      pen.strokeStyle = tone;
      pen.lineWidth = 2;
      pen.stroke();
      pen.fillStyle = tone;
      pen.font = `bold ${Math.round(size * 1.2)}px sans-serif`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillText('?', 0, 0.5);
  }
}

function arrow(
  pen: CanvasRenderingContext2D, heading: number | null, size: number, tone: string, edge: string,
): void {
  pen.fillStyle = tone;
  pen.strokeStyle = edge;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (heading === null) {
    // It moves, and nobody said where to.
    pen.arc(0, 0, size * 0.7, 0, Math.PI * 2);
  } else {
    const [sin, cos] = [Math.sin((heading * Math.PI) / 180), Math.cos((heading * Math.PI) / 180)];
    const corner = (x: number, y: number, isFirst = false) => {
      const [px, py] = [x * cos - y * sin, x * sin + y * cos];
      if (isFirst) pen.moveTo(px, py);
      else pen.lineTo(px, py);
    };
    corner(0, -size * 1.15, true);
    corner(size * 0.75, size * 0.85);
    corner(0, size * 0.4);
    corner(-size * 0.75, size * 0.85);
    pen.closePath();
  }
  pen.fill();
  pen.stroke();
}

function square(pen: CanvasRenderingContext2D, half: number): void {
  pen.beginPath();
  pen.rect(-half, -half, half * 2, half * 2);
}

function cross(pen: CanvasRenderingContext2D, half: number): void {
  pen.beginPath();
  pen.moveTo(-half, -half);
  pen.lineTo(half, half);
  pen.moveTo(half, -half);
  pen.lineTo(-half, half);
  pen.stroke();
}
