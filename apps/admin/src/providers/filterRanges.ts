import { t } from '../texts/t.ts';

/** An amount range by name; both ends are included, so each ends a cent below the next. */
export interface Range {
  id: string;
  name: string;
  min?: string;
  max?: string;
}

export const AMOUNT_RANGES: readonly Range[] = [
  { id: 'small', name: t('Under $10'), max: '9.99' },
  { id: 'medium', name: t('$10 to $100'), min: '10.00', max: '99.99' },
  { id: 'large', name: t('$100 to $1,000'), min: '100.00', max: '999.99' },
  { id: 'veryLarge', name: t('$1,000 to $10,000'), min: '1000.00', max: '9999.99' },
  { id: 'huge', name: t('$10,000 and more'), min: '10000.00' },
];

export const BALANCE_RANGES: readonly Range[] = [
  { id: 'zero', name: t('Zero'), min: '0.00', max: '0.00' },
  { id: 'low', name: t('Under $10'), min: '0.01', max: '9.99' },
  { id: 'medium', name: t('$10 to $100'), min: '10.00', max: '99.99' },
  { id: 'high', name: t('$100 to $1,000'), min: '100.00', max: '999.99' },
  { id: 'whale', name: t('$1,000 and more'), min: '1000.00' },
];

/** Ledger amounts carry a sign, so each direction has its own ranges. */
export const SIGNED_RANGES: readonly Range[] = [
  { id: 'inLarge', name: t('+$1,000 and more'), min: '1000.00' },
  { id: 'inMedium', name: t('+$100 to +$1,000'), min: '100.00', max: '999.99' },
  { id: 'inSmall', name: t('Up to +$100'), min: '0.01', max: '99.99' },
  { id: 'outSmall', name: t('Up to -$100'), min: '-99.99', max: '-0.01' },
  { id: 'outMedium', name: t('-$100 to -$1,000'), min: '-999.99', max: '-100.00' },
  { id: 'outLarge', name: t('-$1,000 and more'), max: '-1000.00' },
];

const HOUR_MS = 3_600_000;

/** Time spans by name. Days and months begin at midnight in the person's own time zone, not in UTC. */
export const RECENCIES = [
  { id: '1h', name: t('Last hour') },
  { id: 'today', name: t('Today') },
  { id: '24h', name: t('Last 24 hours') },
  { id: '7d', name: t('Last 7 days') },
  { id: '30d', name: t('Last 30 days') },
  { id: '90d', name: t('Last 90 days') },
  { id: 'thisMonth', name: t('This month') },
  { id: 'lastMonth', name: t('Last month') },
] as const;

/** For balances: also those without activity. */
export const ACTIVITIES = [
  ...RECENCIES,
  { id: 'idle30d', name: t('Idle for 30 days') },
  { id: 'idle90d', name: t('Idle for 90 days') },
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

/** When the named time span began, ISO 8601; undefined for an unknown name. */
export function startOf(span: string, now: Date): string | undefined {
  if (span === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  if (span === 'thisMonth' || span === 'lastMonth')
    return new Date(now.getFullYear(), now.getMonth() - (span === 'lastMonth' ? 1 : 0), 1).toISOString();
  const hours = HOURS[span];
  return hours === undefined ? undefined : new Date(now.getTime() - hours * HOUR_MS).toISOString();
}

/** The last millisecond of the named time span, which belongs to it; undefined for one that goes on. */
export const spanEnd = (span: string, now: Date): string | undefined =>
  span === 'lastMonth'
    ? new Date(new Date(now.getFullYear(), now.getMonth(), 1).getTime() - 1).toISOString()
    : undefined;
