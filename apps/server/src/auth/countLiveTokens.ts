import type { Knex } from 'knex';

/** How many tokens of a user open something now. One look into an index. */
export async function countLiveTokens(db: Knex, userId: string): Promise<number> {
  const counted = await db('user_tokens')
    .where({ user_id: userId })
    .whereNull('revoked_at')
    .whereRaw('expires_at > now()')
    .count<{ count: string }[]>('* as count');
  return Number(counted[0]?.count ?? 0);
}
