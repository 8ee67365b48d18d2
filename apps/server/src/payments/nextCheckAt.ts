import type { Payment } from '../models/Payment.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The provider watches an address for seven days (facts, section 5); a day more covers its delays. */
const WATCHED_MS = 8 * DAY;
const FAILURE_BACKOFF_MAX_MS = 10 * MINUTE;

type Facts = Pick<Payment, 'status' | 'createdAt' | 'expiresAt' | 'checkFailures' | 'providerPaymentId'>;

/**
 * When to ask the provider about this payment next; null when its address is no longer watched. Young and moving payments are asked
 * about every few seconds, old and closed ones rarely; nobody has to keep a page open. Failures back off by doubling.
 */
export function nextCheckAt(payment: Facts, now: Date): Date | null {
  if (payment.status === 'refunded') return null;
  const watchedUntil = Math.max(payment.createdAt.getTime() + WATCHED_MS, (payment.expiresAt?.getTime() ?? 0) + DAY);
  if (now.getTime() > watchedUntil) return null;
  if (payment.checkFailures > 0) return later(now, Math.min(5 * SECOND * 2 ** Math.min(payment.checkFailures, 10), FAILURE_BACKOFF_MAX_MS));
  return later(now, intervalMs(payment, now.getTime() - payment.createdAt.getTime()));
}

function intervalMs(payment: Facts, ageMs: number): number {
  switch (payment.status) {
    case 'confirming':
    case 'confirmed':
      return 10 * SECOND;
    case 'pending':
      return clamp(ageMs / 10, 10 * SECOND, 15 * MINUTE);
    default:
      // Late money wins, and re-deposits show on the payment they came to.
      return clamp(ageMs / 10, 15 * MINUTE, 6 * HOUR);
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
const later = (now: Date, ms: number) => new Date(now.getTime() + ms);
