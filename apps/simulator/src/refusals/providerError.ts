/** An error that the provider answers with its JSON envelope. */
export class ProviderError extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export class InvalidRequest extends ProviderError {
  constructor(message: string) {
    super(400, 'INVALID_REQUEST_PARAMS', message);
  }
}

export const errorEnvelope = ({ statusCode, code, message }: Pick<ProviderError, 'statusCode' | 'code' | 'message'>) =>
  ({ status: false, statusCode, code, message });
