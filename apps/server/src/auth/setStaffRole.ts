import type { StaffRole } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Staff } from '../models/Staff.ts';
import { lockStaff, lockStaffKeepingAnAdmin } from './lockStaff.ts';
import { revokeInvites } from './revokeInvites.ts';

/**
 * Gives a member of staff another role. It holds from their next request on; sessions stay. Open links of a
 * former admin end.
 * @throws DomainError `NOT_FOUND`, `LAST_ADMIN`
 */
export async function setStaffRole(db: Knex, { id, role }: { id: string; role: StaffRole }): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = role === 'admin' ? await lockStaff(trx, id) : await lockStaffKeepingAnAdmin(trx, id);
    if (staff.role === role) return staff;
    // Whoever is no admin any more leaves no open doors behind.
    if (staff.role === 'admin') await revokeInvites(trx, { createdBy: id }, new Date());
    return await staff.$query(trx).patchAndFetch({ role });
  });
}
