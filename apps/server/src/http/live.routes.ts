import { liveCursor, presenceInput } from '@paydesk/types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { parseInput } from '../base/parseInput.ts';
import type { AppContext } from '../context/appContext.ts';
import { followLive } from '../live/followLive.ts';
import { liveTail, type LiveTail } from '../live/liveTail.ts';
import { reportPresence } from '../live/presence.ts';
import { cursorText, parseCursor, readChanges } from '../live/readChanges.ts';
import { eventStream, type EventStream, sendStream, STREAM_TIMES, type StreamTimes } from './eventStream.ts';
import { isJson, requireOwnPage } from './requestChecks.ts';
import { refusalOfStaff, resolveStaff } from './resolvePrincipal.ts';

/**
 * Streams of one session, of one person, and of one server process. A browser opens one for all its tabs; a person with
 * many sessions leaves some for the others.
 */
export const LIVE_STREAMS = { perSession: 20, perPerson: 40, perProcess: 500 };

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
  const open = new Map<EventStream, StaffPrincipal>();
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
    const staff = await resolveStaff(ctx, request);
    const after = cursorOf(request);
    const { cursor } = after === null ? await readChanges(ctx.knex, null) : { cursor: after };
    const own = [...open.values()].filter(({ id }) => id === staff.id);
    const ofSession = own.filter(({ sessionId }) => sessionId === staff.sessionId);
    if (
      ofSession.length >= limits.perSession ||
      own.length >= limits.perPerson ||
      open.size >= limits.perProcess
    )
      throw new DomainError('RATE_LIMITED', 'too many open streams', { retryAfterSeconds: 10 });
    const stream = eventStream({
      ctx,
      cursor: cursorText(cursor),
      times,
      refusal: async () =>
        await refusalOfStaff(ctx, request, {
          sessionId: staff.sessionId,
          check: (now) => requireSamePermissions(now, staff),
        }),
      follow: async (reader, signal) => await followLive(ctx, tail, { staff, after, reader, signal }),
    });
    open.set(stream, staff);
    stream.readable.once('close', () => open.delete(stream));
    return await sendStream(reply, stream);
  });

  app.post('/api/live/presence', async (request, reply) => {
    requireOwnPage(request, ctx.settings.publicUrl);
    if (!isJson(request)) throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'send application/json');
    const staff = await resolveStaff(ctx, request);
    await reportPresence(ctx.knex, staff, parseInput(presenceInput, request.body));
    return await reply.code(204).send();
  });
  return tail;
}

/** @throws DomainError `PERMISSION_DENIED` when these are not the same: then the page connects again */
function requireSamePermissions(now: StaffPrincipal, before: StaffPrincipal): void {
  const isSame =
    now.permissions.size === before.permissions.size &&
    [...now.permissions].every((permission) => before.permissions.has(permission));
  if (!isSame) throw new DomainError('PERMISSION_DENIED', 'the permissions have changed');
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
