import {
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  type AnyTRPCProcedure,
  type TRPCProcedureType,
} from '@trpc/server';
import { getHTTPStatusCode } from '@trpc/server/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../context/appContext.ts';
import type { Context, HttpCall } from '../trpc/context.ts';
import { logFailure, replayHeader, retryAfter } from './procedureCalls.ts';
import { appRouter } from './router.ts';

/** The calls of one request, as tRPC's clients send them. */
export interface TrpcCalls {
  request: FastifyRequest;
  paths: readonly string[];
  /** One answer for each call, and inputs by their place; else one call with its input. */
  isBatch: boolean;
  isPost: boolean;
  /** The JSON text of the body or of the query parameter `input`. */
  inputs: unknown;
  call: HttpCall;
  /** Refuses with a TRPCError. */
  createContext(): Promise<Context>;
}

interface Call {
  path: string;
  procedure: AnyTRPCProcedure | undefined;
  index: number;
}

type Answer = { result: { data: unknown } } | { error: ReturnType<typeof shapeOf> };

const procedures = new Map<string, AnyTRPCProcedure>(
  Object.entries<AnyTRPCProcedure>(appRouter._def.procedures as never),
);

/**
 * Answers calls by tRPC's protocol, with its statuses and errors, as `resolveResponse` of @trpc/server does for answers
 * that are no streams. That one builds a `Request` and a `Response` of the Fetch API for every call, and reads the
 * input for every call of a batch from them.
 */
export async function answerCalls(
  ctx: AppContext,
  reply: FastifyReply,
  asked: TrpcCalls,
): Promise<FastifyReply> {
  const { paths, request, call } = asked;
  const calls = paths.map((path, index) => ({ path, procedure: procedures.get(path), index }));
  const readInput = inputReader(asked);
  let context: Context | undefined;
  const errors: TRPCError[] = [];

  function failed(cause: unknown, { path, procedure, index }: Partial<Call>): Answer {
    const error = getTRPCErrorFromUnknown(cause);
    errors.push(error);
    logFailure(ctx, error, { path, principal: context?.principal, request });
    const type = procedure?._def.type ?? 'unknown';
    return { error: shapeOf(error, { path, type, context, input: readInput.known(index) }) };
  }

  let answers: Answer | Answer[];
  try {
    requireOneType(calls);
    // Whoever is refused gets the refusal for each call.
    const created = await asked.createContext().catch(getTRPCErrorFromUnknown);
    if (!(created instanceof TRPCError)) context = created;
    const one = async (single: Call): Promise<Answer> => {
      try {
        const getRawInput = () => Promise.resolve(readInput.at(single.index));
        return { result: { data: await run(single, { asked, context: created, getRawInput }) } };
      } catch (cause) {
        return failed(cause, single);
      }
    };
    const [single] = calls;
    answers = asked.isBatch || single === undefined ? await Promise.all(calls.map(one)) : await one(single);
  } catch (cause) {
    // None of them was called.
    answers = failed(cause, {});
  }
  return await reply
    .code(getHTTPStatusCode(answers as Parameters<typeof getHTTPStatusCode>[0]))
    .headers({
      ...retryAfter(errors),
      ...replayHeader(call),
      vary: varyOf(reply),
      'content-type': 'application/json',
    })
    // To a text Fastify would add a character set, which JSON has not.
    .send(Buffer.from(JSON.stringify(answers)));
}

/** @throws TRPCError */
async function run(
  { path, procedure, index }: Call,
  {
    asked,
    context,
    getRawInput,
  }: { asked: TrpcCalls; context: Context | TRPCError; getRawInput: () => Promise<unknown> },
): Promise<unknown> {
  if (procedure === undefined)
    throw new TRPCError({ code: 'NOT_FOUND', message: `No procedure found on path "${path}"` });
  const { type } = procedure._def;
  // A query whose input is too long for an address is sent as a POST.
  if (type === 'mutation' && !asked.isPost)
    throw new TRPCError({
      code: 'METHOD_NOT_SUPPORTED',
      message: `Unsupported GET-request to mutation procedure at path "${path}"`,
    });
  if (type === 'subscription')
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'Subscriptions are not offered' });
  if (context instanceof TRPCError) throw context;
  return await procedure({ path, getRawInput, ctx: context, type, signal: undefined, batchIndex: index });
}

/** The inputs of the calls. The text is read once, when the first call asks for its input. */
function inputReader({ inputs: text, isBatch, isPost, paths }: TrpcCalls): {
  /** @throws TRPCError `BAD_REQUEST` */
  at(index: number): unknown;
  /** For the error of a call: undefined as long as nothing was read. */
  known(index: number | undefined): unknown;
} {
  let read: readonly unknown[] | null = null;

  function readAll(): readonly unknown[] {
    // A query without input has none; the body of a POST must be JSON.
    if (!isPost && (typeof text !== 'string' || text === '')) return [];
    const inputs = parse(typeof text === 'string' ? text : '');
    if (!isBatch) return [inputs];
    if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
      throw new TRPCError({
        code: 'BAD_REQUEST',
        message: '"input" needs to be an object when doing a batch call',
      });
    const byPlace: Record<string, unknown> = { ...inputs };
    return paths.map((_path, index) => byPlace[index]);
  }

  return {
    at: (index) => (read ??= readAll())[index],
    known: (index) => (index === undefined ? undefined : read?.[index]),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'Invalid input';
    throw new TRPCError({ code: 'BAD_REQUEST', message, cause });
  }
}

function shapeOf(
  error: TRPCError,
  {
    path,
    type,
    context,
    input,
  }: {
    path: string | undefined;
    type: TRPCProcedureType | 'unknown';
    context: Context | undefined;
    input: unknown;
  },
) {
  return getTRPCErrorShape({ config: appRouter._def._config, error, type, path, input, ctx: context });
}

/** @throws TRPCError `BAD_REQUEST` */
function requireOneType(calls: readonly Call[]): void {
  if (calls.length < 2) return;
  const types = new Set(calls.flatMap(({ procedure }) => procedure?._def.type ?? []));
  if (types.size > 1)
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: `Cannot mix procedure types in call: ${[...types].join(', ')}`,
    });
}

/** What the answer depends on, beside what is named already. */
const varyOf = (reply: FastifyReply): string =>
  [reply.getHeader('vary'), 'trpc-accept, accept'].filter((name) => name !== undefined).join(', ');
