import { PAYMENT_STATUS_GROUPS, WITHDRAWAL_STATUS_GROUPS } from '@paydesk/types/rules';
import type { ResourceName } from './records.ts';
import { AMOUNT_RANGES, BALANCE_RANGES, type Range, SIGNED_RANGES } from './ranges.ts';
import { beginningOf } from './recency.ts';

type Filter = Record<string, unknown>;
type Translate = (value: string, resource: ResourceName, now: Date) => Filter;

const range = (ranges: readonly Range[], id: string, name: string): Filter => {
  const found = ranges.find((one) => one.id === id);
  return {
    ...(found?.min !== undefined && { [`${name}Min`]: found.min }),
    ...(found?.max !== undefined && { [`${name}Max`]: found.max }),
  };
};

const groups: Partial<Record<ResourceName, Record<string, readonly string[]>>> = {
  payments: PAYMENT_STATUS_GROUPS,
  withdrawals: WITHDRAWAL_STATUS_GROUPS,
};

const COMPLETE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** What a person put into a date-and-time field, in their own zone; undefined while it is not complete. */
const momentOf = (local: string): string | undefined =>
  COMPLETE.test(local) && !Number.isNaN(Date.parse(local)) ? new Date(local).toISOString() : undefined;

/** Filters that exist on the screen only, and what each asks the server. */
const VIRTUAL: Record<string, Translate> = {
  statusGroup: (value, resource) => {
    const statuses = groups[resource]?.[value];
    return statuses ? { status: [...statuses] } : {};
  },
  amountRange: (value, resource) =>
    range(resource === 'transactions' ? SIGNED_RANGES : AMOUNT_RANGES, value, 'amountUsd'),
  balanceRange: (value) => range(BALANCE_RANGES, value, 'balanceUsd'),
  recency: (value, _resource, now) => ({ createdAfter: beginningOf(value, now) }),
  from: (value) => ({ createdAfter: momentOf(value) }),
  until: (value) => ({ createdBefore: momentOf(value) }),
  explained: (value) => ({ isExplained: value === 'yes' }),
  activity: (value, _resource, now) => ({
    [value.startsWith('idle') ? 'activeBefore' : 'activeAfter']: beginningOf(value, now),
  }),
};

/**
 * The filter of the screen as the filter of the wire. Empty values ask for nothing; an exact status wins over
 * a status group.
 *
 * @param now the moment that "last 7 days" counts back from
 */
export function serverFilter(resource: ResourceName, filter: Filter, now: Date): Filter {
  const wire: Filter = {};
  const asked = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  for (const [name, value] of asked)
    if (VIRTUAL[name] && typeof value === 'string') Object.assign(wire, VIRTUAL[name](value, resource, now));
  for (const [name, value] of asked)
    if (!VIRTUAL[name]) wire[name] = typeof value === 'string' ? value.trim() : value;
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== undefined && value !== ''));
}
