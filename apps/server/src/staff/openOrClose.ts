import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { deactivateStaff } from '../auth/deactivateStaff.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import { reactivateStaff } from '../auth/reactivateStaff.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Closes an account, at once and without a second factor: it may be urgent; or opens it again. What is so
 * already is no deed. Refuses with NOT_FOUND, LAST_ADMIN, PERMISSION_DENIED, and for reactivating as
 * `proveStepUp`.
 */
export async function openOrClose(
  ctx: AppContext,
  actor: Actor,
  { deed, id, proof }: { deed: 'deactivate' | 'reactivate'; id: string; proof?: StepUpProof | undefined },
): Promise<Staff> {
  if (deed === 'reactivate') await verifyStaffAction(ctx, actor, { deed, whom: id, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const before = await Staff.query(trx).whereRaw('id::text = ?', [id]).first();
    const sessions = await trx('staff_sessions')
      .whereRaw('staff_id::text = ?', [id])
      .select<{ id: string }[]>('id');
    const staff =
      deed === 'deactivate' ? await deactivateStaff(trx, { id }) : await reactivateStaff(trx, { id });
    const isActive = staff.deactivatedAt === null;
    if ((before?.deactivatedAt === null) !== isActive) {
      const after = { isActive, ...(deed === 'deactivate' && { sessionsEnded: sessions.length }) };
      await recordAudit(trx, {
        action: `staff.${deed}`,
        actor,
        subjectKind: 'staff',
        subjectId: id,
        before: { isActive: !isActive },
        after,
        at: ctx.clock.now(),
      });
    }
    return staff;
  });
}
