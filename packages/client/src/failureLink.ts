import type { AppRouter } from '@paydesk/server/router';
import type { Operation, TRPCClientError, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { FailureReason, PaydeskError } from './paydeskError.ts';
import { toPaydeskError } from './toPaydeskError.ts';

/** Failures that may be gone a moment later. */
const PASSING: ReadonlySet<FailureReason> = new Set([
  'NETWORK',
  'TIMEOUT',
  'RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'INTERNAL',
]);

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;
/** A desk that asks for a longer pause than this is not waited for: the caller decides. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Turns every failure into a `PaydeskError`, after up to `retries` further attempts where another attempt can
 * do no harm: a query, or a mutation whose input carries an `idempotencyKey`.
 */
export function failureLink({ retries }: { retries: number }): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let running: { unsubscribe(): void } | undefined;

        const attempt = (nth: number) => {
          running = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error(cause: TRPCClientError<AppRouter>) {
              const error = toPaydeskError(cause);
              const delayMs = nth <= retries && isRepeatable(op) ? delayBefore(nth, error) : null;
              if (delayMs === null || op.signal?.aborted === true) observer.error(error);
              else timer = setTimeout(() => attempt(nth + 1), delayMs);
            },
          });
        };
        attempt(1);

        return () => {
          clearTimeout(timer);
          running?.unsubscribe();
        };
      });
}

/** Asking twice must not act twice: the desk answers a repeated key with the first result. */
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
 * Milliseconds until the next attempt, doubling and spread at random so that many clients do not return at
 * once; null for none.
 */
function delayBefore(attempt: number, error: PaydeskError): number | null {
  if (!PASSING.has(error.reason)) return null;
  const asked = error.retryAfterMs ?? 0;
  if (asked > LONGEST_RETRY_AFTER_MS) return null;
  const longest = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return asked + longest / 2 + (Math.random() * longest) / 2;
}
