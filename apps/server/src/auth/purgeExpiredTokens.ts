import type { Knex } from 'knex';

/**
 * One call removes no more than this of each kind, so that it never holds locks for long; the clock comes
 * again.
 */
const BATCH = 5000;
const TABLES = ['user_tokens', 'staff_sessions', 'staff_verifications'] as const;

/**
 * Removes user tokens, sessions and begun sign-ins that ended a day ago or earlier: they opened nothing any
 * more. Counters of attempts go an hour after their window, and addresses that staff have not signed in from
 * for 90 days.
 * @returns rows removed, by table
 */
export async function purgeExpiredTokens(db: Knex): Promise<Record<(typeof TABLES)[number], number>> {
  const removed = { user_tokens: 0, staff_sessions: 0, staff_verifications: 0 };
  for (const table of TABLES) {
    const old = db(table)
      .select('id')
      .whereRaw(`expires_at < now() - interval '1 day'`)
      .orderBy('expires_at')
      .limit(BATCH);
    removed[table] = await db(table).whereIn('id', old).delete();
  }
  await db('rate_limits')
    .whereIn(
      'key',
      db('rate_limits')
        .select('key')
        .where('expire', '<', Date.now() - 3_600_000)
        .limit(BATCH),
    )
    .delete();
  await db('staff_known_addresses').whereRaw(`last_seen_at < now() - interval '90 days'`).delete();
  return removed;
}
