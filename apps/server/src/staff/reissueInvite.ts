import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { StaffInvite } from '../models/StaffInvite.ts';
import { type IssuedInvite, issueInvite, linkDue, type LinkDelivery } from './inviteLinks.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Replaces a link that was lost, expired or revoked by a new one. Refuses with NOT_FOUND, INVITE_INVALID
 * (used), PERMISSION_DENIED, and as `verifyAction`.
 */
export async function reissueInvite(
  ctx: AppContext,
  actor: Actor,
  { id, proof, ...delivery }: { id: string; proof?: StepUpProof | undefined } & LinkDelivery,
): Promise<IssuedInvite> {
  const old = await StaffInvite.query(ctx.knex).findById(id);
  if (old === undefined) throw new DomainError('NOT_FOUND', 'no such invitation');
  await verifyStaffAction(ctx, actor, { action: 'reissueInvite', person: old.email, value: old.role, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const at = ctx.clock.now();
    const { kind, email, name, role, usedAt, staffId } = await StaffInvite.query(trx)
      .findById(id)
      .forUpdate()
      .throwIfNotFound();
    if (usedAt !== null) throw new DomainError('INVITE_INVALID', 'This link was used and cannot be replaced');
    await actor.admit?.(trx);
    const issued = await issueInvite(
      trx,
      actor,
      { kind, email, name, role, staffId, linkDueToStaffId: linkDue(actor, delivery) },
      at,
    );
    await recordAudit(trx, {
      action: 'staff.reissueInvite',
      actor,
      subjectKind: 'invite',
      subjectId: issued.invite.id,
      before: { id },
      after: { email, role, expiresAt: issued.invite.expiresAt },
      at,
    });
    return issued;
  });
}
