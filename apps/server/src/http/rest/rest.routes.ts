import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../../context/appContext.ts';
import type { Context, HttpCall } from '../../trpc/context.ts';
import { readExactBodies } from '../exactBodies.ts';
import { createContext, logFailure, replayHeader, retryAfter } from '../procedureCalls.ts';
import type { KnownCallers } from '../requestLimits.ts';
import { appRouter } from '../router.ts';
import { compressedOnce } from '../compressAnswers.ts';
import { statusOf } from '../sendError.ts';
import { openApiDocument } from './openApiDocument.ts';
import { queryParameters } from './queryParameters.ts';
import { type RestRoute, restRoutes } from './restRoutes.ts';

/** Where the REST operations are, without the public address. */
const REST_PREFIX = '/api/v1';

/**
 * `/api/v1`: the procedures that API keys and user tokens may call, as REST operations, and their description. A
 * session of staff opens nothing here.
 */
export async function restApiRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  callers: KnownCallers,
): Promise<void> {
  await app.register((scope, _options, done) => {
    readExactBodies(scope);
    // Fastify reads it without being asked to.
    scope.removeContentTypeParser('text/plain');
    for (const route of restRoutes()) addRoute(scope, { ctx, callers, route });
    // Made when it is first asked for: most servers are never asked.
    const sendDocument = compressedOnce(() =>
      JSON.stringify(openApiDocument(`${ctx.settings.publicUrl}${REST_PREFIX}`)),
    );
    scope.get(`${REST_PREFIX}/openapi.json`, async (request, reply) => {
      void reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache');
      return await sendDocument(request, reply);
    });
    done();
  });
}

interface Operation {
  ctx: AppContext;
  callers: KnownCallers;
  route: RestRoute;
}

function addRoute(scope: FastifyInstance, operation: Operation): void {
  const { route } = operation;
  const query = queryParameters(route);
  scope.route({
    method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
    url: `${REST_PREFIX}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    handler: async (request, reply) => {
      const input = once(async () => inputOf(route, await query.read(request.url), request));
      return await answer(operation, request, { reply, input });
    },
  });
}

async function answer(
  { ctx, callers, route }: Operation,
  request: FastifyRequest,
  { reply, input }: { reply: FastifyReply; input: () => Promise<unknown> },
): Promise<FastifyReply> {
  const call: HttpCall = {
    idempotencyKey: request.headers['idempotency-key']?.toString() ?? null,
    count: 1,
    replayed: new Set(),
  };
  let context: Context | undefined;
  try {
    context = await createContext(ctx, callers, { request, reply, call, cookies: false });
    const result: unknown = await callTRPCProcedure({
      router: appRouter,
      path: route.procedure,
      type: route.type,
      ctx: context,
      // Read after the caller's permission is checked, as tRPC does.
      getRawInput: input,
      signal: undefined,
      batchIndex: 0,
    });
    return await reply.headers(replayHeader(call)).send(result);
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    logFailure(ctx, error, { path: route.procedure, principal: context?.principal, request });
    return await sendCallError(reply, error, { route, context });
  }
}

/** The error as tRPC forms it, without `path`, which names the procedure and means nothing to REST. */
async function sendCallError(
  reply: FastifyReply,
  error: TRPCError,
  { route, context }: { route: RestRoute; context: Context | undefined },
): Promise<FastifyReply> {
  const { procedure: path, type } = route;
  const config = appRouter._def._config;
  const { data, ...shape } = getTRPCErrorShape({ config, error, type, path, input: undefined, ctx: context });
  const { path: _path, ...rest } = data;
  const status = statusOf(rest.reason);
  return await reply
    .code(status)
    .headers(retryAfter([error]))
    .send({ error: { ...shape, data: { ...rest, httpStatus: status } } });
}

/** The procedure's input: from the path and the query, or the body. */
function inputOf(route: RestRoute, query: Record<string, unknown>, request: FastifyRequest): unknown {
  const { pathField, type } = route;
  const fromPath =
    pathField === null ? {} : { [pathField]: (request.params as Record<string, string>)[pathField] };
  if (type === 'query') return { ...query, ...fromPath };
  const text = typeof request.body === 'string' ? request.body : '';
  const body: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  if (pathField !== null && Object.hasOwn(body, pathField)) throw fieldOfPath(pathField);
  return { ...body, ...fromPath };
}

/** What stands in the address is not a field of the body as well. */
function fieldOfPath(field: string): TRPCError {
  const message = `unknown field "${field}": it stands in the address`;
  const issue = { code: 'unrecognized_keys' as const, keys: [field], path: [], message, input: undefined };
  return new TRPCError({ code: 'BAD_REQUEST', cause: new z.ZodRealError([issue]) });
}

/** Middleware asks for the input several times. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => (value ??= read());
}
