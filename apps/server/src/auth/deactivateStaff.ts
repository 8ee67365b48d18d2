import type { Knex } from 'knex';
import type { Staff } from '../models/Staff.ts';
import { lockStaffKeepingAnAdmin } from './lockStaff.ts';
import { revokeInvites } from './revokeInvites.ts';

/**
 * Closes an account: it cannot sign in, and all its sessions and begun sign-ins end with this transaction, as
 * do the open links that it gave out or that would open it. Doing it twice changes nothing.
 * @throws DomainError `NOT_FOUND`, `LAST_ADMIN`
 */
export async function deactivateStaff(db: Knex, { id }: { id: string }): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = await lockStaffKeepingAnAdmin(trx, id);
    await trx('staff_sessions').where({ staff_id: id }).delete();
    await trx('staff_verifications').where({ value: id }).delete();
    await revokeInvites(trx, { createdBy: id, about: id }, new Date());
    if (staff.deactivatedAt) return staff;
    return await staff.$query(trx).patchAndFetch({ deactivatedAt: new Date() });
  });
}
