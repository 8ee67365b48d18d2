import type { AppRouter } from '@paydesk/server/router';
import { type Operation, retryLink, type TRPCLink } from '@trpc/client';
import { toPaydeskError } from './errorLink.ts';
import type { FailureReason, PaydeskError } from './paydeskError.ts';

/** Failures that may be over a moment later. */
const TRANSIENT: ReadonlySet<FailureReason> = new Set([
  'NETWORK',
  'TIMEOUT',
  'RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'INTERNAL',
]);

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;
/** If the desk asks for a longer pause than this, there is no further attempt: the caller decides. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Repeats a failed call up to `retries` times where that is safe: a query, or a mutation whose input has an
 * `idempotencyKey`.
 */
export const retrySafely =
  (retries: number): TRPCLink<AppRouter> =>
  (runtime) =>
  (call) => {
    // Kept between the two functions, because the library does not pass the error to `retryDelayMs`.
    let delayMs: number | null = null;
    return retryLink<AppRouter>({
      retry: ({ op, attempts, error }) => {
        const isAllowed = attempts <= retries && isRepeatable(op) && op.signal?.aborted !== true;
        delayMs = isAllowed ? delayBefore(attempts, toPaydeskError(error)) : null;
        return delayMs !== null;
      },
      retryDelayMs: () => delayMs ?? 0,
    })(runtime)(call);
  };

/** A repeated call must not act twice: for a repeated key the desk returns the first result. */
function isRepeatable({ type, input }: Operation): boolean {
  if (type === 'query') return true;
  return (
    typeof input === 'object' &&
    input !== null &&
    'idempotencyKey' in input &&
    typeof input.idempotencyKey === 'string'
  );
}

/**
 * Milliseconds until the next attempt: doubling, and random so that many clients do not return at once. Null
 * for no further attempt.
 */
function delayBefore(attempt: number, error: PaydeskError): number | null {
  if (!TRANSIENT.has(error.reason)) return null;
  const retryAfterMs = error.retryAfterMs ?? 0;
  if (retryAfterMs > LONGEST_RETRY_AFTER_MS) return null;
  const longestMs = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return retryAfterMs + longestMs / 2 + (Math.random() * longestMs) / 2;
}
