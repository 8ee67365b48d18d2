import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { Staff } from '../models/Staff.ts';

/**
 * One member of staff, locked until the transaction ends.
 * @throws DomainError `NOT_FOUND`
 */
export async function lockStaff(trx: Knex.Transaction, id: string): Promise<Staff> {
  const staff = idSchema.safeParse(id).success ? await Staff.query(trx).findById(id).forUpdate() : undefined;
  if (!staff) throw new DomainError('NOT_FOUND', 'There is no such member of staff');
  return staff;
}

/**
 * One member of staff who is about to lose the role of an active admin. All active admins are locked, always
 * in the same order, before anything is decided: of two who take the role from each other the second sees
 * what the first did.
 * @throws DomainError `NOT_FOUND`, `LAST_ADMIN`
 */
export async function lockStaffKeepingAnAdmin(trx: Knex.Transaction, id: string): Promise<Staff> {
  const admins = await Staff.query(trx)
    .where({ role: 'admin' })
    .whereNull('deactivated_at')
    .orderBy('id')
    .forUpdate();
  const staff = admins.find((admin) => admin.id === id) ?? (await lockStaff(trx, id));
  const isActiveAdmin = staff.role === 'admin' && staff.deactivatedAt === null;
  if (isActiveAdmin && !admins.some((admin) => admin.id !== id)) {
    throw new DomainError('LAST_ADMIN', 'The desk needs at least one active admin');
  }
  return staff;
}
