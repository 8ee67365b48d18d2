import { type ErrorReason, liveCursor, presenceInput } from '@paydesk/types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { followLive } from '../live/followLive.ts';
import { liveTail, type LiveTail } from '../live/liveTail.ts';
import { reportPresence } from '../live/presence.ts';
import { cursorText, parseCursor, readChanges } from '../live/readChanges.ts';
import { eventStream, type EventStream, sendStream, STREAM_TIMES, type StreamTimes } from './eventStream.ts';
import { isJson, requireOwnPage } from './requestChecks.ts';
import { resolvePrincipal } from './resolvePrincipal.ts';

/** Streams of one session, and of one server process. A browser opens one for all its tabs. */
export const LIVE_STREAMS = { perSession: 20, perProcess: 500 };

/**
 * What the admin app follows, for staff alone: `GET /api/live/stream` tells which rows change, and who looks at what;
 * `POST /api/live/presence` says what a page shows. No interface for apps: they read `/api/v1/events`.
 */
export function liveRoutes(
  app: FastifyInstance,
  ctx: AppContext,
  { times = STREAM_TIMES, limits = LIVE_STREAMS }: { times?: StreamTimes; limits?: typeof LIVE_STREAMS } = {},
): LiveTail {
  const tail = liveTail(ctx);
  const open = new Map<EventStream, string>();
  app.addHook('preClose', async () => {
    for (const stream of open.keys()) stream.end('SHUTDOWN');
    await tail.close();
  });
  // What a request has changed is sent at once.
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.method === 'POST') tail.wake();
    done();
  });

  app.get('/api/live/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const staff = await staffOf(ctx, request);
    const after = cursorOf(request);
    const { cursor } = after === null ? await readChanges(ctx.knex, null) : { cursor: after };
    const own = [...open.values()].filter((session) => session === staff.sessionId).length;
    if (own >= limits.perSession || open.size >= limits.perProcess)
      throw new DomainError('RATE_LIMITED', 'too many open streams', { retryAfterSeconds: 10 });
    const stream = eventStream({
      ctx,
      cursor: cursorText(cursor),
      times,
      refusal: async () => await refusalOf(ctx, request, staff),
      follow: async (reader, signal) => await followLive(ctx, tail, { staff, after, reader, signal }),
    });
    open.set(stream, staff.sessionId);
    stream.readable.once('close', () => open.delete(stream));
    return await sendStream(reply, stream);
  });

  app.post('/api/live/presence', async (request, reply) => {
    requireOwnPage(request, ctx.settings.publicUrl);
    if (!isJson(request)) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'send application/json');
    const staff = await staffOf(ctx, request);
    const parsed = presenceInput.safeParse(request.body);
    if (!parsed.success) throw new DomainError('INVALID_INPUT', z.prettifyError(parsed.error));
    await reportPresence(ctx.knex, staff, parsed.data);
    return await reply.code(204).send();
  });
  return tail;
}

/** @throws DomainError `UNAUTHENTICATED`, `STAFF_ONLY`; as `authenticate` */
async function staffOf(ctx: AppContext, request: FastifyRequest): Promise<StaffPrincipal> {
  // An open page does not keep a session alive.
  const { principal } = await resolvePrincipal(ctx, request, { cookies: true, extendsSession: false });
  if (principal.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED', 'sign in first');
  if (principal.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff follow this');
  return principal;
}

/** Whether the same session may still see the same: otherwise the page connects again. */
async function refusalOf(
  ctx: AppContext,
  request: FastifyRequest,
  before: StaffPrincipal,
): Promise<ErrorReason | null> {
  try {
    const now = await staffOf(ctx, request);
    if (now.sessionId !== before.sessionId) return 'UNAUTHENTICATED';
    const isSame =
      now.permissions.size === before.permissions.size &&
      [...now.permissions].every((permission) => before.permissions.has(permission));
    return isSame ? null : 'PERMISSION_DENIED';
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}

/** @throws DomainError `INVALID_INPUT` */
function cursorOf(request: FastifyRequest) {
  const lastId = request.headers['last-event-id'];
  const { after } = request.query as { after?: unknown };
  // The header is newer than the address, which a browser repeats as it was.
  const text = typeof lastId === 'string' && lastId !== '' ? lastId : after;
  if (text === undefined) return null;
  const parsed = liveCursor.safeParse(text);
  if (!parsed.success) throw new DomainError('INVALID_INPUT', 'this is not a cursor of this stream');
  return parseCursor(parsed.data);
}
