import { sessionIdInput, sessionsEndedOutput, staffSessionsOutput } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { endSessions } from './endSessions.ts';
import { listSessions } from './listSessions.ts';

/** Sessions are a person's own: apps and end users have none, and are refused before their input is read. */
const own = permitted('session.read').use(async ({ ctx, next }) => {
  if (ctx.principal.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff have sessions');
  return await next({ ctx: { staff: ctx.principal } });
});

/** Where the caller is signed in. */
export const sessionsRouter = router({
  mine: own.output(staffSessionsOutput).query(async ({ ctx: { app, staff } }) => ({
    data: await listSessions(app, staff.id, staff.sessionId),
  })),
  end: own
    .input(sessionIdInput)
    .output(sessionsEndedOutput)
    .mutation(async ({ ctx: { app, actor, staff }, input }) => ({
      ended: await endSessions(app, actor, {
        staffId: staff.id,
        action: 'sessions.end',
        sessionId: input.id,
      }),
    })),
  endOthers: own.output(sessionsEndedOutput).mutation(async ({ ctx: { app, actor, staff } }) => ({
    ended: await endSessions(app, actor, {
      staffId: staff.id,
      action: 'sessions.endOthers',
      exceptSessionId: staff.sessionId,
    }),
  })),
});
