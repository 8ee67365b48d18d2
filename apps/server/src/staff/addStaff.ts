import type { StaffRole, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../audit/recordAudit.ts';
import { createStaff } from '../auth/createStaff.ts';
import { lockActingAdmin } from '../auth/lockActingAdmin.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { Staff } from '../models/Staff.ts';
import { proveStaffDeed } from './proveStaffDeed.ts';

/**
 * Makes an account with a password that the admin knows; an invitation is the better way.
 * Refuses with EMAIL_TAKEN, INVALID_INPUT (password), PERMISSION_DENIED, and as `proveStepUp`.
 */
export async function addStaff(
  desk: Desk,
  actor: Actor,
  input: {
    email: string;
    name: string;
    role: StaffRole;
    password?: string | undefined;
    proof?: StepUpProof | undefined;
  },
): Promise<{ staff: Staff; generatedPassword: string | null }> {
  if ((await Staff.query(desk.knex).findOne({ email: input.email.toLowerCase() })) !== undefined)
    throw new DomainError('EMAIL_TAKEN', 'This e-mail address belongs to a member of staff already');
  await proveStaffDeed(desk, actor, {
    deed: 'create',
    whom: input.email,
    what: input.role,
    proof: input.proof,
  });
  return await transact(desk.knex, async (trx) => {
    await lockActingAdmin(trx, actor);
    const made = await createStaff(trx, desk.auth, input);
    const { id, email, name, role } = made.staff;
    await recordAudit(trx, {
      action: 'staff.create',
      actor,
      subjectKind: 'staff',
      subjectId: id,
      after: { email, name, role },
      at: desk.clock.now(),
    });
    return made;
  });
}
