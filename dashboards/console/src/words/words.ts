/** The language of the console, and how a pattern becomes a text. */

export type Language = 'en' | 'zh';

/** A name of the registry in both languages. */
export interface LocalizedName { readonly zh: string; readonly en: string }

const KEPT_AS = 'telemetry.language';

const listeners = new Set<() => void>();
let current: Language = first();

function isLanguage(text: string | null): text is Language {
  return text === 'en' || text === 'zh';
}

/** What the address asks for, else what was chosen here before, else what the browser speaks. */
function first(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) return asked;
  const kept = keptLanguage();
  if (kept) return kept;
  return (navigator.languages[0] ?? navigator.language).toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function keptLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return isLanguage(kept) ? kept : null;
  } catch {
    return null; // storage is closed to this page; the choice lasts as long as it
  }
}

export const language = (): Language => current;

/** As in the lang attribute and for Intl. */
export const locale = (): string => (current === 'zh' ? 'zh-CN' : 'en');

export function setLanguage(next: Language): void {
  if (next === current) return;
  current = next;
  try {
    localStorage.setItem(KEPT_AS, next);
  } catch {
    // as above
  }
  for (const listener of [...listeners]) listener();
}

/** @returns ends it */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type Value = string | number;

/** `{0}` is the first value; `{0|vehicle|vehicles}` is the first word where the value is 1, else the second. */
export function fill(pattern: string, values: readonly Value[]): string {
  return pattern.replace(/\{(\d)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, index: string, one?: string, many?: string) => {
    const value = values[Number(index)];
    if (one === undefined) return value === undefined ? '—' : String(value);
    return (String(value) === '1' ? one : many) ?? '';
  });
}

/** What says the words of a screen: `const t = wordsOf(en, zh)`; a key that one of them lacks is a type error. */
export function wordsOf<W extends Readonly<Record<string, string>>>(
  en: W, zh: { readonly [K in keyof W]: string },
): (key: keyof W & string, ...values: Value[]) => string {
  return (key, ...values) => {
    const pattern = (current === 'zh' ? zh : en)[key] ?? key;
    return values.length === 0 && !pattern.includes('{') ? pattern : fill(pattern, values);
  };
}

export function nameOf(name: LocalizedName | null | undefined, otherwise = '—'): string {
  return name ? (current === 'zh' ? name.zh : name.en) || otherwise : otherwise;
}
