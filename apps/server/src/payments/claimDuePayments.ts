import type { QueryBuilder } from 'objection';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';

/** A claimed payment is left alone by other workers for this long; a crash in between only delays it. */
const LEASE_MS = 60_000;

/**
 * At most this share of a batch goes to payments that somebody is watching, and at least that one to whoever
 * has waited longest.
 */
const WATCHED_SHARE = 0.5;
const FAIR_SHARE = 0.2;

/** An unpaid payment is likely to be paid within its first hour. */
const YOUNG_MS = 3_600_000;

/**
 * The longer ago a payment was asked about, the sooner it is again; a class counts that time in units of its
 * own: money is moving, it is young, it is open, it is closed and may be paid late, it is done. After an
 * outage each class comes before the next, and yet payments that have just been asked about, however busy, do
 * not hold up those that have not.
 */
const URGENCY = `coalesce(least(extract(epoch from ? - checked_at), 3600), 3600) / case
  when parent_payment_id is not null then 600 when status in ('confirming', 'confirmed') then 10
  when status = 'pending' and created_at > ? then 30 when status = 'pending' then 120
  when status = 'completed' then 1200 else 600 end desc, next_check_at`;

/**
 * Claims due payments for this worker: some that are being watched, then by urgency, then some that have
 * waited longest, whatever they are. What others have claimed is skipped. No class of payments, however
 * large, keeps another from being asked about.
 */
export async function claimDuePayments(ctx: AppContext, limit: number): Promise<Payment[]> {
  const now = ctx.clock.now();
  // Shares of a small batch are no whole numbers: the last digit of the time evens them out over many
  // batches.
  const dither = (now.getTime() % 10) / 10;
  const fair = Math.floor(limit * FAIR_SHARE + 0.9 - dither);
  const watched = await claim(ctx, now, Math.floor(limit * WATCHED_SHARE + dither), (due) =>
    due.where('watchedUntil', '>', now).orderByRaw('checked_at nulls first'),
  );
  const urgent = await claim(ctx, now, limit - watched.length - fair, (due) =>
    due.orderByRaw(URGENCY, [now, new Date(now.getTime() - YOUNG_MS)]),
  );
  const patient = await claim(ctx, now, limit - watched.length - urgent.length, (due) =>
    due.orderBy('nextCheckAt'),
  );
  return [...watched, ...urgent, ...patient];
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
    // As a subquery of its own it is run once; inside `in (…)` it could be run again and lock more rows than
    // asked for.
    .with('due', due)
    .patch({ nextCheckAt: new Date(now.getTime() + LEASE_MS) })
    .whereIn('id', ctx.knex.select('id').from('due'))
    .returning('*');
}

/**
 * Makes sure that a payment claimed at `claimedAt` is still this worker's to ask about: half of the lease is
 * enough for one question, and when the batch has taken longer than the other half the lease is renewed.
 * False when another worker has it by now.
 */
export async function renewLease(ctx: AppContext, payment: Payment, claimedAt: Date): Promise<boolean> {
  const now = ctx.clock.now();
  if (now.getTime() - claimedAt.getTime() < LEASE_MS / 2) return true;
  const renewed = await Payment.query(ctx.knex)
    .patch({ nextCheckAt: new Date(now.getTime() + LEASE_MS) })
    .where({ id: payment.id, nextCheckAt: payment.nextCheckAt });
  return renewed > 0;
}
