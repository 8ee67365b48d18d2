import { resolve } from 'node:path';
import type { Knex } from 'knex';

/** PostgreSQL's `server_version_num` of 15.0, the oldest version that the schema works on. */
const oldestVersion = 150_000;

/** Any constant serves, as long as every server of a desk uses the same one. */
const lockKey = 7_297_335;

/** Where the migrations are; the knex command line is told the same. */
export const migrationConfig: Knex.MigratorConfig = {
  directory: resolve(import.meta.dirname, '../../migrations'),
  extension: 'ts',
  loadExtensions: ['.ts'],
};

/**
 * Applies the migrations that are missing and returns their file names. Servers that start at once wait for
 * each other.
 * @throws Error when the server is older than PostgreSQL 15
 */
export async function migrateToLatest(knex: Knex): Promise<string[]> {
  await checkServerVersion(knex);
  return knex.transaction(async (lock) => {
    await lock.raw(
      'set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0; set local statement_timeout = 0',
    );
    await lock.raw('select pg_advisory_xact_lock(?)', [lockKey]);
    // knex keeps a lock of its own in a table, where it outlives a killed process. Nobody else can be
    // migrating now.
    await knex.migrate.forceFreeMigrationsLock(migrationConfig);
    const [, applied] = (await knex.migrate.latest(migrationConfig)) as [number, string[]];
    return applied;
  });
}

/** @throws Error when the server is older than PostgreSQL 15 */
export async function checkServerVersion(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { number: string; name: string }[] }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as name",
  );
  const version = rows[0];
  if (version && Number(version.number) >= oldestVersion) return;
  throw new Error(
    `Paydesk needs PostgreSQL 15 or newer; DATABASE_URL leads to PostgreSQL ${version?.name ?? 'of an unknown version'}.`,
  );
}

/** The migrations that are not applied yet, by file name. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const [, pending] = (await knex.migrate.list(migrationConfig)) as [unknown[], { file: string }[]];
  return pending.map(({ file }) => file);
}
