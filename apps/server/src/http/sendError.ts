import { ERROR_REASONS, type ErrorReason } from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { FastifyReply } from 'fastify';
import { retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import type { DomainError } from '../base/domainError.ts';

/** What is answered instead of a result. */
export interface Failure {
  reason: ErrorReason;
  message?: string | undefined;
  /** The reason's own by default. */
  status?: number | undefined;
  details?: Record<string, unknown> | undefined;
}

/** The HTTP status of a reason, the same as in answers of tRPC. */
export const statusOf = (reason: ErrorReason): number =>
  STATUSES[reason] ?? getHTTPStatusCodeFromError(new TRPCError({ code: ERROR_REASONS[reason] }));

/** HTTP statuses that tRPC has no code for. */
const STATUSES: Partial<Record<ErrorReason, number>> = { URL_TOO_LONG: 414, HEADERS_TOO_LARGE: 431 };

/** The JSON of every error, on every route: the form that tRPC gives its own. */
export function errorBody({ reason, message, status = statusOf(reason), details }: Failure) {
  const code = ERROR_REASONS[reason];
  return {
    error: {
      message: message ?? MESSAGES[reason] ?? 'this request was refused',
      code: TRPC_ERROR_CODES_BY_KEY[code],
      data: { code, httpStatus: status, reason, details: details ?? null, zodError: null },
    },
  };
}

/** For refusals whose sender has nothing to add. */
const MESSAGES: Partial<Record<ErrorReason, string>> = {
  NOT_FOUND: 'there is nothing here',
  PERMISSION_DENIED: 'this is not allowed',
  UNAUTHENTICATED: 'sign in, or send an API key or a user token',
  RATE_LIMITED: 'too many requests: please wait',
  PROVIDER_UNAVAILABLE: 'the payment provider does not answer',
  INTERNAL: 'something went wrong on the server',
};

/** Sends an error. */
export async function sendError(reply: FastifyReply, failure: Failure): Promise<FastifyReply> {
  return await reply.code(failure.status ?? statusOf(failure.reason)).send(errorBody(failure));
}

/** Sends a refusal of a command, with `retry-after` if the caller has to wait. */
export async function sendDomainError(
  reply: FastifyReply,
  error: DomainError,
  status?: number,
): Promise<FastifyReply> {
  const retryAfter = retryAfterSecondsOf(error);
  if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
  const { reason, message, details } = error;
  return await sendError(reply, { reason, message, status, details });
}
