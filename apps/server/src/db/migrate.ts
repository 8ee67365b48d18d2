import { resolve } from 'node:path';
import type { Knex } from 'knex';
import { grantToApplication } from './applicationRole.ts';
import { sqlMigrations } from './sqlMigrations.ts';

/** PostgreSQL's `server_version_num` of 15.0, the oldest version that the schema works on. */
const OLDEST_SERVER_VERSION = 150_000;

/** Any constant serves, as long as every server of a desk uses the same one. */
export const MIGRATION_LOCK_KEY = 7_297_335;

/** Before 0.2.0 migrations were TypeScript files. */
const DEVELOPMENT_DATABASE = `\
This database was created by a development version of Paydesk (before 0.2.0) and cannot be upgraded; \
nothing was changed. Either keep using it with that version, or start with an empty database: stop the desk \
and remove its data folder (.paydesk, or what PAYDESK_DATA_DIR says); with a PostgreSQL of your own, create a \
new database and set DATABASE_URL.`;

/** Paydesk cannot work with this database; the message says what to do. Nothing was changed. */
export class UnsupportedDatabase extends Error {}

const source = sqlMigrations(resolve(import.meta.dirname, '../../migrations'));

/**
 * For knex's migrator, in this process and on the command line. All that is pending is applied in one
 * transaction.
 */
export const migrationConfig = {
  migrationSource: source,
  // Applied migrations that this code does not know are a newer version's, and no error.
  disableMigrationsListValidation: true,
  // The command line calls knex directly: there an old database is refused here.
  beforeAll: appliedMigrations,
} satisfies Knex.MigratorConfigWithLifecycleHooks;

/**
 * Applies the migrations that are missing and returns their file names. Servers that start at once wait for
 * each other; a database that a newer version has migrated is left as it is. `applicationRole`: the role of
 * server and worker, if it is another one than the owner; it gets its rights.
 *
 * @throws UnsupportedDatabase when PostgreSQL is older than 15, or the database older than the SQL migrations
 */
export async function migrateToLatest(
  knex: Knex,
  { applicationRole = null }: { applicationRole?: string | null } = {},
): Promise<string[]> {
  await checkServerVersion(knex);
  return knex.transaction(async (lock) => {
    await lock.raw(
      'set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0; set local statement_timeout = 0',
    );
    await lock.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK_KEY]);
    const applied = await applyPending(knex, lock);
    if (applicationRole !== null) await grantToApplication(knex, applicationRole);
    return applied;
  });
}

async function applyPending(knex: Knex, lock: Knex.Transaction): Promise<string[]> {
  if ((await pendingMigrations(lock)).length === 0) return [];
  // knex keeps a lock of its own in a table, where it outlives a killed process. No other server can be
  // migrating now.
  await knex.migrate.forceFreeMigrationsLock(migrationConfig);
  const [, applied] = (await knex.migrate.latest(migrationConfig)) as [number, string[]];
  return applied;
}

/** @throws UnsupportedDatabase when the server is older than PostgreSQL 15 */
export async function checkServerVersion(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { number: string; name: string }[] }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as name",
  );
  const version = rows[0];
  if (version && Number(version.number) >= OLDEST_SERVER_VERSION) return;
  throw new UnsupportedDatabase(
    `Paydesk needs PostgreSQL 15 or newer; ` +
      `DATABASE_URL leads to PostgreSQL ${version?.name ?? 'of an unknown version'}.`,
  );
}

/**
 * The migrations of this version that are not applied yet, by file name. A database that is newer than the
 * code has none.
 *
 * @throws UnsupportedDatabase when the database is older than the SQL migrations
 */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const applied = await appliedMigrations(knex);
  const files = await source.getMigrations([]);
  return files.map(({ file }) => file).filter((file) => !applied.includes(file));
}

/** @throws UnsupportedDatabase when the database is older than the SQL migrations */
async function appliedMigrations(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { exists: boolean }[] }>(
    "select to_regclass('knex_migrations') is not null as exists",
  );
  const names: string[] = rows[0]?.exists === true ? await knex('knex_migrations').pluck('name') : [];
  if (names.some((name) => name.endsWith('.ts'))) throw new UnsupportedDatabase(DEVELOPMENT_DATABASE);
  return names;
}
