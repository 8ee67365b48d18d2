import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockStaff, setStaffRole } from '../auth/staffAccounts.ts';
import { createStaffWithHash, hashPassword } from '../signIn/createStaff.ts';
import type { Actor, RequestOrigin } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { changeSigned, signInserted } from '../origin/stampOrigin.ts';
import type { StaffInvite } from '../models/StaffInvite.ts';
import { findOpenInvite } from './inviteLinks.ts';
import { needsConfirmation } from './linkHolders.ts';

/**
 * Uses a link: creates an account, or sets a new password for an existing one and ends its sessions. Of
 * several concurrent calls with one link exactly one succeeds. A role above viewer may have to be confirmed first
 * (`needsConfirmation`). Refuses with INVITE_INVALID, INVALID_INPUT (a
 * weak password), EMAIL_TAKEN (the address has an account meanwhile).
 */
export async function acceptInvite(
  ctx: AppContext,
  from: RequestOrigin,
  input: { token: string; name?: string | undefined; password: string },
): Promise<Staff> {
  // Before the password is hashed, which is expensive.
  const { email, name } = await findOpenInvite(ctx.knex, input.token, ctx.clock.now());
  const passwordHash = await hashPassword(ctx.auth, input.password, [email, name, input.name ?? '']);
  return await transact(ctx.knex, async (trx) => {
    const at = ctx.clock.now();
    const invite = await findOpenInvite(trx, input.token, at, { lock: true });
    const staff =
      invite.kind === 'invite'
        ? await join(trx, ctx, { invite, name: input.name ?? invite.name, passwordHash })
        : await reset(trx, ctx, { invite, passwordHash, at });
    await invite.$query(trx).patch({ usedAt: at, staffId: staff.id });
    const actor: Actor = { kind: 'staff', id: staff.id, name: staff.name, ...from };
    const after = {
      email: staff.email,
      role: staff.role,
      pendingRole: staff.pendingRole,
      inviteId: invite.id,
      invitedBy: invite.createdByStaffId,
    };
    await recordAudit(trx, {
      action: invite.kind === 'invite' ? 'staff.join' : 'staff.passwordReset',
      actor,
      subjectKind: 'staff',
      subjectId: staff.id,
      after,
      at,
    });
    return staff;
  });
}

async function join(
  trx: Knex.Transaction,
  ctx: AppContext,
  { invite, name, passwordHash }: { invite: StaffInvite; name: string; passwordHash: string },
): Promise<Staff> {
  const { email, role } = invite;
  const isPending = await needsConfirmation(trx, ctx, invite);
  return await createStaffWithHash(trx, {
    email,
    name,
    passwordHash,
    ...(isPending ? { role: 'viewer', pendingRole: role } : { role }),
  });
}

async function reset(
  trx: Knex.Transaction,
  ctx: AppContext,
  { invite, passwordHash, at }: { invite: StaffInvite; passwordHash: string; at: Date },
): Promise<Staff> {
  const { staffId, createdByStaffId } = invite;
  const staff = await lockStaff(trx, staffId ?? '');
  if (staff.email !== invite.email)
    throw new DomainError('INVITE_INVALID', 'This link is for another account.');
  if (staff.deactivatedAt !== null)
    throw new DomainError('INVITE_INVALID', 'This account is deactivated. Ask an admin.');
  await setPassword(trx, { staffId: staff.id, passwordHash, at });
  // With a second factor the link gives no access. Without one whoever used it could set one up.
  if (
    ctx.settings.provider.simulated ||
    staff.role === 'viewer' ||
    (await hasSecondFactor(trx, staff)) ||
    !(await needsConfirmation(trx, ctx, { role: staff.role, createdByStaffId }))
  )
    return staff;
  await setStaffRole(trx, { id: staff.id, role: 'viewer' });
  await changeSigned(
    trx,
    'staff',
    staff.id,
    async () => await Staff.query(trx).findById(staff.id).patch({ pendingRole: staff.role }),
  );
  return await Staff.query(trx).findById(staff.id).throwIfNotFound();
}

async function hasSecondFactor(trx: Knex.Transaction, staff: Staff): Promise<boolean> {
  if (staff.twoFactorEnabled) return true;
  const passkey = await trx('staff_passkeys')
    .where({ staff_id: staff.id })
    .whereNull('removed_at')
    .first<object | undefined>('id');
  return passkey !== undefined;
}

/** Sets a new password, and ends all sessions and pending sign-ins of the account. The second factor stays. */
async function setPassword(
  trx: Knex.Transaction,
  { staffId, passwordHash, at }: { staffId: string; passwordHash: string; at: Date },
): Promise<void> {
  // All that the proof covers is the desk's own here, so that a reset also helps after somebody has changed the row.
  const accounts = await trx('staff_accounts')
    .where({ staff_id: staffId, provider_id: 'credential' })
    .update({ account_id: staffId, password: passwordHash, updated_at: at })
    .returning<{ id: string }[]>('id');
  for (const { id } of accounts) await signInserted(trx, 'account', id);
  await trx('staff_sessions').where({ staff_id: staffId }).delete();
  await trx('staff_verifications').where({ value: staffId }).delete();
}
