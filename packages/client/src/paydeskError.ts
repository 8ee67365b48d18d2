import type { ErrorReason } from './generated/procedures.ts';

/**
 * Why a call failed. The values are stable: programs switch on them.
 *
 * Every reason of the desk (`INSUFFICIENT_FUNDS`, `IDEMPOTENCY_CONFLICT`, …), or one that the client adds:
 * `NETWORK` (no answer from the desk), `TIMEOUT` (none within `timeoutMs`), `ABORTED` (the caller's signal).
 * After `NETWORK` and `TIMEOUT` of a mutation it is unknown whether the desk acted: call again with the same
 * `idempotencyKey`.
 */
export type FailureReason = ErrorReason | 'NETWORK' | 'TIMEOUT' | 'ABORTED';

export interface Failure {
  reason: FailureReason;
  message: string;
  code?: string | null;
  httpStatus?: number | null;
  details?: Record<string, unknown> | null;
  fieldErrors?: Record<string, string[]> | null;
  requestId?: string | null;
  retryAfterMs?: number | null;
  cause?: Error;
}

/** Every failure of a call. */
export class PaydeskError extends Error {
  override readonly name = 'PaydeskError';
  readonly reason: FailureReason;
  /** The tRPC code, such as `CONFLICT`; null without an answer from the desk. */
  readonly code: string | null;
  /** HTTP status of the answer; null without one. */
  readonly httpStatus: number | null;
  /** Facts that belong to the reason, such as `{ minimumUsd: "11.42" }`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** For `INVALID_INPUT`: the errors of each field, by its path, such as `filter.status`. */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** The desk's id of the request, which its log has too: quote it to the desk's operator. Null without an answer. */
  readonly requestId: string | null;
  /** The pause before the next call that the desk asks for; null when it did not specify one. */
  readonly retryAfterMs: number | null;

  constructor(failure: Failure) {
    super(failure.message, { cause: failure.cause });
    this.reason = failure.reason;
    this.code = failure.code ?? null;
    this.httpStatus = failure.httpStatus ?? null;
    this.details = failure.details ?? {};
    this.fieldErrors = failure.fieldErrors ?? {};
    this.requestId = failure.requestId ?? null;
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }
}

/** What `details` holds for a reason. A later desk may add facts, and an answer may lack one. */
export interface DetailsOfReason {
  /** In USD, with two decimals. */
  INSUFFICIENT_FUNDS: { availableUsd?: string; requestedUsd?: string };
  AMOUNT_TOO_SMALL: { minimumUsd?: string };
  AMOUNT_TOO_LARGE: { maximumUsd?: string };
  /** Everything up to this sequence was removed by age. */
  CURSOR_EXPIRED: { removedThrough?: number };
  /** The last event of the desk. */
  INVALID_CURSOR: { lastSequence?: number };
}

/** A failure for this reason, with the details that belong to it. Without brackets it would be one of all reasons. */
export type PaydeskErrorFor<Reason extends FailureReason> = PaydeskError & { readonly reason: Reason } & ([
    Reason,
  ] extends [keyof DetailsOfReason]
    ? { readonly details: Readonly<DetailsOfReason[Reason]> }
    : unknown);

/** Whether this is a failure of a Paydesk call; with a reason, whether it failed for that reason. */
export function isPaydeskError<Reason extends FailureReason = FailureReason>(
  error: unknown,
  reason?: Reason,
): error is PaydeskErrorFor<Reason> {
  return error instanceof PaydeskError && (reason === undefined || error.reason === reason);
}

/** Failures that may be over a moment later. */
const TRANSIENT: ReadonlySet<FailureReason> = new Set([
  'NETWORK',
  'TIMEOUT',
  'RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'OVERLOADED',
  'INTERNAL',
]);

/** Whether the same call may succeed a moment later. */
export const isTransient = (error: PaydeskError): boolean => TRANSIENT.has(error.reason);
