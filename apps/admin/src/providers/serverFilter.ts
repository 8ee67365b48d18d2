import { PAYMENT_STATUS_GROUPS, WITHDRAWAL_STATUS_GROUPS } from '@paydesk/types/rules';
import {
  AMOUNT_RANGES,
  BALANCE_RANGES,
  type Range,
  SIGNED_RANGES,
  spanEnd,
  startOf,
} from './filterRanges.ts';
import type { ResourceName } from './records.ts';

type Filter = Record<string, unknown>;

/**
 * Translates the filter on the screen to the filter of the server. Empty values are left out; an exact status
 * wins over a status group.
 *
 * @param now the time that "last 7 days" counts back from
 */
export function serverFilter(resource: ResourceName, filter: Filter, now: Date): Filter {
  const translated: Filter = {};
  const set = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  for (const [name, value] of set) {
    const translate = SCREEN_ONLY[name];
    if (translate && typeof value === 'string') Object.assign(translated, translate(value, resource, now));
  }
  const readings = typeof filter['q'] === 'string' ? READINGS.get(resource)?.(filter['q']) : undefined;
  if (readings && readings.length > 0) translated['qReadings'] = readings;
  for (const [name, value] of set)
    if (!SCREEN_ONLY[name]) translated[name] = typeof value === 'string' ? value.trim() : value;
  return Object.fromEntries(
    Object.entries(translated).filter(([, value]) => value !== undefined && value !== ''),
  );
}

const READINGS = new Map<ResourceName, (text: string) => readonly unknown[]>();

/** How a search text of this list is read in the person's language, for the server, which reads English. */
export function setSearchReadings(resource: ResourceName, read: (text: string) => readonly unknown[]): void {
  READINGS.set(resource, read);
}

type Translate = (value: string, resource: ResourceName, now: Date) => Filter;

/** Filters that the server does not have, and the server's filters that each stands for. */
const SCREEN_ONLY: Record<string, Translate> = {
  statusGroup: (value, resource) => {
    const statuses = STATUS_GROUPS[resource]?.[value];
    return statuses ? { status: [...statuses] } : {};
  },
  amountRange: (value, resource) =>
    limitsOf(resource === 'transactions' ? SIGNED_RANGES : AMOUNT_RANGES, value, 'amountUsd'),
  balanceRange: (value) => limitsOf(BALANCE_RANGES, value, 'balanceUsd'),
  recency: (value, _resource, now) => {
    const end = spanEnd(value, now);
    return { createdAfter: startOf(value, now), ...(end !== undefined && { createdBefore: end }) };
  },
  from: (value, resource) => ({ [`${timeFieldOf(resource)}After`]: beginOf(value)?.toISOString() }),
  until: (value, resource) => ({ [`${timeFieldOf(resource)}Before`]: endOf(value)?.toISOString() }),
  explained: (value) => ({ isExplained: value === 'yes' }),
  activity: (value, _resource, now) => ({
    [value.startsWith('idle') ? 'activeBefore' : 'activeAfter']: startOf(value, now),
    ...(spanEnd(value, now) !== undefined && { activeBefore: spanEnd(value, now) }),
  }),
};

const STATUS_GROUPS: Partial<Record<ResourceName, Record<string, readonly string[]>>> = {
  payments: PAYMENT_STATUS_GROUPS,
  withdrawals: WITHDRAWAL_STATUS_GROUPS,
};

function limitsOf(ranges: readonly Range[], id: string, name: string): Filter {
  const found = ranges.find((range) => range.id === id);
  return {
    ...(found?.min !== undefined && { [`${name}Min`]: found.min }),
    ...(found?.max !== undefined && { [`${name}Max`]: found.max }),
  };
}

/** The time of a row that From and Until are about. */
const timeFieldOf = (resource: ResourceName): string =>
  resource === 'balances' ? 'active' : resource === 'reconciliations' ? 'started' : 'created';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** What older links contain. */
const EXACT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** When a day or a minute begins in the person's time zone; undefined while incomplete. */
function beginOf(local: string): Date | undefined {
  if (!DAY.test(local) && !MINUTE.test(local) && !EXACT.test(local)) return undefined;
  // Without a time, `Date` would take UTC.
  const begin = new Date(DAY.test(local) ? `${local}T00:00` : local);
  return Number.isNaN(begin.getTime()) ? undefined : begin;
}

/** The last millisecond of a day or a minute, which belongs to it: the desk knows no shorter time. */
function endOf(local: string): Date | undefined {
  const end = beginOf(local);
  if (end === undefined || EXACT.test(local)) return end;
  // By the calendar: not every day has 24 hours.
  if (DAY.test(local)) end.setDate(end.getDate() + 1);
  else end.setMinutes(end.getMinutes() + 1);
  return new Date(end.getTime() - 1);
}
