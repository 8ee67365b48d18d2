import type { AppRouter } from '@paydesk/server/router';
import type { ErrorReason } from '@paydesk/types';
import { TRPCClientError, type TRPCClientErrorLike } from '@trpc/client';

/**
 * Why a call failed. Programs switch on this word; it is stable.
 *
 * Every reason of the desk (`INSUFFICIENT_FUNDS`, `IDEMPOTENCY_CONFLICT`, …), or one that the client adds:
 * `NETWORK` (no answer from the desk came through), `TIMEOUT` (none within `timeoutMs`), `ABORTED` (the
 * caller's own signal). After `NETWORK` and `TIMEOUT` of a mutation it is unknown whether the desk acted: ask
 * again with the same `idempotencyKey`.
 */
export type FailureReason = ErrorReason | 'NETWORK' | 'TIMEOUT' | 'ABORTED';

type Data = TRPCClientErrorLike<AppRouter>['data'];

export interface Failure {
  reason: FailureReason;
  message: string;
  data?: Data | undefined;
  httpStatus?: number | null;
  retryAfterMs?: number | null;
  cause?: Error | undefined;
}

/** Every failure of a call. */
export class PaydeskError extends TRPCClientError<AppRouter> {
  readonly reason: FailureReason;
  /** The tRPC code, such as `CONFLICT`; null when the desk itself did not answer. */
  readonly code: string | null;
  /** HTTP status of the answer, if one came. */
  readonly httpStatus: number | null;
  /** What the desk adds to a reason, such as `{ minimumUsd: "11.42" }`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** For `INVALID_INPUT`: what is wrong with which field, by its path, such as `filter.status`. */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** How long the desk asks to be left alone; null when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(failure: Failure) {
    super(failure.message, { cause: failure.cause });
    // The parent's constructor sets its own prototype on whatever it makes.
    Object.setPrototypeOf(this, PaydeskError.prototype);
    this.name = 'PaydeskError';
    this.reason = failure.reason;
    this.code = failure.data?.code ?? null;
    this.httpStatus = failure.data?.httpStatus ?? failure.httpStatus ?? null;
    this.details = failure.data?.details ?? {};
    this.fieldErrors = failure.data?.zodError?.fieldErrors ?? {};
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }
}

/** Whether this is a failure of a Paydesk call; with a reason, whether it failed for that reason. */
export function isPaydeskError(error: unknown, reason?: FailureReason): error is PaydeskError {
  return error instanceof PaydeskError && (reason === undefined || error.reason === reason);
}
