import { STAFF_ROLES, type StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { StaffInvite } from '../models/StaffInvite.ts';

/**
 * Whether somebody who used this link begins as a viewer, until an admin gives them the approved role who did not
 * have the link: it could have been kept by whoever passed it on. On a desk with the simulator no one waits where
 * there is no such admin. Links of the command line are the server's operator's.
 */
export async function needsConfirmation(
  trx: Knex.Transaction,
  ctx: Pick<AppContext, 'settings'>,
  { role, createdByStaffId }: Pick<StaffInvite, 'role' | 'createdByStaffId'>,
): Promise<boolean> {
  if (role === 'viewer' || createdByStaffId === null) return false;
  if (!ctx.settings.provider.simulated) return true;
  const other = await Staff.query(trx)
    .where({ role: 'admin' })
    .whereNull('deactivatedAt')
    .whereNot('id', createdByStaffId)
    .first();
  return other !== undefined;
}

/**
 * Whose account this could be as well: who had a link to it that was used (its invitation, or one that reset its
 * password), or made it with a password. Since the last time that an admin confirmed its owner by giving a role.
 */
export async function findLinkHolders(db: Knex, staffId: string): Promise<Staff[]> {
  const holders = db.raw<Knex.Raw<{ id: string }>>(
    /* sql */ `
    select given.id from (
      select created_by_staff_id as id, used_at as at from staff_invites
      where staff_id = :staffId and created_by_staff_id is not null and used_at is not null
      union all
      select actor_id::uuid, created_at from audit_log
      where subject_kind = 'staff' and subject_id = :staffId::text and action = 'staff.create'
        and actor_kind = 'staff'
    ) given
    where given.at >= coalesce((
      select max(created_at) from audit_log
      where subject_kind = 'staff' and subject_id = :staffId::text and action = 'staff.setRole'
        and after ->> 'ownerConfirmed' = 'true'
    ), '-infinity')`,
    { staffId },
  );
  return await Staff.query(db).whereRaw('id in (?)', [holders]).orderBy('createdAt');
}

/**
 * Whether a role that is above the member's own waits: someone else has had access to the account, and an admin who
 * has not can ask the person. Where there is no such admin, what made the role's change wait is enough.
 */
export async function mustConfirmOwner(
  db: Knex,
  ctx: Pick<AppContext, 'settings'>,
  { member, role }: { member: Staff; role: StaffRole },
): Promise<boolean> {
  const isRaised = STAFF_ROLES.indexOf(role) > STAFF_ROLES.indexOf(member.role);
  if (ctx.settings.provider.simulated || !isRaised || member.pendingRole === role) return false;
  const holders = await findLinkHolders(db, member.id);
  if (holders.length === 0) return false;
  const other = await Staff.query(db)
    .where({ role: 'admin' })
    .whereNull('deactivatedAt')
    .whereNotIn('id', [...holders.map(({ id }) => id), member.id])
    .first();
  return other !== undefined;
}
