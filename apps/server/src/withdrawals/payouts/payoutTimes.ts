import type { Payout } from '../../models/Payout.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long a claimed payout is left to its worker: longer than any call to the provider. */
export const LEASE_MS = MINUTE;

/** An order that could not be sent for this long fails, so that staff can decide. */
export const ORDER_TIMEOUT_MS = 30 * MINUTE;

/** A payout whose outcome is unknown for this long raises an alarm. */
export const UNKNOWN_OUTCOME_ALARM_MS = 15 * MINUTE;

/**
 * A payout counts as never received when the provider's list has not shown it for this many queries and this long
 * after the create call.
 */
const SETTLE_MS = 20 * MINUTE;
const MISSING_ANSWERS = 4;
const SEARCH_DELAYS_MS = [30 * SECOND, 2 * MINUTE, 5 * MINUTE, 13 * MINUTE];

/** The provider accepts ten codes; two are left for someone who confirms by hand. */
export const VERIFY_ATTEMPTS = 8;

/** How soon after its confirmation a payout is queried; later at growing intervals. */
export const FIRST_QUERY_MS = 10 * SECOND;

/** The provider's support may still send a failed payout: it is queried for this long. */
const FAILED_WATCH_MS = 14 * 24 * HOUR;

export const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
const between = (ms: number, least: number, most: number) => Math.min(Math.max(ms, least), most);
const since = (from: Date | null, at: Date) => at.getTime() - (from ?? at).getTime();

/** Whether enough queries over enough time show that the create call never reached the provider. */
export const isSurelyMissing = (payout: Pick<Payout, 'attemptedAt' | 'missingAnswers'>, at: Date) =>
  payout.missingAnswers >= MISSING_ANSWERS && since(payout.attemptedAt, at) >= SETTLE_MS;

/** The next search for a payout whose create call was not answered: 30 s, then 2, 5 and 13 minutes after the last. */
export const nextSearchAt = (missingAnswers: number, at: Date) =>
  after(at, SEARCH_DELAYS_MS[Math.min(missingAnswers, SEARCH_DELAYS_MS.length - 1)] as number);

/** Back-off after a failed query: 10 s, 20 s, 40 s … 10 minutes. */
export const retryAt = (failures: number, at: Date) =>
  after(at, between(10 * SECOND * 2 ** Math.min(failures, 10), 10 * SECOND, 10 * MINUTE));

/** The next query after a confirmation that was not answered or was refused: the code changes every 30 s. */
export const afterConfirmation = (verifyAttempts: number, at: Date) =>
  after(at, between(30 * SECOND * 2 ** Math.max(verifyAttempts - 1, 0), 30 * SECOND, 10 * MINUTE));

/** The next query after a report about a payout; null: none. */
export function nextQueryAt(
  payout: Pick<Payout, 'status' | 'providerBatchId' | 'providerStatus' | 'statusChangedAt'>,
  at: Date,
): Date | null {
  const age = since(payout.statusChangedAt, at);
  switch (payout.status) {
    case 'ordered':
    case 'unknown':
      return at;
    case 'sent':
      return after(at, between(age / 10, FIRST_QUERY_MS, 15 * MINUTE));
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
