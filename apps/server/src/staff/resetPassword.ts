import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import { lockStaff } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { type IssuedInvite, issueInvite, linkDue, type LinkDelivery } from './inviteLinks.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Creates a link with which a member of staff sets a new password. Nothing changes until it is used. The
 * second factor stays, so the link alone does not give access to an account that has one. Refuses with
 * NOT_FOUND, ILLEGAL_TRANSITION (deactivated), PERMISSION_DENIED, and as `verifyAction`.
 */
export async function resetPassword(
  ctx: AppContext,
  actor: Actor,
  { id, proof, ...delivery }: { id: string; proof?: StepUpProof | undefined } & LinkDelivery,
): Promise<IssuedInvite> {
  await verifyStaffAction(ctx, actor, { action: 'resetPassword', person: id, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const at = ctx.clock.now();
    const { email, name, role, deactivatedAt } = await lockStaff(trx, id);
    if (deactivatedAt !== null)
      throw new DomainError('ILLEGAL_TRANSITION', 'This account is deactivated: reactivate it first');
    await actor.admit?.(trx);
    const issued = await issueInvite(
      trx,
      actor,
      { kind: 'reset', email, name, role, staffId: id, linkDueToStaffId: linkDue(actor, delivery) },
      at,
    );
    await recordAudit(trx, {
      action: 'staff.resetPassword',
      actor,
      subjectKind: 'staff',
      subjectId: id,
      after: { expiresAt: issued.invite.expiresAt },
      at,
    });
    return issued;
  });
}
