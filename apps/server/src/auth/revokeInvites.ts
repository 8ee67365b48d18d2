import type { Knex } from 'knex';

/**
 * Ends open links: those that somebody gave out who may not any more, and those that are about them.
 * @returns how many were open
 */
export async function revokeInvites(
  trx: Knex.Transaction,
  who: { createdBy?: string; about?: string },
  at: Date,
): Promise<number> {
  return await trx('staff_invites')
    .where((either) => {
      if (who.createdBy !== undefined) void either.orWhere('created_by_staff_id', who.createdBy);
      if (who.about !== undefined) void either.orWhere('staff_id', who.about);
    })
    .whereNull('used_at')
    .whereNull('revoked_at')
    .update({ revoked_at: at });
}
