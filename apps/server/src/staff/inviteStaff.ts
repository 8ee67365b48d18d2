import type { StaffRole, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { type IssuedInvite, issueInvite, linkDue, type LinkDelivery } from './inviteLinks.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Creates a link with which one person joins the staff and chooses their own password. Another open link for
 * the address is revoked. Refuses with EMAIL_TAKEN, PERMISSION_DENIED, and as `verifyAction`.
 */
export async function inviteStaff(
  ctx: AppContext,
  actor: Actor,
  input: { email: string; name: string; role: StaffRole; proof?: StepUpProof | undefined } & LinkDelivery,
): Promise<IssuedInvite> {
  const email = input.email.toLowerCase();
  if ((await Staff.query(ctx.knex).findOne({ email })) !== undefined)
    throw new DomainError('EMAIL_TAKEN', 'This e-mail address already belongs to a member of staff');
  await verifyStaffAction(ctx, actor, {
    action: 'invite',
    person: email,
    value: input.role,
    proof: input.proof,
  });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    await actor.admit?.(trx);
    const at = ctx.clock.now();
    const issued = await issueInvite(
      trx,
      actor,
      {
        kind: 'invite',
        email,
        name: input.name,
        role: input.role,
        staffId: null,
        linkDueToStaffId: linkDue(actor, input),
      },
      at,
    );
    const { id, expiresAt } = issued.invite;
    await recordAudit(trx, {
      action: 'staff.invite',
      actor,
      subjectKind: 'invite',
      subjectId: id,
      after: { email, name: input.name, role: input.role, expiresAt },
      at,
    });
    return issued;
  });
}
