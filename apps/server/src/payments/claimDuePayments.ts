import type { QueryBuilder } from 'objection';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';

/** Other workers skip a claimed payment for this long; a crash in between only delays it. */
const LEASE_MS = 60_000;

/** The most of a batch that goes to payments whose checkout page is open. */
const WATCHED_SHARE = 0.5;
/** The least of a batch that goes to the payments that have waited longest. */
const FAIR_SHARE = 0.2;

/** An unpaid payment is likely to be paid within its first hour. */
const YOUNG_MS = 3_600_000;

/**
 * The classes of payments, each with the usual interval of its checks in seconds: money that came after the first, money
 * in flight, new, open, completed, and closed but possibly paid late. Every payment is of one.
 */
const CLASSES = [
  ['parent_payment_id is not null', 600],
  ["parent_payment_id is null and status in ('confirming', 'confirmed')", 10],
  ["parent_payment_id is null and status = 'pending' and created_at > :young", 30],
  ["parent_payment_id is null and status = 'pending' and created_at <= :young", 120],
  ["parent_payment_id is null and status = 'completed'", 1200],
  ["parent_payment_id is null and status not in ('pending', 'confirming', 'confirmed', 'completed')", 600],
] as const;

/**
 * The time since the last check, divided by the usual interval of the payment's class. After an outage each class comes
 * before the next, but payments that have just been checked do not delay those that have not.
 */
const URGENCY = `coalesce(least(extract(epoch from :now - checked_at), 3600), 3600) / case
  ${CLASSES.map(([ofClass, seconds]) => `when ${ofClass} then ${seconds}`).join('\n  ')} end desc, next_check_at`;

/** So many times the batch are candidates of each class: other workers may hold some of them. */
const SPARE = 4;

/**
 * Of each class those that are due longest, by an index: of a class the urgency grows with that time, and after an
 * outage all payments may be due. Sorting all of them would cost seconds for each batch.
 */
const CANDIDATES = `id = any(array(${CLASSES.map(
  ([ofClass]) =>
    `(select id from payments where ${ofClass} and next_check_at <= :now order by next_check_at limit :most)`,
).join(' union all ')}))`;

/**
 * Claims due payments for this worker: first those that are being watched, then by urgency, then those that
 * have waited longest, of any class. Payments claimed by others are skipped. No class of payments, however
 * large, keeps another from being checked.
 */
export async function claimDuePayments(ctx: AppContext, limit: number): Promise<Payment[]> {
  const now = ctx.clock.now();
  // Shares of a small batch are fractions: the last digit of the time rounds them evenly over many batches.
  const dither = (now.getTime() % 10) / 10;
  const fair = Math.floor(limit * FAIR_SHARE + 0.9 - dither);
  const watched = await claim(ctx, now, Math.floor(limit * WATCHED_SHARE + dither), (due) =>
    due.where('watchedUntil', '>', now).orderByRaw('checked_at nulls first'),
  );
  const young = new Date(now.getTime() - YOUNG_MS);
  const urgent = await claim(ctx, now, limit - watched.length - fair, (due) =>
    due.whereRaw(CANDIDATES, { now, young, most: limit * SPARE }).orderByRaw(URGENCY, { now, young }),
  );
  const longestWaiting = await claim(ctx, now, limit - watched.length - urgent.length, (due) =>
    due.orderBy('nextCheckAt'),
  );
  return [...watched, ...urgent, ...longestWaiting];
}

async function claim(
  ctx: AppContext,
  now: Date,
  limit: number,
  order: (due: QueryBuilder<Payment>) => QueryBuilder<Payment>,
): Promise<Payment[]> {
  if (limit <= 0) return [];
  const due = order(Payment.query(ctx.knex).select('id').where('nextCheckAt', '<=', now))
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return await Payment.query(ctx.knex)
    // A common table expression runs once; inside `in (…)` the query could run again and lock more rows.
    .with('due', due)
    .patch({ nextCheckAt: new Date(now.getTime() + LEASE_MS) })
    .whereIn('id', ctx.knex.select('id').from('due'))
    .returning('*');
}

/**
 * Checks that this worker still holds a payment claimed at `claimedAt`. Half of the lease is enough for one
 * request; when the batch has used up the other half the lease is renewed. False when another worker has
 * claimed the payment since.
 */
export async function renewLease(ctx: AppContext, payment: Payment, claimedAt: Date): Promise<boolean> {
  const now = ctx.clock.now();
  if (now.getTime() - claimedAt.getTime() < LEASE_MS / 2) return true;
  const renewed = await Payment.query(ctx.knex)
    .patch({ nextCheckAt: new Date(now.getTime() + LEASE_MS) })
    .where({ id: payment.id, nextCheckAt: payment.nextCheckAt });
  return renewed > 0;
}
