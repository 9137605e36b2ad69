/** What happened, as marks on the axis and as words in the list. */
import type { TrendEvent } from '../../charts/trend.js';
import { PRIORITY_SHAPES } from '../../parts/shapes.js';
import { dateTime, duration, figure, number } from '../../words/format.js';
import { nameOf } from '../../words/index.js';
import type { PlantEvent } from './answers.js';
import { t } from './words.js';

const STATE_SHAPES = { running: '▷', standby: '◌', stopped: '□', maintenance: '◇', fault: '✕' } as const;

export function shapeOf(event: PlantEvent): string {
  if (event.kind === 'state') return (event.state && STATE_SHAPES[event.state]) ?? '○';
  if (event.kind === 'totaliser') return '↺';
  if (event.kind === 'bypass') return '⇥';
  return PRIORITY_SHAPES[event.priority ?? 'low'];
}

export function toneOf(event: PlantEvent): TrendEvent['tone'] {
  if (event.kind === 'state') return event.state === 'fault' ? 'bad' : 'normal';
  if (event.kind === 'totaliser') return 'normal';
  if (event.kind === 'bypass') return 'look';
  return event.priority === 'critical' || event.priority === 'high' ? 'bad' : 'look';
}

export function marksOf(events: readonly PlantEvent[]): TrendEvent[] {
  return events.map(event => ({
    at: Date.parse(event.at), shape: shapeOf(event), tone: toneOf(event), words: wordsOf(event),
    ...(event.until && event.kind !== 'state' ? { to: Date.parse(event.until) } : {}),
  }));
}

/** @param meterName what people call a meter */
export function wordsOf(event: PlantEvent, meterName: (id: string) => string = id => id): string {
  const meter = event.meter ? meterName(event.meter) : '—';
  const said = event.words ? `: ${event.words}` : '';
  switch (event.kind) {
    case 'state': return t('event.state', event.state ? t(`state.${event.state}`) : '—') + said;
    case 'totaliser':
      return t(event.declared ? 'event.declared' : 'event.reset', meter, number(event.last_m3, 1),
        number(event.first_m3, 1)) + said;
    case 'bypass': return t('event.bypass', meter, figure(event.greatest_m3h));
    default: return t('event.alarm', t(`priority.${event.priority ?? 'low'}`), nameOf(event.title));
  }
}

export function whenOf(event: PlantEvent): string {
  if (!event.until || event.kind === 'state') return dateTime(event.at);
  const lasted = (Date.parse(event.until) - Date.parse(event.at)) / 1_000;
  return `${dateTime(event.at)} (${duration(lasted)})`;
}
