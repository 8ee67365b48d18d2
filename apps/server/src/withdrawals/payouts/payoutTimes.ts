import type { Payout } from '../../models/Payout.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A payout that a worker has taken is left alone by others for this long: longer than any call to the
 * provider.
 */
export const LEASE_MS = MINUTE;

/** An order that could not be sent for so long goes back to a person: rate and patience end. */
export const ORDER_LIFE_MS = 30 * MINUTE;

/** A payout whose outcome is unknown for this long raises an alarm. */
export const UNKNOWN_OUTCOME_ALARM_MS = 15 * MINUTE;

/**
 * The provider has it not only when its list, asked so often and this long after the create, has not shown
 * it.
 */
const SETTLE_MS = 20 * MINUTE;
const MISSING_ANSWERS = 4;
const SEARCH_DELAYS_MS = [30 * SECOND, 2 * MINUTE, 5 * MINUTE, 13 * MINUTE];

/** The provider takes ten codes; the rest of the hour is for somebody who confirms by hand. */
export const VERIFY_ATTEMPTS = 8;

/** How soon a payout that was confirmed is asked about; later ever more seldom. */
export const FIRST_LOOK_MS = 10 * SECOND;

/** Support may still carry out what has failed: it is looked at for this long. */
const FAILED_WATCH_MS = 14 * 24 * HOUR;

export const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
const between = (ms: number, least: number, most: number) => Math.min(Math.max(ms, least), most);
const since = (from: Date | null, at: Date) => at.getTime() - (from ?? at).getTime();

/** Whether the provider has been asked often and long enough to know that a create never reached it. */
export const isSurelyMissing = (payout: Pick<Payout, 'attemptedAt' | 'missingAnswers'>, at: Date) =>
  payout.missingAnswers >= MISSING_ANSWERS && since(payout.attemptedAt, at) >= SETTLE_MS;

/**
 * The next search for a payout whose create was not answered: 30 s, then 2, 5 and 13 minutes after the last
 * one.
 */
export const nextSearchAt = (missingAnswers: number, at: Date) =>
  after(at, SEARCH_DELAYS_MS[Math.min(missingAnswers, SEARCH_DELAYS_MS.length - 1)] as number);

/** A failed question backs off: 10 s, 20 s, 40 s … 10 minutes. */
export const retryAt = (failures: number, at: Date) =>
  after(at, between(10 * SECOND * 2 ** Math.min(failures, 10), 10 * SECOND, 10 * MINUTE));

/** When to look at a confirmation that was not answered, or was refused: the code changes every 30 s. */
export const afterConfirmation = (verifyAttempts: number, at: Date) =>
  after(at, between(30 * SECOND * 2 ** Math.max(verifyAttempts - 1, 0), 30 * SECOND, 10 * MINUTE));

/** When the worker looks again at a payout of which the provider has just spoken; null: no more. */
export function nextLookAt(
  payout: Pick<Payout, 'status' | 'providerBatchId' | 'providerStatus' | 'statusChangedAt'>,
  at: Date,
): Date | null {
  const age = since(payout.statusChangedAt, at);
  switch (payout.status) {
    case 'ordered':
    case 'unknown':
      return at;
    case 'sent':
      return after(at, between(age / 10, FIRST_LOOK_MS, 15 * MINUTE));
    case 'finished':
      return null;
    case 'failed':
      if (
        payout.providerBatchId === null ||
        age > FAILED_WATCH_MS ||
        ['rejected', 'cancelled', 'canceled'].includes(payout.providerStatus ?? '')
      )
        return null;
      return after(at, between(age / 10, 10 * MINUTE, 6 * HOUR));
  }
}
