import type { ErrorReason } from '@paydesk/types';

/** A refusal with a stable reason. The table `ERROR_REASONS` maps it to a tRPC code. */
export class DomainError extends Error {
  readonly reason: ErrorReason;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    reason: ErrorReason,
    message: string,
    details?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DomainError';
    this.reason = reason;
    this.details = details;
  }
}
