export interface RowsInView { readonly first: number; readonly until: number }

/** Rows beyond the edge, so that a quick turn of the wheel shows no hole. */
const SPARE = 6;

/** Which rows of equal height are in sight, and a few more. */
export function rowsInView(scrollTop: number, height: number, rowPx: number, count: number): RowsInView {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowPx)) - SPARE);
  const until = Math.min(count, Math.ceil((scrollTop + height) / rowPx) + SPARE);
  return { first, until: Math.max(first, until) };
}
