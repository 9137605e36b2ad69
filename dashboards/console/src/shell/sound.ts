/**
 * The sound of unacknowledged alarms, on every screen until somebody has seen them. A browser plays nothing before a
 * gesture, so it is armed by one; until then, and where nobody wants it, it is off and said to be off.
 */
import type { AlarmPriority } from '../api/types.js';
import { board, type Payload } from '../live/index.js';
import { PRIORITIES } from '../parts/shapes.js';
import { summaryOf, type LiveAlarm } from './alarms.js';

/** What plays a tone; the browser's own, or a test's. */
export interface Speaker {
  /** Whether it plays; asks for that where it does not yet. */
  start(): Promise<boolean>;
  /** @param after seconds from now */
  tone(hertz: number, after: number, seconds: number): void;
}

/** A low one waits for days and calls nobody. */
type Calling = Exclude<AlarmPriority, 'low'>;

/** Tones in one call, and seconds between calls. */
interface Call { readonly tones: number; readonly every: number; readonly hertz: number }

const CALLS: Record<Calling, Call> = {
  critical: { tones: 3, every: 2, hertz: 1_320 },
  high: { tones: 2, every: 4, hertz: 990 },
  medium: { tones: 1, every: 10, hertz: 660 },
};

/** The most pressing that nobody has seen, and that is no finding in history; null where nothing calls. */
export function callOf(alarms: Iterable<LiveAlarm>): Calling | null {
  const news = [...alarms].filter(alarm => (alarm as Payload)['late'] !== true);
  const first = summaryOf(news).byPriority.find(one => one.priority !== 'low')?.priority;
  return first && first !== 'low' ? first : null;
}

/** Sounds what it is told as long as it is armed. */
export class Siren {
  private armed = false;
  private call: Calling | null = null;
  private lastAt = -Infinity;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly speaker: Speaker, private readonly clock: () => number = () => performance.now()) {}

  get isOn(): boolean {
    return this.armed;
  }

  /** Call it within a gesture. */
  async arm(): Promise<boolean> {
    this.armed = await this.speaker.start();
    this.lastAt = -Infinity;
    this.tick();
    this.tell();
    return this.armed;
  }

  disarm(): void {
    this.armed = false;
    this.tell();
  }

  hear(call: Calling | null): void {
    const isWorse = call !== null
      && (this.call === null || PRIORITIES.indexOf(call) < PRIORITIES.indexOf(this.call));
    this.call = call;
    // What is more pressing than what sounds does not wait for its turn.
    if (isWorse) this.lastAt = -Infinity;
    this.tick();
  }

  /** To be called several times a second. */
  tick(): void {
    if (!this.armed || !this.call) return;
    const { tones, every, hertz } = CALLS[this.call];
    const now = this.clock();
    if (now - this.lastAt < every * 1_000) return;
    this.lastAt = now;
    for (let i = 0; i < tones; i++) this.speaker.tone(hertz, i * 0.25, 0.15);
  }

  /** @returns ends it */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

class BrowserSpeaker implements Speaker {
  private audio: AudioContext | null = null;

  async start(): Promise<boolean> {
    try {
      this.audio ??= new AudioContext();
      await this.audio.resume();
      return this.audio.state === 'running';
    } catch {
      return false; // a machine without a sound device
    }
  }

  tone(hertz: number, after: number, seconds: number): void {
    if (!this.audio) return;
    const begins = this.audio.currentTime + after;
    const tone = this.audio.createOscillator();
    const loudness = this.audio.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, begins);
    loudness.gain.linearRampToValueAtTime(0.4, begins + 0.02);
    loudness.gain.setValueAtTime(0.4, begins + seconds - 0.03);
    loudness.gain.linearRampToValueAtTime(0, begins + seconds);
    tone.connect(loudness).connect(this.audio.destination);
    tone.start(begins);
    tone.stop(begins + seconds);
  }
}

const WANTED_AS = 'telemetry.sound';
const TICK_MS = 500;

export const siren = new Siren(new BrowserSpeaker());

function keep(isWanted: boolean): void {
  try {
    if (isWanted) localStorage.setItem(WANTED_AS, 'on');
    else localStorage.removeItem(WANTED_AS);
  } catch {
    // storage is closed to this page; the choice lasts as long as it
  }
}

function wasWanted(): boolean {
  try {
    return localStorage.getItem(WANTED_AS) === 'on';
  } catch {
    return false;
  }
}

export async function toggleSound(): Promise<void> {
  if (siren.isOn) {
    siren.disarm();
    keep(false);
    return;
  }
  keep(await siren.arm());
}

/** Once, by the frame. What was wanted before is armed by the first gesture, whatever it is on. */
export function startSound(): void {
  board.subscribe({
    prefixes: ['alarms/'], atOnce: true,
    listener: () => siren.hear(callOf([...board.under('alarms/')].map(([, payload]) => payload as LiveAlarm))),
  });
  setInterval(() => siren.tick(), TICK_MS);
  if (!wasWanted()) return;
  const first = () => {
    for (const type of ['pointerdown', 'keydown']) removeEventListener(type, first, true);
    if (!siren.isOn && wasWanted()) void siren.arm();
  };
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, first, true);
}
