import { ERROR_REASONS, type ErrorReason } from '@paydesk/types';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { FastifyReply } from 'fastify';
import { retryAfterSecondsOf } from '../auth/limitAttempts.ts';
import type { DomainError } from '../base/domainError.ts';

/** The HTTP status of a reason, the same as in answers of tRPC. */
export const statusOf = (reason: ErrorReason): number =>
  getHTTPStatusCodeFromError(new TRPCError({ code: ERROR_REASONS[reason] }));

/** Sends `{ reason, message? }`, the JSON of errors outside tRPC. `status`: the reason's own by default. */
export async function sendError(
  reply: FastifyReply,
  { reason, message, status = statusOf(reason) }: { reason: ErrorReason; message?: string; status?: number },
): Promise<FastifyReply> {
  return await reply.code(status).send({ reason, ...(message !== undefined && { message }) });
}

/** Sends a refusal of a command, with `retry-after` if the caller has to wait. */
export async function sendDomainError(
  reply: FastifyReply,
  error: DomainError,
  status?: number,
): Promise<FastifyReply> {
  const retryAfter = retryAfterSecondsOf(error);
  if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
  const { reason, message } = error;
  return await sendError(reply, { reason, message, ...(status !== undefined && { status }) });
}
