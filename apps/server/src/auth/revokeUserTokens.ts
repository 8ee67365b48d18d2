import type { Knex } from 'knex';

/**
 * Ends every open token of a user with the very next request.
 * @returns how many were open
 */
export async function revokeUserTokens(db: Knex, { userId }: { userId: string }): Promise<number> {
  return await db('user_tokens')
    .where({ user_id: userId })
    .whereNull('revoked_at')
    .whereRaw('expires_at > now()')
    .update({ revoked_at: db.fn.now() });
}
