import { z } from 'zod';
import { absentIfEmpty, wholeNumber } from '../input/fields.ts';
import type { SimulatorContext } from '../context.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { presentListed } from './presentPayout.ts';

const date = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)),
    'must be a valid ISO 8601 date',
  );

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
  limit: absentIfEmpty(wholeNumber(1, 500)),
  page: absentIfEmpty(wholeNumber(0, 999_999_999)),
});

/**
 * A page of payouts, without a total. There is no filter for the caller's own id. A new payout may appear in
 * the list late.
 */
export const listPayouts = (ctx: SimulatorContext, request: z.infer<typeof listPayoutsRequest>) => {
  const { limit = 10, page = 0, order_by = 'dateCreated', order = 'asc' } = request;
  const from = request.date_from === undefined ? -Infinity : Date.parse(request.date_from);
  const to = request.date_to === undefined ? Infinity : Date.parse(request.date_to);
  const shownUntil = ctx.clock.now() - ctx.settings.payoutListLagMs;
  const key = SORT_KEYS[order_by];
  const found = ctx.payouts
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
