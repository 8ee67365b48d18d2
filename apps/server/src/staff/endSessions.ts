import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';

interface SessionChoice {
  staffId: string;
  /** The procedure's name. */
  action: 'sessions.end' | 'sessions.endOthers' | 'staff.endSession' | 'staff.endSessions';
  /** Ends only this session. */
  sessionId?: string;
  /** Ends all but this session. */
  exceptSessionId?: string;
}

/**
 * Ends sessions, with the next request. A session that has ended, or belongs to someone else, is ignored.
 * @returns how many ended
 */
export async function endSessions(
  ctx: AppContext,
  actor: Actor,
  { staffId, action, sessionId, exceptSessionId }: SessionChoice,
): Promise<number> {
  return await transact(ctx.knex, async (trx) => {
    if (actor.id !== staffId) await lockActingAdmin(trx, actor);
    const chosen = trx('staff_sessions').where({ staff_id: staffId });
    if (sessionId !== undefined) void chosen.where({ id: sessionId });
    if (exceptSessionId !== undefined) void chosen.whereNot({ id: exceptSessionId });
    const ended = await chosen.delete().returning<{ id: string }[]>('id');
    if (sessionId === undefined && exceptSessionId === undefined)
      await trx('staff_verifications').where({ value: staffId }).delete();
    if (ended.length > 0) {
      await recordAudit(trx, {
        action,
        actor,
        subjectKind: 'staff',
        subjectId: staffId,
        before: { sessions: ended.map(({ id }) => id) },
        after: { ended: ended.length },
        at: ctx.clock.now(),
      });
    }
    return ended.length;
  });
}
