import type { Reconciliation } from '../providers/records.ts';
import { plural, t } from '../texts/t.ts';

/** The progress of a comparison: "3 of 12 pages". The total is known after the first page. */
export function progressText({
  pagesDone,
  pagesTotal,
}: Pick<Reconciliation, 'pagesDone' | 'pagesTotal'>): string {
  if (pagesTotal === null)
    return pagesDone === 0
      ? t('Not started')
      : plural(pagesDone, { one: '{count} page', other: '{count} pages' });
  return plural(
    pagesTotal,
    { one: '{done} of {count} page', other: '{done} of {count} pages' },
    { done: pagesDone },
  );
}

/** The same in percent, 0 to 100; null while the total is unknown. */
export function progressPercent({
  pagesDone,
  pagesTotal,
}: Pick<Reconciliation, 'pagesDone' | 'pagesTotal'>): number | null {
  return pagesTotal === null || pagesTotal === 0
    ? null
    : Math.min(100, Math.round((pagesDone / pagesTotal) * 100));
}
