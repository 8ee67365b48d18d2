const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The person's own date and time. */
export const localTime = (at: string): string => LOCAL.format(new Date(at));

/** The person's own date. */
export const localDay = (at: string): string => DAY.format(new Date(at));

/** The same moment in UTC, to the second: "2026-11-03 14:05:09 UTC". */
export const utcTime = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const STEPS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** How long ago, in one whole unit: "3 hours"; "less than a minute" below that. Future moments count as now. */
export function age(at: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - new Date(at).getTime()) / 1000);
  const step = STEPS.find((one) => seconds >= one.seconds);
  if (!step) return 'less than a minute';
  const count = Math.floor(seconds / step.seconds);
  return `${count} ${step.unit}${count === 1 ? '' : 's'}`;
}
