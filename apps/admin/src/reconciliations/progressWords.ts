import type { Reconciliation } from '../providers/records.ts';

/** How far a comparison has come: "3 of 12 pages"; how many there are is known after the first. */
export function progressWords({
  pagesDone,
  pagesTotal,
}: Pick<Reconciliation, 'pagesDone' | 'pagesTotal'>): string {
  if (pagesTotal === null)
    return pagesDone === 0 ? 'Not begun' : `${pagesDone} ${pagesDone === 1 ? 'page' : 'pages'}`;
  return `${pagesDone} of ${pagesTotal} ${pagesTotal === 1 ? 'page' : 'pages'}`;
}

/** The same for a bar, 0 to 100; null while nobody can tell. */
export function progressPercent({
  pagesDone,
  pagesTotal,
}: Pick<Reconciliation, 'pagesDone' | 'pagesTotal'>): number | null {
  return pagesTotal === null || pagesTotal === 0
    ? null
    : Math.min(100, Math.round((pagesDone / pagesTotal) * 100));
}
