import type { StaffRole, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin, lockStaff, setPendingRole, setStaffRole } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import type { Staff } from '../models/Staff.ts';
import { mustConfirmOwner } from './linkHolders.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Changes the role of a member of staff. A higher role for an account that somebody else has had access to becomes a
 * pending one (`mustConfirmOwner`); setting it once more confirms whose account it is. Refuses with NOT_FOUND, LAST_ADMIN, PERMISSION_DENIED, and as
 * `verifyAction`.
 */
export async function changeRole(
  ctx: AppContext,
  actor: Actor,
  { id, role, proof }: { id: string; role: StaffRole; proof?: StepUpProof | undefined },
): Promise<Staff> {
  await verifyStaffAction(ctx, actor, { action: 'setRole', person: id, value: role, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const before = await lockStaff(trx, id);
    await actor.admit?.(trx);
    const waits = await mustConfirmOwner(trx, ctx, { member: before, role });
    const staff = await (waits ? setPendingRole : setStaffRole)(trx, { id, role });
    if (before.role !== staff.role || before.pendingRole !== staff.pendingRole)
      await recordAudit(trx, {
        action: 'staff.setRole',
        actor,
        subjectKind: 'staff',
        subjectId: id,
        before: rolesOf(before),
        after: { ...rolesOf(staff), ...(before.pendingRole === staff.role && { ownerConfirmed: true }) },
        at: ctx.clock.now(),
      });
    return staff;
  });
}

const rolesOf = ({ role, pendingRole }: Staff) => ({ role, ...(pendingRole !== null && { pendingRole }) });
