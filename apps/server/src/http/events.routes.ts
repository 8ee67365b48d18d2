import { type ErrorReason, eventStreamInput } from '@paydesk/types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { parseInput } from '../base/parseInput.ts';
import type { AppContext } from '../context/appContext.ts';
import { eventScope } from '../events/eventScope.ts';
import { eventTail, type EventTail } from '../events/eventTail.ts';
import { followEvents } from '../events/followEvents.ts';
import { readEvents } from '../events/readEvents.ts';
import { eventStream, type EventStream, sendStream, STREAM_TIMES, type StreamTimes } from './eventStream.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';

/** Streams of one caller: an API key, a user token or a session of staff. */
export const STREAMS_PER_CALLER = { service: 20, staff: 20, user: 5 };
/** Streams of one server process. Each costs memory, and a check of its caller every few seconds. */
export const STREAMS_PER_PROCESS = 500;

export interface EventStreamLimits {
  perCaller: Record<ReaderPrincipal['kind'], number>;
  perProcess: number;
}

type ReaderPrincipal = Exclude<Principal, { kind: 'anonymous' }>;

/**
 * `GET /api/v1/events/stream`: the events of `events.list`, pushed. It goes on from `Last-Event-ID`, which browsers
 * send when they connect again, or from `?after=`; without both it begins with what comes next.
 */
export function eventRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  times: StreamTimes = STREAM_TIMES,
  limits: EventStreamLimits = { perCaller: STREAMS_PER_CALLER, perProcess: STREAMS_PER_PROCESS },
): EventTail {
  const tail = eventTail(ctx);
  const open = new Map<EventStream, string>();
  app.addHook('preClose', async () => {
    for (const stream of open.keys()) stream.end('SHUTDOWN');
    await tail.close();
  });

  // Without it, HEAD would be that of one event.
  app.head('/api/v1/events/stream', (_request, reply) => {
    void reply.header('allow', 'GET');
    throw new DomainError('METHOD_NOT_ALLOWED', 'a stream is read by GET');
  });
  app.get('/api/v1/events/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const principal = await readerOf(ctx, request);
    const { after, ...asked } = parse(request);
    const scope = eventScope(principal.kind === 'user' ? principal.userId : null, asked);
    // Refuses an invalid cursor while there is still a status to say so with.
    const { cursor: head } = await readEvents(ctx.knex, { after: after ?? 'now', limit: 1 });
    const cursor = typeof after === 'number' ? after : head;
    requirePlace(open, principal, limits);

    const place = tail.join();
    const stream = eventStream({
      ctx,
      cursor,
      times,
      refusal: async () => await refusalOf(ctx, request, principal),
      follow: async (reader, signal) =>
        await followEvents(ctx, tail, { scope, after: cursor, reader, signal }),
    });
    open.set(stream, placeOf(principal));
    stream.readable.once('close', () => {
      open.delete(stream);
      place.leave();
    });
    return await sendStream(reply, stream);
  });
  return tail;
}

/** @throws DomainError `UNAUTHENTICATED`, `PERMISSION_DENIED`; as `authenticate` */
async function readerOf(ctx: AppContext, request: FastifyRequest): Promise<ReaderPrincipal> {
  const { principal } = await resolvePrincipal(ctx, request, { cookies: true, extendsSession: false });
  if (principal.kind === 'anonymous')
    throw new DomainError('UNAUTHENTICATED', 'sign in, or send an API key or a user token');
  if (!principal.permissions.has('events.read'))
    throw new DomainError('PERMISSION_DENIED', 'this needs the permission events.read');
  return principal;
}

/** Whether the same caller may still read: a key may have been revoked, a session have ended, a role have changed. */
async function refusalOf(
  ctx: AppContext,
  request: FastifyRequest,
  before: ReaderPrincipal,
): Promise<ErrorReason | null> {
  try {
    return placeOf(await readerOf(ctx, request)) === placeOf(before) ? null : 'UNAUTHENTICATED';
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}

/** @throws DomainError `INVALID_INPUT` */
function parse(request: FastifyRequest): z.infer<typeof eventStreamInput> {
  const lastId = request.headers['last-event-id'];
  return parseInput(eventStreamInput, {
    ...(request.query as object),
    // It is newer than the address, which a browser repeats as it was.
    ...(typeof lastId === 'string' && lastId !== '' && { after: lastId }),
  });
}

/** @throws DomainError `RATE_LIMITED` when the caller, or the process, has too many streams */
function requirePlace(
  open: ReadonlyMap<EventStream, string>,
  principal: ReaderPrincipal,
  { perCaller, perProcess }: EventStreamLimits,
): void {
  const own = [...open.values()].filter((place) => place === placeOf(principal)).length;
  if (own < perCaller[principal.kind] && open.size < perProcess) return;
  throw new DomainError('RATE_LIMITED', 'too many open streams of events', { retryAfterSeconds: 10 });
}

const placeOf = (principal: ReaderPrincipal): string =>
  `${principal.kind} ${principal.kind === 'staff' ? principal.sessionId : principal.id}`;
