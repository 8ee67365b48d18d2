/**
 * What about a webhook request is wrong, in the order of the checks:
 * - `BODY_NOT_RAW`: the body was parsed, so its bytes are lost. Pass the text or the bytes as received.
 * - `HEADER_MISSING`: `webhook-id`, `webhook-timestamp` or `webhook-signature` is absent.
 * - `TIMESTAMP_INVALID`: it is no number of seconds.
 * - `TIMESTAMP_TOO_OLD`, `TIMESTAMP_IN_FUTURE`: outside the tolerance; a replay, or a wrong clock.
 * - `SECRET_INVALID`: a secret of yours is not `whsec_` and base64.
 * - `SIGNATURE_MALFORMED`: no signature of version `v1` in base64.
 * - `SIGNATURE_MISMATCH`: signed with another secret, or the body or a header was changed on the way.
 * - `BODY_NOT_AN_EVENT`: rightly signed, but it is not an event in JSON.
 */
export type WebhookCheck =
  | 'BODY_NOT_RAW'
  | 'HEADER_MISSING'
  | 'TIMESTAMP_INVALID'
  | 'TIMESTAMP_TOO_OLD'
  | 'TIMESTAMP_IN_FUTURE'
  | 'SECRET_INVALID'
  | 'SIGNATURE_MALFORMED'
  | 'SIGNATURE_MISMATCH'
  | 'BODY_NOT_AN_EVENT';

/** A request that is not, or not provably, the desk's. Answer it with 400 and do nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  /** The check that failed. */
  readonly check: WebhookCheck;

  constructor(check: WebhookCheck, message: string) {
    super(message);
    this.check = check;
  }
}
