import type { Payment } from '../models/Payment.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The provider documents that it watches an address for seven days; one more day covers its delays. */
const TRACKED_MS = 8 * DAY;
const FAILURE_BACKOFF_MAX_MS = 10 * MINUTE;
/**
 * A payment whose last check failed is checked for longer: a deposit of its last days may not be known yet.
 */
const UNANSWERED_MS = 7 * DAY;
/** Money that was seen but is not final may be under review at the provider for weeks. */
const IN_FLIGHT_MS = 90 * DAY;

type Facts = Pick<
  Payment,
  | 'id'
  | 'parentPaymentId'
  | 'status'
  | 'createdAt'
  | 'expiresAt'
  | 'checkFailures'
  | 'checkedAt'
  | 'providerPaymentId'
  | 'watchedUntil'
> &
  Partial<Pick<Payment, 'transactionHash'>>;

/**
 * When to ask the provider about this payment next; null when its address is no longer watched. New payments
 * and those with money in flight are checked every few seconds, old and closed ones rarely, more often while
 * their checkout page is open. After failures the interval doubles.
 */
export function nextCheckAt(payment: Facts, now: Date): Date | null {
  const trackedUntil = Math.max(
    payment.createdAt.getTime() + TRACKED_MS,
    (payment.expiresAt?.getTime() ?? 0) + DAY,
  );
  // One last check is due, even when the worker was down at the end. A report that comes in before does not
  // replace it: it may be an old one.
  if (
    now.getTime() > trackedUntil &&
    payment.checkFailures === 0 &&
    (payment.checkedAt?.getTime() ?? 0) <= trackedUntil
  )
    return now;
  if (now.getTime() > trackedUntil + (payment.checkFailures > 0 ? UNANSWERED_MS : 0))
    return isInFlight(payment, now, trackedUntil) ? later(now, payment, 6 * HOUR) : null;
  if (payment.checkFailures > 0)
    return later(
      now,
      payment,
      Math.min(5 * SECOND * 2 ** Math.min(payment.checkFailures, 10), FAILURE_BACKOFF_MAX_MS),
    );
  const usual = intervalMs(payment, now.getTime() - payment.createdAt.getTime());
  const isWatched = payment.watchedUntil !== null && payment.watchedUntil > now;
  return later(now, payment, isWatched ? Math.min(usual, watchedIntervalMs(payment)) : usual);
}

/**
 * The interval while the checkout page is open. A closed payment may still be paid late; of a completed one
 * only the transaction hash may be missing, which notifications do not contain.
 */
function watchedIntervalMs({ status, transactionHash }: Facts): number {
  switch (status) {
    case 'pending':
    case 'confirming':
    case 'confirmed':
      return 5 * SECOND;
    case 'completed':
      return transactionHash ? Infinity : 20 * SECOND;
    case 'refunded':
      return Infinity;
    default:
      return 15 * SECOND;
  }
}

const isInFlight = ({ status, parentPaymentId }: Facts, now: Date, trackedUntil: number) =>
  (status === 'confirming' || status === 'confirmed') &&
  parentPaymentId === null &&
  now.getTime() < trackedUntil + IN_FLIGHT_MS;

function intervalMs(payment: Facts, ageMs: number): number {
  // The money of a child payment has arrived and is in suspense: a report changes little.
  if (payment.parentPaymentId !== null) return clamp(ageMs / 10, 15 * MINUTE, 6 * HOUR);
  switch (payment.status) {
    case 'confirming':
    case 'confirmed':
      return 10 * SECOND;
    case 'pending':
      return clamp(ageMs / 10, 10 * SECOND, 15 * MINUTE);
    default:
      // The payment may be paid late, and re-deposits are reported on the payment that they came to.
      return clamp(ageMs / 10, 15 * MINUTE, 6 * HOUR);
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/**
 * Up to a tenth earlier or later, always the same for one payment, so that payments created together spread
 * out.
 */
function later(now: Date, { id }: Facts, ms: number): Date {
  const place = Number.parseInt(id.slice(-6), 16) / 0xff_ff_ff;
  return new Date(now.getTime() + Math.round(ms * (0.9 + place / 5)));
}
