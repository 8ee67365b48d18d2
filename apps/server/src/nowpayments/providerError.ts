/**
 * What the caller may conclude:
 * - `unavailable`: no answer, and nothing was done; try later.
 * - `ambiguous`: a create was sent and its answer is lost; look for it before sending another.
 * - `rejected`: the provider understood and refused; trying again changes nothing.
 * - `not_found`: the provider says there is no such thing.
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

interface ProviderErrorFacts {
  /** The provider's own code (`AMOUNT_MINIMAL_ERROR`) or the network's (`ECONNRESET`). */
  code?: string | null;
  /** Null when no answer came. */
  httpStatus?: number | null;
  /** From a Retry-After header, if there was one. */
  retryAfterMs?: number | null;
  /** `x-request-id` or `cf-ray`, for the provider's support. */
  requestId?: string | null;
}

/**
 * A provider call that failed. Carries no key, token, header, body or query: it is safe to log and to store.
 */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;

  constructor(kind: ProviderErrorKind, message: string, facts: ProviderErrorFacts = {}) {
    super(message);
    this.name = 'ProviderError';
    this.kind = kind;
    this.code = facts.code ?? null;
    this.httpStatus = facts.httpStatus ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.requestId = facts.requestId ?? null;
  }
}
