import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** @param keys as in `?`, `Escape`, `g p` (one after the other), `Shift+ArrowLeft` */
export interface KeyBinding {
  readonly keys: string;
  /** What it does, for the help. */
  readonly words: string;
  readonly act: (event: KeyboardEvent) => void;
  /** Works everywhere; without it: on the screen that is shown. */
  readonly everywhere?: boolean;
}

/** A second key counts as the second of a pair for this long. */
const PAIR_MS = 1_200;

const sources = new Set<() => readonly KeyBinding[]>();
let first = '';
let firstAt = 0;

export const bindings = (): readonly KeyBinding[] => [...sources].flatMap(source => source());

/** @returns ends it */
export function bind(source: () => readonly KeyBinding[]): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** The keys of an element for as long as it is in the page: `new Keys(this, () => [...])`. */
export class Keys implements ReactiveController {
  private end: (() => void) | null = null;

  constructor(host: ReactiveControllerHost, private readonly source: () => readonly KeyBinding[]) {
    host.addController(this);
  }

  hostConnected(): void {
    this.end = bind(this.source);
  }

  hostDisconnected(): void {
    this.end?.();
    this.end = null;
  }
}

/** Where a key is text or has a meaning of the control's own. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  if (target.tagName === 'INPUT') return !/^(checkbox|radio|button)$/.test((target as HTMLInputElement).type);
  return false;
}

function nameOf(event: KeyboardEvent): string {
  const isSign = event.key.length === 1;
  return (event.shiftKey && !isSign ? 'Shift+' : '') + (isSign && /[A-Z]/.test(event.key)
    ? (event.shiftKey ? 'Shift+' : '') + event.key.toLowerCase() : event.key);
}

/** @returns the binding that the key, or the pair that it ends, has */
export function find(name: string, at: number, known: readonly KeyBinding[]): KeyBinding | undefined {
  const pair = at - firstAt <= PAIR_MS ? known.find(one => one.keys === `${first} ${name}`) : undefined;
  first = name;
  firstAt = at;
  if (pair) first = '';
  return pair ?? known.find(one => one.keys === name);
}

export function listenToKeys(): void {
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTaken(event)) return;
    if (/^(Shift|Control|Alt|Meta)$/.test(event.key)) return;
    const binding = find(nameOf(event), event.timeStamp, bindings());
    if (!binding) return;
    event.preventDefault();
    binding.act(event);
  });
}
