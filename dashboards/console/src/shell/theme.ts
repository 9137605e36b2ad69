export type Theme = 'auto' | 'light' | 'dark';

const KEPT_AS = 'telemetry.theme';

const listeners = new Set<() => void>();
const dark = matchMedia('(prefers-color-scheme: dark)');
let current: Theme = kept();

function kept(): Theme {
  const asked = new URLSearchParams(location.search).get('theme');
  if (asked === 'light' || asked === 'dark') return asked;
  try {
    const theme = localStorage.getItem(KEPT_AS);
    return theme === 'light' || theme === 'dark' ? theme : 'auto';
  } catch {
    return 'auto'; // storage is closed to this page
  }
}

function apply(): void {
  if (current === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset['theme'] = current;
  for (const listener of [...listeners]) listener();
}

export const theme = (): Theme => current;

export const isDark = (): boolean => (current === 'auto' ? dark.matches : current === 'dark');

export function setTheme(next: Theme): void {
  current = next;
  try {
    if (next === 'auto') localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, next);
  } catch {
    // as above
  }
  apply();
}

/** For what draws by itself (charts, maps). @returns ends it */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A custom property of base.css as it is now, for a canvas. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888888';

dark.addEventListener('change', () => {
  if (current === 'auto') apply();
});
apply();
