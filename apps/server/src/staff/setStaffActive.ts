import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { deactivateStaff, lockActingAdmin, lockStaff, reactivateStaff } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Staff } from '../models/Staff.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Deactivates an account, at once and without a second factor because it may be urgent, or reactivates it. If
 * the account already has this state, nothing is recorded. Refuses with NOT_FOUND, LAST_ADMIN,
 * PERMISSION_DENIED; reactivating also as `verifyAction` does.
 */
export async function setStaffActive(
  ctx: AppContext,
  actor: Actor,
  { id, active, proof }: { id: string; active: boolean; proof?: StepUpProof | undefined },
): Promise<Staff> {
  if (active) await verifyStaffAction(ctx, actor, { action: 'reactivate', person: id, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const before = await lockStaff(trx, id);
    await actor.admit?.(trx);
    const sessions = await trx('staff_sessions')
      .whereRaw('staff_id::text = ?', [id])
      .select<{ id: string }[]>('id');
    const staff = active ? await reactivateStaff(trx, { id }) : await deactivateStaff(trx, { id });
    if ((before.deactivatedAt === null) !== active)
      await recordAudit(trx, {
        action: active ? 'staff.reactivate' : 'staff.deactivate',
        actor,
        subjectKind: 'staff',
        subjectId: id,
        before: { isActive: !active },
        after: { isActive: active, ...(!active && { sessionsEnded: sessions.length }) },
        at: ctx.clock.now(),
      });
    return staff;
  });
}
