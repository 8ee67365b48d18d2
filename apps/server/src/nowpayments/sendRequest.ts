import { ProviderError } from './providerError.ts';
import type { Answer } from './readAnswer.ts';

interface OutgoingRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Whether a lost answer may leave a payment behind. */
  isCreate: boolean;
}

interface Transport {
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  /** Aborts everything in flight when the client closes. */
  closed: AbortSignal;
}

/** The catalogue, the largest answer, is under half a megabyte. */
const maximumBodyBytes = 8 * 1024 * 1024;

/**
 * Sends one request and reads the whole answer within `timeoutMs`. A failure before a byte was sent is
 * `unavailable`; a later one is `ambiguous` for a create. Node's own errors are not thrown on: their causes
 * contain addresses and headers.
 */
export async function sendRequest(request: OutgoingRequest, transport: Transport): Promise<Answer> {
  if (transport.closed.aborted)
    throw new ProviderError('unavailable', 'The provider client is closed.', { code: 'CLOSED' });
  try {
    const response = await transport.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      // Keys must not follow a redirect to another host.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(transport.timeoutMs), transport.closed]),
    });
    return { status: response.status, headers: response.headers, text: await readBody(response) };
  } catch (error) {
    throw networkError(error, request.isCreate);
  }
}

async function readBody(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maximumBodyBytes) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function networkError(error: unknown, isCreate: boolean): ProviderError {
  const code = codeOf(error);
  if (wasNeverSent(error))
    return new ProviderError('unavailable', 'The payment provider cannot be reached.', { code });
  const message =
    code === 'TIMEOUT'
      ? 'The payment provider did not answer in time.'
      : 'The connection to the payment provider broke.';
  return new ProviderError(isCreate ? 'ambiguous' : 'unavailable', message, { code });
}

interface SystemError {
  name?: unknown;
  code?: unknown;
  syscall?: unknown;
  errors?: unknown;
  cause?: unknown;
}

function codeOf(error: unknown): string {
  const { name, cause } = error as SystemError;
  if (name === 'TimeoutError') return 'TIMEOUT';
  if (name === 'AbortError') return 'CLOSED';
  const code = (cause as SystemError | undefined)?.code;
  return typeof code === 'string' ? code : 'BROKEN';
}

/** Name resolution and connecting come before the first byte of a request. */
function wasNeverSent(error: unknown): boolean {
  const cause = (error as SystemError).cause as SystemError | undefined;
  if (cause === undefined || cause === null) return false;
  if (cause.code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  // With several addresses, the connection to each of them must have failed.
  const failures =
    Array.isArray(cause.errors) && cause.errors.length > 0 ? (cause.errors as SystemError[]) : [cause];
  return failures.every((each) => each.syscall === 'connect' || each.syscall === 'getaddrinfo');
}
