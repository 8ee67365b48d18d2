/** An error that the API reports in the provider's JSON envelope. */
export class ProviderError extends Error {
  readonly statusCode: number;
  readonly code: string;
  /** Further fields of the error body. */
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

export const noIpnYet = (): ProviderError =>
  new ProviderError(404, 'NOT_FOUND', 'No IPN of this has been sent yet');

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
