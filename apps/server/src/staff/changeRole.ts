import type { StaffRole, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import { setStaffRole } from '../auth/setStaffRole.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Gives a member of staff another role. Refuses with NOT_FOUND, LAST_ADMIN, PERMISSION_DENIED, and as
 * `proveStepUp`.
 */
export async function changeRole(
  ctx: AppContext,
  actor: Actor,
  { id, role, proof }: { id: string; role: StaffRole; proof?: StepUpProof | undefined },
): Promise<Staff> {
  await verifyStaffAction(ctx, actor, { deed: 'setRole', whom: id, what: role, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const before = await Staff.query(trx).whereRaw('id::text = ?', [id]).first();
    const staff = await setStaffRole(trx, { id, role });
    if (before?.role !== role)
      await recordAudit(trx, {
        action: 'staff.setRole',
        actor,
        subjectKind: 'staff',
        subjectId: id,
        before: { role: before?.role },
        after: { role },
        at: ctx.clock.now(),
      });
    return staff;
  });
}
