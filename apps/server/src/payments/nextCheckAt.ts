import type { Payment } from '../models/Payment.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The provider watches an address for seven days (facts, section 5); a day more covers its delays. */
const TRACKED_MS = 8 * DAY;
const FAILURE_BACKOFF_MAX_MS = 10 * MINUTE;
/**
 * A payment whose last question failed is asked about beyond its time: its last days may hold a deposit that
 * nobody has seen.
 */
const UNANSWERED_MS = 7 * DAY;
/** Money that was seen and has not come to its end is not forgotten, however long a review takes. */
const ON_ITS_WAY_MS = 90 * DAY;

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
 * When to ask the provider about this payment next; null when its address is no longer watched. Young and
 * moving payments are asked about every few seconds, old and closed ones rarely; nobody has to keep a page
 * open, though one that is open makes it quicker. Failures back off by doubling.
 */
export function nextCheckAt(payment: Facts, now: Date): Date | null {
  const trackedUntil = Math.max(
    payment.createdAt.getTime() + TRACKED_MS,
    (payment.expiresAt?.getTime() ?? 0) + DAY,
  );
  // A worker that was down for days has a last question left; a report that comes in before it does not take
  // its place, for it may be an old one.
  if (
    now.getTime() > trackedUntil &&
    payment.checkFailures === 0 &&
    (payment.checkedAt?.getTime() ?? 0) <= trackedUntil
  )
    return now;
  if (now.getTime() > trackedUntil + (payment.checkFailures > 0 ? UNANSWERED_MS : 0))
    return isOnItsWay(payment, now, trackedUntil) ? later(now, payment, 6 * HOUR) : null;
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
 * While a payer looks at the checkout page. A closed payment may still be paid late; a completed one has only
 * its transaction's hash left to tell, which notifications do not carry.
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

const isOnItsWay = ({ status, parentPaymentId }: Facts, now: Date, trackedUntil: number) =>
  (status === 'confirming' || status === 'confirmed') &&
  parentPaymentId === null &&
  now.getTime() < trackedUntil + ON_ITS_WAY_MS;

function intervalMs(payment: Facts, ageMs: number): number {
  // A child payment exists because its money is there, and that is put aside: nobody waits for the provider.
  if (payment.parentPaymentId !== null) return clamp(ageMs / 10, 15 * MINUTE, 6 * HOUR);
  switch (payment.status) {
    case 'confirming':
    case 'confirmed':
      return 10 * SECOND;
    case 'pending':
      return clamp(ageMs / 10, 10 * SECOND, 15 * MINUTE);
    default:
      // Late money wins, and re-deposits show on the payment they came to, also when its own money went back.
      return clamp(ageMs / 10, 15 * MINUTE, 6 * HOUR);
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/**
 * Up to a tenth earlier or later, always the same for one payment: those that came up together drift apart.
 */
function later(now: Date, { id }: Facts, ms: number): Date {
  const place = Number.parseInt(id.slice(-6), 16) / 0xff_ff_ff;
  return new Date(now.getTime() + Math.round(ms * (0.9 + place / 5)));
}
