import { CLAIM_PERMISSIONS, CLAIM_SUBJECTS, idSchema, type Permission, type StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { Claim } from '../models/Claim.ts';
import { Staff } from '../models/Staff.ts';
import { changeSigned } from '../origin/stampOrigin.ts';
import { permissionsOfRole } from './principal.ts';

/**
 * Deactivates an account: it cannot sign in, and its sessions and pending sign-ins end with this transaction,
 * as do the open invite links that it created or that are for it. Doing it again changes nothing.
 * @throws DomainError `NOT_FOUND`, `LAST_ADMIN`
 */
export async function deactivateStaff(db: Knex, { id }: { id: string }): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = await lockStaffKeepingAnAdmin(trx, id);
    await trx('staff_sessions').where({ staff_id: id }).delete();
    await trx('staff_verifications').where({ value: id }).delete();
    await revokeInvites(trx, { createdBy: id, about: id }, new Date());
    if (staff.deactivatedAt) return staff;
    return await changeStaff(trx, staff, { deactivatedAt: new Date() });
  });
}

/**
 * Reactivates an account with its role, password and second factor. Doing it again changes nothing.
 * @throws DomainError `NOT_FOUND`
 */
export async function reactivateStaff(db: Knex, { id }: { id: string }): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = await lockStaff(trx, id);
    if (!staff.deactivatedAt) return staff;
    return await changeStaff(trx, staff, { deactivatedAt: null });
  });
}

/**
 * Changes the role of a member of staff from their next request on; sessions stay. Open invite links created
 * by a former admin end. No role is pending any more.
 * @throws DomainError `NOT_FOUND`, `LAST_ADMIN`
 */
export async function setStaffRole(db: Knex, { id, role }: { id: string; role: StaffRole }): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = role === 'admin' ? await lockStaff(trx, id) : await lockStaffKeepingAnAdmin(trx, id);
    if (staff.role === role && staff.pendingRole === null) return staff;
    if (staff.role === 'admin' && role !== 'admin') await revokeInvites(trx, { createdBy: id }, new Date());
    return await changeStaff(trx, staff, { role, pendingRole: null });
  });
}

/**
 * Lets a role wait until an admin has confirmed whose account it is. Until then the member is a viewer.
 * @throws DomainError `NOT_FOUND`, `LAST_ADMIN`
 */
export async function setPendingRole(
  db: Knex,
  { id, role }: { id: string; role: StaffRole },
): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = await lockStaffKeepingAnAdmin(trx, id);
    return await changeStaff(trx, staff, { role: 'viewer', pendingRole: role });
  });
}

/** Changes who may do what, with the proof that the desk did it. */
async function changeStaff(
  trx: Knex.Transaction,
  staff: Staff,
  change: Partial<Pick<Staff, 'role' | 'pendingRole' | 'deactivatedAt'>>,
): Promise<Staff> {
  await changeSigned(trx, 'staff', staff.id, async () => await staff.$query(trx).patch(change));
  if (change.role !== undefined) await endClaimsBeyond(trx, staff.id, permissionsOfRole(change.role));
  return await Staff.query(trx).findById(staff.id).throwIfNotFound();
}

/** What a person may decide on no more is free for others, as it is when an account is deactivated. */
async function endClaimsBeyond(
  trx: Knex.Transaction,
  staffId: string,
  permissions: ReadonlySet<Permission>,
): Promise<void> {
  const lost = CLAIM_SUBJECTS.filter((kind) => !permissions.has(CLAIM_PERMISSIONS[kind].take));
  await Claim.query(trx)
    .where({ staffId, endedAt: null })
    .whereIn('subjectKind', lost)
    .patch({ endedAt: new Date(), endReason: 'released' });
}

/**
 * A member of staff, locked until the transaction ends.
 * @throws DomainError `NOT_FOUND`
 */
export async function lockStaff(trx: Knex.Transaction, id: string): Promise<Staff> {
  const staff = idSchema.safeParse(id).success ? await Staff.query(trx).findById(id).forUpdate() : undefined;
  if (!staff) throw new DomainError('NOT_FOUND', 'no such member of staff');
  return staff;
}

/**
 * Checks, inside the transaction, that a member of staff who manages staff is still an active admin: of two
 * admins who deactivate each other at the same time only the first succeeds. The system and the command line
 * are always allowed.
 * @throws DomainError `PERMISSION_DENIED`
 */
export async function lockActingAdmin(trx: Knex.Transaction, actor: Actor): Promise<void> {
  if (actor.kind !== 'staff') return;
  const admins = await lockActiveAdmins(trx);
  if (!admins.some(({ id }) => id === actor.id))
    throw new DomainError('PERMISSION_DENIED', 'You are no longer an active admin');
}

/** A member of staff who may be about to stop being an active admin. */
async function lockStaffKeepingAnAdmin(trx: Knex.Transaction, id: string): Promise<Staff> {
  const admins = await lockActiveAdmins(trx);
  const staff = admins.find((admin) => admin.id === id) ?? (await lockStaff(trx, id));
  const isActiveAdmin = staff.role === 'admin' && staff.deactivatedAt === null;
  if (isActiveAdmin && !admins.some((admin) => admin.id !== id))
    throw new DomainError('LAST_ADMIN', 'The desk needs at least one active admin');
  return staff;
}

/**
 * All active admins, locked until the transaction ends, always in the same order: concurrent changes wait for each
 * other instead of deadlocking. It has to come before anything else that locks one of them, such as an approval.
 */
export async function lockActiveAdmins(trx: Knex.Transaction): Promise<Staff[]> {
  return await Staff.query(trx)
    .where({ role: 'admin' })
    .whereNull('deactivated_at')
    .orderBy('id')
    .forNoKeyUpdate();
}

/** Revokes open invite links, by who created them and by whom they are for. */
async function revokeInvites(
  trx: Knex.Transaction,
  who: { createdBy?: string; about?: string },
  at: Date,
): Promise<void> {
  await trx('staff_invites')
    .where((either) => {
      if (who.createdBy !== undefined) void either.orWhere('created_by_staff_id', who.createdBy);
      if (who.about !== undefined) void either.orWhere('staff_id', who.about);
    })
    .whereNull('used_at')
    .whereNull('revoked_at')
    .update({ revoked_at: at });
}
