import type { Knex } from 'knex';

/** One call removes no more than this of each kind, so that it never holds locks for long; the clock comes again. */
const BATCH = 5000;
const TABLES = ['user_tokens', 'staff_sessions', 'staff_verifications'] as const;

/**
 * Removes user tokens, sessions and begun sign-ins that ended a day ago or earlier. They opened nothing any more.
 * @returns rows removed, by table
 */
export async function purgeExpiredTokens(db: Knex): Promise<Record<(typeof TABLES)[number], number>> {
  const removed = { user_tokens: 0, staff_sessions: 0, staff_verifications: 0 };
  for (const table of TABLES) {
    const old = db(table).select('id').whereRaw(`expires_at < now() - interval '1 day'`).orderBy('expires_at').limit(BATCH);
    removed[table] = await db(table).whereIn('id', old).delete();
  }
  return removed;
}
