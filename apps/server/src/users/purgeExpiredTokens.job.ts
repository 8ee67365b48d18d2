import type { Knex } from 'knex';
import type { Job } from '../context/job.ts';

/** Deletes expired tokens and sessions. */
export const purgeExpiredTokensJob: Job = {
  name: 'tokens-purge',
  cron: '41 * * * *',
  async run(ctx) {
    await purgeExpiredTokens(ctx.knex);
  },
};

/** Rows of each table that one call deletes at most, so that locks are short. The job runs again. */
const BATCH_SIZE = 5000;
const TABLES = ['user_tokens', 'staff_sessions', 'staff_verifications'] as const;

/**
 * Deletes user tokens, sessions and pending sign-ins that expired at least a day ago, attempt counters an hour
 * after their window, and known addresses that staff have not signed in from for 90 days.
 * @returns deleted rows by table
 */
export async function purgeExpiredTokens(db: Knex): Promise<Record<(typeof TABLES)[number], number>> {
  const removed = { user_tokens: 0, staff_sessions: 0, staff_verifications: 0 };
  for (const table of TABLES) {
    const old = db(table)
      .select('id')
      .whereRaw(`expires_at < now() - interval '1 day'`)
      .orderBy('expires_at')
      .limit(BATCH_SIZE);
    removed[table] = await db(table).whereIn('id', old).delete();
  }
  await db('rate_limits')
    .whereIn(
      'key',
      db('rate_limits')
        .select('key')
        .where('expire', '<', Date.now() - 3_600_000)
        .limit(BATCH_SIZE),
    )
    .delete();
  await db('staff_known_addresses').whereRaw(`last_seen_at < now() - interval '90 days'`).delete();
  return removed;
}
