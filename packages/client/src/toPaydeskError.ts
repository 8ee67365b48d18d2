import { TRPCClientError } from '@trpc/client';
import { PaydeskError, type Failure, type FailureReason } from './paydeskError.ts';

/** Why a call failed: the desk refused, a proxy answered instead of it, or there was no answer. */
export function toPaydeskError(thrown: unknown): PaydeskError {
  if (thrown instanceof PaydeskError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const response = responseOf(error);
  return new PaydeskError({
    httpStatus: response?.status ?? null,
    requestId: response?.headers.get('x-request-id') ?? null,
    retryAfterMs: retryAfterMs(response),
    cause: error,
    ...(refusalOf(error) ?? failureOf(error, response)),
  });
}

/** The desk's own errors have a reason; the answer of another program may look similar, so it is checked. */
function refusalOf(error: Error): Failure | null {
  const data = error instanceof TRPCClientError ? (error.data as RefusalData | null | undefined) : null;
  if (typeof data?.reason !== 'string') return null;
  return {
    reason: data.reason,
    message: error.message,
    code: data.code ?? null,
    details: data.details ?? null,
    fieldErrors: data.zodError?.fieldErrors ?? null,
    ...(data.httpStatus === undefined ? {} : { httpStatus: data.httpStatus }),
  };
}

/** `data` of a tRPC error, as the desk formats it. */
interface RefusalData {
  reason?: FailureReason;
  code?: string;
  httpStatus?: number;
  details?: Record<string, unknown> | null;
  zodError?: { fieldErrors: Record<string, string[]> } | null;
}

function failureOf(error: Error, response: Response | null): Failure {
  switch (causeName(error)) {
    case 'TimeoutError':
      return { reason: 'TIMEOUT', message: 'the desk did not answer in time' };
    case 'AbortError':
      return { reason: 'ABORTED', message: 'the call was aborted by its caller' };
  }
  if (response === null)
    return { reason: 'NETWORK', message: `the desk cannot be reached: ${deepestMessage(error)}` };
  if (response.status === 429)
    return { reason: 'RATE_LIMITED', message: 'too many requests: the desk asks for a pause' };
  return {
    reason: 'NETWORK',
    message: `something other than a Paydesk answered (HTTP status ${response.status}); is the url right?`,
  };
}

function responseOf(error: Error): Response | null {
  const response = error instanceof TRPCClientError ? error.meta?.['response'] : null;
  return response instanceof Response ? response : null;
}

function causeName(error: Error): string | null {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return error.name;
  return error.cause instanceof Error ? causeName(error.cause) : null;
}

/** fetch reports "fetch failed" and puts the reason, such as "connect ECONNREFUSED", into `cause`. */
function deepestMessage(error: Error): string {
  return error.cause instanceof Error && error.cause.message !== ''
    ? deepestMessage(error.cause)
    : error.message;
}

/** Reads `retry-after`, in seconds or as a date. */
function retryAfterMs(response: Response | null): number | null {
  const text = response?.headers.get('retry-after') ?? null;
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}
