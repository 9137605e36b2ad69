/** Where to go after signing in: a path of this host alone, and not the sign-in screen itself. */
export function wayBack(query: URLSearchParams): string {
  const path = query.get('return') ?? '/';
  const isOurs = /^\/(?![/\\])/.test(path) && !path.startsWith('/login');
  return isOurs ? path : '/';
}

/** Seconds to wait, out of the host's words; null where they name none. */
export function waitIn(detail: string | null): number | null {
  const found = /(\d+) s\b/.exec(detail ?? '');
  return found ? Number(found[1]) : null;
}
