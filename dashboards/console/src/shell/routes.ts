import type { LocalizedName } from '../words/index.js';

/** One screen. Each folder of src/screens has a route.ts that exports its `route` (or `routes`). */
export interface Route {
  /** Unique: `plant`. */
  readonly name: string;
  /** `/plants/:id`; parameters are a segment each. The host must answer it too: ScreensEndpoint. */
  readonly path: string;
  /** The element that the module defines. */
  readonly tag: string;
  readonly load: () => Promise<unknown>;
  /** In the navigation and as the heading until the screen has its own. */
  readonly word: LocalizedName;
  /** Place in the navigation, smallest first; absent where it has none. */
  readonly order?: number;
  /** Goes there after `g`. */
  readonly key?: string;
}

const found = {
  ...import.meta.glob<Route>('../screens/*/route.ts', { eager: true, import: 'route' }),
};
const several = import.meta.glob<readonly Route[]>('../screens/*/routes.ts', { eager: true, import: 'routes' });

export const routes: readonly Route[] = [...Object.values(found), ...Object.values(several).flat()]
  .sort((a, b) => (a.order ?? 1_000) - (b.order ?? 1_000));

export interface Match { readonly route: Route; readonly params: Readonly<Record<string, string>> }

export function match(path: string, known: readonly Route[] = routes): Match | null {
  const parts = path.replace(/\/+$/, '').split('/');
  for (const route of known) {
    const wanted = route.path.replace(/\/+$/, '').split('/');
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, i) => {
      if (!part.startsWith(':')) return part === parts[i];
      params[part.slice(1)] = decode(parts[i]!);
      return parts[i] !== '';
    });
    if (fits) return { route, params };
  }
  return null;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone % is itself
  }
}
