import type { AppRouter } from '@paydesk/server/router';
import type { TRPCClientError, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { PaydeskError, type Failure } from './paydeskError.ts';

/** Turns every failure into a `PaydeskError`. */
export const errorLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (value) => observer.next(value),
        complete: () => observer.complete(),
        error: (cause: TRPCClientError<AppRouter>) => observer.error(toPaydeskError(cause)),
      }),
    );

/** Why a call failed: the desk refused, a proxy answered instead of it, or there was no answer. */
export function toPaydeskError(error: TRPCClientError<AppRouter>): PaydeskError {
  if (error instanceof PaydeskError) return error;
  const response = responseOf(error);
  const failure = failureOf(error, response);
  return new PaydeskError({
    ...failure,
    httpStatus: response?.status ?? null,
    retryAfterMs: retryAfterMs(response),
    requestId: response?.headers.get('x-request-id') ?? null,
    cause: error,
  });
}

function failureOf(error: TRPCClientError<AppRouter>, response: Response | null): Failure {
  const { data } = error;
  // Checked, because the answer of another program may look similar.
  if (typeof data?.reason === 'string') return { reason: data.reason, message: error.message, data };
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

function responseOf(error: TRPCClientError<AppRouter>): Response | null {
  const response = error.meta?.['response'];
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
