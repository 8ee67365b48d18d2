import { z } from 'zod';
import type { Core } from '../core.ts';
import type { PayoutRecord } from './payoutRecord.ts';
import { presentListed } from './presentPayout.ts';

const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a number')
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be between ${from} and ${to}`);
const date = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)),
    'must be a valid ISO 8601 date',
  );
const absentIfEmpty = <T extends z.ZodType>(field: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), field.optional());

const SORT_KEYS = {
  id: (payout) => Number(payout.payoutId),
  batchId: (payout) => Number(payout.batchId),
  dateCreated: (payout) => payout.createdAt,
  dateRequested: (payout) => payout.requestedAt ?? 0,
  dateUpdated: (payout) => payout.updatedAt,
  currency: (payout) => payout.currency,
  status: (payout) => payout.status,
} satisfies Record<string, (payout: PayoutRecord) => string | number>;

export const listPayoutsRequest = z.object({
  batch_id: absentIfEmpty(z.string()),
  status: absentIfEmpty(z.string()),
  order_by: absentIfEmpty(
    z.enum(Object.keys(SORT_KEYS) as (keyof typeof SORT_KEYS)[], 'must be a sortable field'),
  ),
  order: absentIfEmpty(z.enum(['asc', 'desc'], 'must be asc or desc')),
  date_from: absentIfEmpty(date),
  date_to: absentIfEmpty(date),
  limit: absentIfEmpty(whole(1, 500)),
  page: absentIfEmpty(whole(0, 999_999_999)),
});

/**
 * A page of payouts, without a total. There is no filter for the caller's own id. A new payout may come late
 * to the list.
 */
export const listPayouts = (core: Core, request: z.infer<typeof listPayoutsRequest>) => {
  const { limit = 10, page = 0, order_by = 'dateCreated', order = 'asc' } = request;
  const from = request.date_from === undefined ? -Infinity : Date.parse(request.date_from);
  const to = request.date_to === undefined ? Infinity : Date.parse(request.date_to);
  const shownUntil = core.clock.now() - core.settings.payoutListLagMs;
  const key = SORT_KEYS[order_by];
  const found = core.payouts
    .all()
    .filter(
      ({ batchId, status, createdAt }) =>
        (request.batch_id ?? batchId) === batchId &&
        (request.status ?? status).toUpperCase() === status.toUpperCase() &&
        createdAt >= from &&
        createdAt <= to &&
        createdAt <= shownUntil,
    )
    .sort(
      (a, b) =>
        (order === 'asc' ? 1 : -1) * (compare(key(a), key(b)) || Number(a.payoutId) - Number(b.payoutId)),
    );
  return { payouts: found.slice(page * limit, (page + 1) * limit).map(presentListed) };
};

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
