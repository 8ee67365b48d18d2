import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { errorBody, sendDomainError, sendError, statusOf, type Failure } from './sendError.ts';

/** Longest address of a request, in characters; `getMany` with 100 ids needs five thousand. */
export const MAX_URL_LENGTH = 16 * 1024;
/** Together with the address. */
export const MAX_HEADER_BYTES = 32 * 1024;

/**
 * Makes every error of every route the same JSON, whatever it was that failed. Call before the first route: it also
 * answers OPTIONS, and 405 instead of 404 where another method exists.
 */
export function uniformErrors(app: FastifyInstance, ctx: AppContext): void {
  const methodsAt = routeTable(app);
  app.addHook('onRequest', async (request) => {
    if (request.url.length > MAX_URL_LENGTH)
      throw new DomainError('URL_TOO_LONG', `the address is longer than ${MAX_URL_LENGTH} characters`);
  });
  app.setErrorHandler(async (error, request, reply) => await sendFailure(ctx, error, request, reply));
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request, reply) => {
    const methods = methodsAt(request.url.split('?')[0] ?? '');
    if (methods.length === 0) return await sendError(reply, { reason: 'NOT_FOUND' });
    return await sendOtherMethods(request, reply, methods);
  });
}

/** Answers a method that an address does not have: OPTIONS with those that it has, others with a refusal. */
export async function sendOtherMethods(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: readonly string[],
): Promise<FastifyReply> {
  void reply.header('allow', methods.join(', '));
  if (request.method === 'OPTIONS') return await reply.code(204).send();
  return await sendError(reply, {
    reason: 'METHOD_NOT_ALLOWED',
    message: `${request.method} is not possible here, only ${methods.join(', ')}`,
  });
}

/** Answers a request that failed before it had a route, such as one with an invalid address. */
export function sendFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id);
  void sendError(reply, failureOf(error));
}

/** Answers what Node itself could not read as HTTP. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const failure: Failure =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? { reason: 'HEADERS_TOO_LARGE', message: 'the headers are too large' }
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? { reason: 'REQUEST_TIMEOUT', message: 'the request did not arrive in time' }
        : { reason: 'INVALID_INPUT', message: 'this is not a valid HTTP request' };
  const status = statusOf(failure.reason);
  const body = JSON.stringify(errorBody(failure));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${newId()}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** Sends what a hook or a handler threw; only unexpected errors are logged. */
export async function sendFailure(
  ctx: AppContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const away = databaseAway(error);
  if (away !== null) return await sendDomainError(reply, away);
  if (error instanceof DomainError) return await sendDomainError(reply, error);
  const failure = failureOf(error as FastifyError);
  if (failure.reason === 'INTERNAL')
    ctx.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed');
  return await sendError(reply, failure);
}

/** Fastify's own errors. Their messages may repeat what was sent, so they are not passed on. */
function failureOf({ code, statusCode = 500 }: FastifyError): Failure {
  if (statusCode === 413) return { reason: 'BODY_TOO_LARGE', message: 'the body is too large' };
  if (statusCode === 415)
    return { reason: 'UNSUPPORTED_MEDIA_TYPE', message: 'the body must be application/json' };
  if (statusCode === 404) return { reason: 'NOT_FOUND' };
  if (statusCode >= 400 && statusCode < 500)
    return {
      reason: 'INVALID_INPUT',
      message: code === 'FST_ERR_BAD_URL' ? 'the address is malformed' : 'the request is malformed',
      status: statusCode,
    };
  return { reason: 'INTERNAL' };
}

/** Records every route; answers the methods of a path. The admin app's files, at `/*`, are no routes of their own. */
function routeTable(app: FastifyInstance): (path: string) => string[] {
  const routes: { pattern: RegExp; methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url === '/*') return;
    routes.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  return (path) => {
    const methods = routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
  };
}

const patternOf = (url: string) =>
  new RegExp(
    `^${url
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll(/:\w+/g, '[^/]+')
      .replaceAll('*', '.*')}$`,
  );
