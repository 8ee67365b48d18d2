import type { StaffRole, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { createStaff } from '../signIn/createStaff.ts';
import { lockActingAdmin } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { verifyStaffAction } from './verifyStaffAction.ts';

/**
 * With a real provider people join by invitations only: whoever made an account with a password could use it as a
 * second identity.
 * @throws DomainError `INVITATION_REQUIRED`
 */
export function refusePasswords({ settings }: Pick<AppContext, 'settings'>): void {
  if (!settings.provider.simulated)
    throw new DomainError(
      'INVITATION_REQUIRED',
      'on a desk with a real provider people join by an invitation: they choose their own password',
    );
}

/**
 * Creates an account with a password that the admin knows, on a desk with the simulator. Refuses with
 * INVITATION_REQUIRED, EMAIL_TAKEN, INVALID_INPUT (password), PERMISSION_DENIED, and as `verifyAction`.
 */
export async function addStaff(
  ctx: AppContext,
  actor: Actor,
  input: {
    email: string;
    name: string;
    role: StaffRole;
    password?: string | undefined;
    proof?: StepUpProof | undefined;
  },
): Promise<{ staff: Staff; generatedPassword: string | null }> {
  refusePasswords(ctx);
  if ((await Staff.query(ctx.knex).findOne({ email: input.email.toLowerCase() })) !== undefined)
    throw new DomainError('EMAIL_TAKEN', 'This e-mail address already belongs to a member of staff');
  await verifyStaffAction(ctx, actor, {
    action: 'create',
    person: input.email,
    value: input.role,
    proof: input.proof,
  });
  return await transact(ctx.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    await actor.admit?.(trx);
    const created = await createStaff(trx, ctx.auth, input);
    const { id, email, name, role } = created.staff;
    await recordAudit(trx, {
      action: 'staff.create',
      actor,
      subjectKind: 'staff',
      subjectId: id,
      after: { email, name, role },
      at: ctx.clock.now(),
    });
    return created;
  });
}
