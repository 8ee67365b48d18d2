/** An error that the provider answers with its JSON envelope. */
export class ProviderError extends Error {
  readonly statusCode: number;
  readonly code: string;
  /** What the provider says beside the usual words. */
  readonly details: Record<string, unknown> | undefined;

  constructor(statusCode: number, code: string, message: string, details?: Record<string, unknown>) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.details = details;
  }
}

export class InvalidRequest extends ProviderError {
  constructor(message: string) {
    super(400, 'INVALID_REQUEST_PARAMS', message);
  }
}

export const errorEnvelope = ({
  statusCode,
  code,
  message,
  details,
}: Pick<ProviderError, 'statusCode' | 'code' | 'message'> & Partial<Pick<ProviderError, 'details'>>) => ({
  status: false,
  statusCode,
  code,
  message,
  ...details,
});
