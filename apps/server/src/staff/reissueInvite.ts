import type { StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { StaffInvite } from '../models/StaffInvite.ts';
import type { MadeInvite } from './madeInvite.ts';
import { openInvite } from './openInvite.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Makes a new link in place of one that was lost, has expired or was revoked; the old one ends. Of a used one
 * there is no second. Refuses with NOT_FOUND, INVITE_INVALID (used), PERMISSION_DENIED, and as `proveStepUp`.
 */
export async function reissueInvite(
  ctx: AppContext,
  actor: Actor,
  { id, proof }: { id: string; proof?: StepUpProof | undefined },
): Promise<MadeInvite> {
  const old = await StaffInvite.query(ctx.knex).findById(id);
  if (old === undefined) throw new DomainError('NOT_FOUND', 'There is no such invitation');
  await verifyStaffAction(ctx, actor, { deed: 'reissueInvite', whom: old.email, what: old.role, proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const at = ctx.clock.now();
    const { kind, email, name, role, usedAt, staffId } = await StaffInvite.query(trx)
      .findById(id)
      .forUpdate()
      .throwIfNotFound();
    if (usedAt !== null)
      throw new DomainError('INVITE_INVALID', 'This link was used: there is nothing to make anew');
    const made = await openInvite(trx, actor, { kind, email, name, role, staffId }, at);
    await recordAudit(trx, {
      action: 'staff.reissueInvite',
      actor,
      subjectKind: 'invite',
      subjectId: made.invite.id,
      before: { id },
      after: { email, role, expiresAt: made.invite.expiresAt },
      at,
    });
    return made;
  });
}
