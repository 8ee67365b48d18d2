import type { StaffRole, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import type { MadeInvite } from './madeInvite.ts';
import { openInvite } from './openInvite.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * Makes a link by which one person becomes a member of staff, with a password of their own choice. Another
 * open link for the address ends. Refuses with EMAIL_TAKEN, PERMISSION_DENIED, and as `proveStepUp`.
 */
export async function inviteStaff(
  ctx: AppContext,
  actor: Actor,
  input: { email: string; name: string; role: StaffRole; proof?: StepUpProof | undefined },
): Promise<MadeInvite> {
  const email = input.email.toLowerCase();
  if ((await Staff.query(ctx.knex).findOne({ email })) !== undefined)
    throw new DomainError('EMAIL_TAKEN', 'This e-mail address belongs to a member of staff already');
  await verifyStaffAction(ctx, actor, { deed: 'invite', whom: email, what: input.role, proof: input.proof });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const at = ctx.clock.now();
    const made = await openInvite(
      trx,
      actor,
      { kind: 'invite', email, name: input.name, role: input.role, staffId: null },
      at,
    );
    const { id, expiresAt } = made.invite;
    await recordAudit(trx, {
      action: 'staff.invite',
      actor,
      subjectKind: 'invite',
      subjectId: id,
      after: { email, name: input.name, role: input.role, expiresAt },
      at,
    });
    return made;
  });
}
