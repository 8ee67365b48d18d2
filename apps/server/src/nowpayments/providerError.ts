/**
 * What the caller may conclude:
 * - `unavailable`: no answer, and nothing was done; try later.
 * - `ambiguous`: a create was sent and its answer is lost; search for it before sending another.
 * - `rejected`: the provider understood and refused; a retry changes nothing.
 * - `not_found`: the provider has no such payment or payout.
 * - `unauthorized`: the key, the account or the calling address is not accepted.
 * - `rate_limited`: too many requests; nothing was done.
 */
export type ProviderErrorKind =
  | 'unavailable'
  | 'ambiguous'
  | 'rejected'
  | 'not_found'
  | 'unauthorized'
  | 'rate_limited';

interface ProviderErrorDetails {
  /** The provider's own code (`AMOUNT_MINIMAL_ERROR`) or the network's (`ECONNRESET`). */
  code?: string | null;
  /** Null when no answer came. */
  httpStatus?: number | null;
  /** From a Retry-After header, if there was one. */
  retryAfterMs?: number | null;
  /** `x-request-id` or `cf-ray`, for the provider's support. */
  requestId?: string | null;
}

/** A failed provider call. Contains no key, token, header, body or query: safe to log and to store. */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;

  constructor(kind: ProviderErrorKind, message: string, details: ProviderErrorDetails = {}) {
    super(message);
    this.name = 'ProviderError';
    this.kind = kind;
    this.code = details.code ?? null;
    this.httpStatus = details.httpStatus ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.requestId = details.requestId ?? null;
  }
}
