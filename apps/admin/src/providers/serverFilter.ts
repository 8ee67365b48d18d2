import { PAYMENT_STATUS_GROUPS, WITHDRAWAL_STATUS_GROUPS } from '@paydesk/types/rules';
import { AMOUNT_RANGES, BALANCE_RANGES, type Range, SIGNED_RANGES, startOf } from './filterRanges.ts';
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
  for (const [name, value] of set)
    if (!SCREEN_ONLY[name]) translated[name] = typeof value === 'string' ? value.trim() : value;
  return Object.fromEntries(
    Object.entries(translated).filter(([, value]) => value !== undefined && value !== ''),
  );
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
  recency: (value, _resource, now) => ({ createdAfter: startOf(value, now) }),
  from: (value) => ({ createdAfter: timeOf(value) }),
  until: (value) => ({ createdBefore: timeOf(value) }),
  explained: (value) => ({ isExplained: value === 'yes' }),
  activity: (value, _resource, now) => ({
    [value.startsWith('idle') ? 'activeBefore' : 'activeAfter']: startOf(value, now),
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

const COMPLETE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** The value of a date-and-time field, which is in the person's time zone, in UTC; undefined while incomplete. */
const timeOf = (local: string): string | undefined =>
  COMPLETE.test(local) && !Number.isNaN(Date.parse(local)) ? new Date(local).toISOString() : undefined;
