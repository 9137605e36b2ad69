import { match } from './routes.js';

const listeners = new Set<(isOther: boolean) => void>();

/** @param listener told whether the path is another, and not only what stands behind the `?`. @returns ends it */
export function onLocation(listener: (isOther: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(before: string): void {
  for (const listener of [...listeners]) listener(location.pathname !== before);
}

/** Goes to a screen: `navigate('/plants/sewage-1')`. */
export function navigate(to: string, replace = false): void {
  const before = location.pathname;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell(before);
  if (location.pathname !== before) scrollTo(0, 0);
}

export const query = (): URLSearchParams => new URLSearchParams(location.search);

/** Changes what stands behind the `?` in place, so that the address can be passed on; null takes a part away. */
export function setQuery(changes: Readonly<Record<string, string | null>>): void {
  const next = query();
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(key);
    else next.set(key, value);
  }
  const text = next.toString();
  navigate(location.pathname + (text ? `?${text}` : ''), true);
}

/** Links to screens are followed without loading the page again. */
export function followLinks(): void {
  let before = location.pathname;
  addEventListener('popstate', () => {
    const from = before;
    before = location.pathname;
    tell(from);
  });
  onLocation(() => (before = location.pathname));
  document.addEventListener('click', event => {
    const isHeld = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || event.button !== 0 || isHeld) return;
    const link = event.composedPath().find(node => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname) return;
    if (!match(link.pathname)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
