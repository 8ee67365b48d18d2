import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import { lockStaff } from '../auth/lockStaff.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import type { MadeInvite } from './madeInvite.ts';
import { openInvite } from './openInvite.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Makes a link by which a member of staff sets a new password. Until it is used nothing changes; the second
 * factor stays, so the link alone opens no account that has one. Refuses with NOT_FOUND, ILLEGAL_TRANSITION
 * (deactivated), PERMISSION_DENIED, and as `proveStepUp`.
 */
export async function resetPassword(
  ctx: AppContext,
  actor: Actor,
  { id, proof }: { id: string; proof?: StepUpProof | undefined },
): Promise<MadeInvite> {
  await verifyStaffAction(ctx, actor, { deed: 'resetPassword', whom: id, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const at = ctx.clock.now();
    const { email, name, role, deactivatedAt } = await lockStaff(trx, id);
    if (deactivatedAt !== null)
      throw new DomainError('ILLEGAL_TRANSITION', 'This account is deactivated: reactivate it first');
    const made = await openInvite(trx, actor, { kind: 'reset', email, name, role, staffId: id }, at);
    await recordAudit(trx, {
      action: 'staff.resetPassword',
      actor,
      subjectKind: 'staff',
      subjectId: id,
      after: { expiresAt: made.invite.expiresAt },
      at,
    });
    return made;
  });
}
