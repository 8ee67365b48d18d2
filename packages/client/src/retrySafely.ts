import { type Operation, retryLink, type TRPCLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { isTransient, type PaydeskError } from './paydeskError.ts';
import { toPaydeskError } from './toPaydeskError.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;
/** If the desk asks for a longer pause than this, there is no further attempt: the caller decides. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Repeats a failed call up to `retries` times where that is safe: a query, or a mutation whose input has an
 * `idempotencyKey`.
 */
export const retrySafely =
  (retries: number): TRPCLink<AnyRouter> =>
  (runtime) =>
  (call) => {
    // Kept between the two functions, because the library does not pass the error to `retryDelayMs`.
    let delayMs: number | null = null;
    return retryLink<AnyRouter>({
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

/** Milliseconds until the next attempt; null for no further attempt. */
function delayBefore(attempt: number, error: PaydeskError): number | null {
  if (!isTransient(error)) return null;
  const retryAfterMs = error.retryAfterMs ?? 0;
  if (retryAfterMs > LONGEST_RETRY_AFTER_MS) return null;
  return retryAfterMs + backoffMs(attempt, { firstMs: FIRST_DELAY_MS, longestMs: LONGEST_DELAY_MS });
}

/**
 * The pause after the nth failed attempt, counted from 1: doubling, and random in its upper half so that many
 * clients do not return at once.
 */
export function backoffMs(
  attempt: number,
  { firstMs, longestMs }: { firstMs: number; longestMs: number },
): number {
  const ms = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  return ms / 2 + (Math.random() * ms) / 2;
}
