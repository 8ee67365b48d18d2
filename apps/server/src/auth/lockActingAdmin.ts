import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';

/**
 * Makes sure, at the moment of the deed, that a member of staff who manages staff still is an active admin:
 * of two admins who deactivate each other at once only the first may. All active admins are locked, always in
 * the same order, as by `lockStaffKeepingAnAdmin`. The desk itself and the command line may always.
 * @throws DomainError `PERMISSION_DENIED`
 */
export async function lockActingAdmin(trx: Knex.Transaction, actor: Actor): Promise<void> {
  if (actor.kind !== 'staff') return;
  const admins = await trx('staff')
    .where({ role: 'admin' })
    .whereNull('deactivated_at')
    .orderBy('id')
    .forUpdate()
    .select<{ id: string }[]>('id');
  if (!admins.some(({ id }) => id === actor.id))
    throw new DomainError('PERMISSION_DENIED', 'You are not an active admin any more');
}
