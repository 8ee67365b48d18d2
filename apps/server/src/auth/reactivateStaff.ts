import type { Knex } from 'knex';
import type { Staff } from '../models/Staff.ts';
import { lockStaff } from './lockStaff.ts';

/**
 * Opens a closed account again, with its role, password and second factor as they were. Doing it twice
 * changes nothing.
 * @throws DomainError `NOT_FOUND`
 */
export async function reactivateStaff(db: Knex, { id }: { id: string }): Promise<Staff> {
  return await db.transaction(async (trx) => {
    const staff = await lockStaff(trx, id);
    if (!staff.deactivatedAt) return staff;
    return await staff.$query(trx).patchAndFetch({ deactivatedAt: null });
  });
}
