/** What the figures of a range can be compared with. */
export const DASHBOARD_COMPARISONS = ['none', 'previousPeriod', 'previousYear'] as const;
export type DashboardComparison = (typeof DASHBOARD_COMPARISONS)[number];

/** Five years. */
export const MAX_DASHBOARD_DAYS = 1827;

const DAY_MS = 86_400_000;

/** How many days a range has, from `2026-11-01` to `2026-11-30`: both are included. */
export const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS) + 1;

/** Whether this is a name of a time zone, such as `Europe/Berlin`; offsets such as `+02:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+\-/]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The length of the parts that a range of so many days is shown in: never more than a hundred or so. */
export function granularityOf(days: number): 'hour' | 'day' | 'week' | 'month' {
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 731 ? 'week' : 'month';
}
