import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';

interface Which {
  staffId: string;
  /** The procedure's name. */
  action: 'sessions.end' | 'sessions.endOthers' | 'staff.endSession' | 'staff.endSessions';
  /** One; all without it. */
  sessionId?: string;
  exceptSessionId?: string;
}

/**
 * Ends sessions with the very next request. One that is over, or somebody else's, ends nothing.
 * @returns how many ended
 */
export async function endSessions(
  ctx: AppContext,
  actor: Actor,
  { staffId, action, sessionId, exceptSessionId }: Which,
): Promise<number> {
  return await transact(ctx.knex, async (trx) => {
    if (actor.id !== staffId) await lockActingAdmin(trx, actor);
    const which = trx('staff_sessions').where({ staff_id: staffId });
    if (sessionId !== undefined) void which.where({ id: sessionId });
    if (exceptSessionId !== undefined) void which.whereNot({ id: exceptSessionId });
    const ended = await which.delete().returning<{ id: string }[]>('id');
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
