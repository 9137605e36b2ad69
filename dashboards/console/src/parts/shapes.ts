/** A shape for everything that has a colour, so that neither is needed to see the other. */
import type { AlarmPriority } from '../api/types.js';
import type { Freshness } from '../live/index.js';

export const FRESH_SHAPES: Record<Freshness, string> = { fresh: '✓', stale: '◆', never: '○' };

export const PRIORITY_SHAPES: Record<AlarmPriority, string> = { critical: '■', high: '▲', medium: '◆', low: '●' };

/** The most pressing first. */
export const PRIORITIES: readonly AlarmPriority[] = ['critical', 'high', 'medium', 'low'];

export type Tone = 'normal' | 'quiet' | 'look' | 'bad';

/** ✓ as it should be, ○ nothing to say, ▲ look at it, ✕ broken. */
export const TONE_SHAPES: Record<Tone, string> = { normal: '✓', quiet: '○', look: '▲', bad: '✕' };
