import {
  noInput,
  sessionEndOthersInput,
  sessionIdInput,
  sessionsEndedOutput,
  staffSessionsOutput,
} from '@paydesk/types';
import { router, staffOnly } from '../trpc/procedure.ts';
import { endSessions } from './endSessions.ts';
import { listSessions } from './listSessions.ts';

const own = staffOnly('session.read');

/**
 * The caller's own sessions. Ending one needs the second factor: with a stolen session its owner could be signed out
 * again and again. Signing out oneself needs none: `/api/auth/sign-out`.
 */
export const sessionsRouter = router({
  mine: own
    .input(noInput)
    .output(staffSessionsOutput)
    .query(async ({ ctx: { app, staff } }) => ({
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
  endOthers: own
    .input(sessionEndOthersInput)
    .output(sessionsEndedOutput)
    .mutation(async ({ ctx: { app, actor, staff } }) => ({
      ended: await endSessions(app, actor, {
        staffId: staff.id,
        action: 'sessions.endOthers',
        exceptSessionId: staff.sessionId,
      }),
    })),
});
