import type { AppRouter } from '@paydesk/server/router';
import type { ErrorReason } from '@paydesk/types';
import { TRPCClientError, type TRPCClientErrorLike } from '@trpc/client';

/**
 * Why a call failed. The values are stable: programs switch on them.
 *
 * Every reason of the desk (`INSUFFICIENT_FUNDS`, `IDEMPOTENCY_CONFLICT`, …), or one that the client adds:
 * `NETWORK` (no answer from the desk), `TIMEOUT` (none within `timeoutMs`), `ABORTED` (the caller's signal).
 * After `NETWORK` and `TIMEOUT` of a mutation it is unknown whether the desk acted: call again with the same
 * `idempotencyKey`.
 */
export type FailureReason = ErrorReason | 'NETWORK' | 'TIMEOUT' | 'ABORTED';

type Data = TRPCClientErrorLike<AppRouter>['data'];

export interface Failure {
  reason: FailureReason;
  message: string;
  data?: Data | undefined;
  httpStatus?: number | null;
  retryAfterMs?: number | null;
  requestId?: string | null;
  cause?: Error | undefined;
}

/** Every failure of a call. */
export class PaydeskError extends TRPCClientError<AppRouter> {
  readonly reason: FailureReason;
  /** The tRPC code, such as `CONFLICT`; null without an answer from the desk. */
  readonly code: string | null;
  /** HTTP status of the answer; null without one. */
  readonly httpStatus: number | null;
  /** Facts that belong to the reason, such as `{ minimumUsd: "11.42" }`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** For `INVALID_INPUT`: the errors of each field, by its path, such as `filter.status`. */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** The pause before the next call that the desk asks for; null when it did not specify one. */
  readonly retryAfterMs: number | null;
  /** The answer's `X-Request-Id`, by which the desk's operator finds the call in log and audit; null without one. */
  readonly requestId: string | null;

  constructor(failure: Failure) {
    super(failure.message, { cause: failure.cause });
    // The parent's constructor sets its own prototype.
    Object.setPrototypeOf(this, PaydeskError.prototype);
    this.name = 'PaydeskError';
    this.reason = failure.reason;
    this.code = failure.data?.code ?? null;
    this.httpStatus = failure.data?.httpStatus ?? failure.httpStatus ?? null;
    this.details = failure.data?.details ?? {};
    this.fieldErrors = failure.data?.zodError?.fieldErrors ?? {};
    this.retryAfterMs = failure.retryAfterMs ?? null;
    this.requestId = failure.requestId ?? null;
  }
}

/** Whether this is a failure of a Paydesk call; with a reason, whether it failed for that reason. */
export function isPaydeskError(error: unknown, reason?: FailureReason): error is PaydeskError {
  return error instanceof PaydeskError && (reason === undefined || error.reason === reason);
}
