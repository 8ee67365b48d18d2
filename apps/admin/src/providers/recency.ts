const HOUR_MS = 3_600_000;

/** How recent something is, by name. "Today" begins at the person's own midnight, not at UTC's. */
export const RECENCIES = [
  { id: '1h', name: 'Last hour' },
  { id: 'today', name: 'Today' },
  { id: '24h', name: 'Last 24 hours' },
  { id: '7d', name: 'Last 7 days' },
  { id: '30d', name: 'Last 30 days' },
  { id: '90d', name: 'Last 90 days' },
] as const;

/** For balances: also those that have rested. */
export const ACTIVITIES = [
  ...RECENCIES,
  { id: 'idle30d', name: 'Idle for 30 days' },
  { id: 'idle90d', name: 'Idle for 90 days' },
] as const;

const HOURS: Record<string, number> = {
  '1h': 1,
  '24h': 24,
  '7d': 168,
  '30d': 720,
  '90d': 2160,
  idle30d: 720,
  idle90d: 2160,
};

/** The moment at which the named span began, ISO 8601; undefined for a name that does not exist. */
export function beginningOf(span: string, now: Date): string | undefined {
  if (span === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  const hours = HOURS[span];
  return hours === undefined ? undefined : new Date(now.getTime() - hours * HOUR_MS).toISOString();
}
