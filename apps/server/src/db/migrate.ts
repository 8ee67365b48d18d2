import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { FILES } from '../base/files.ts';
import { grantToApplication } from './applicationRole.ts';
import { isLockTimeout } from './refusal.ts';
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

const source = sqlMigrations(FILES.migrations);

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

/** Another transaction has kept a lock for so long that the migrations were given up. Nothing was changed. */
export class MigrationBlocked extends Error {}

/** How often a run that did not get a lock is repeated, and the pause before it, which grows with each. */
const LOCK_ATTEMPTS = 30;
const PAUSE_STEP_MS = 500;
const LONGEST_PAUSE_MS = 5000;

export interface MigrateOptions {
  /** The role of server and worker, if it is another one than the owner; it gets its rights. */
  applicationRole?: string | null;
  /** Called with the reason each time that the migrations wait for a lock of another transaction. */
  onBlocked?: (reason: string) => void;
  /** For tests. */
  migrations?: typeof source;
  attempts?: number;
}

/**
 * Applies the migrations that are missing and returns their file names. Servers that start at once wait for
 * each other; a database that a newer version has migrated is left as it is. A desk that is running goes on: when a
 * table cannot be locked within two seconds, all is rolled back and tried again later.
 *
 * @throws UnsupportedDatabase when PostgreSQL is older than 15, or the database older than the SQL migrations
 * @throws MigrationBlocked when a lock was not free for minutes
 */
export async function migrateToLatest(
  knex: Knex,
  { applicationRole = null, onBlocked, migrations = source, attempts = LOCK_ATTEMPTS }: MigrateOptions = {},
): Promise<string[]> {
  await checkServerVersion(knex);
  return knex.transaction(async (lock) => {
    await lock.raw(
      'set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0; set local statement_timeout = 0',
    );
    await lock.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK_KEY]);
    const pending = await pendingMigrations(lock, migrations);
    const applied =
      pending.length === 0 ? [] : await applyPatiently(knex, { migrations, attempts, onBlocked });
    if (applicationRole !== null) await grantToApplication(knex, applicationRole);
    return applied;
  });
}

/** Nothing of an attempt that did not get a lock remains, so that no lock is held during the pause. */
async function applyPatiently(
  knex: Knex,
  {
    migrations,
    attempts,
    onBlocked,
  }: Required<Pick<MigrateOptions, 'migrations' | 'attempts'>> & Pick<MigrateOptions, 'onBlocked'>,
): Promise<string[]> {
  const config = { ...migrationConfig, migrationSource: migrations };
  for (let attempt = 1; ; attempt += 1) {
    try {
      // knex keeps a lock of its own in a table, where it outlives a killed process. No other server can be
      // migrating now.
      await knex.migrate.forceFreeMigrationsLock(config);
      const [, applied] = (await knex.migrate.latest(config)) as [number, string[]];
      return applied;
    } catch (error) {
      const { message, cause } = error as Error;
      if (!isLockTimeout(cause)) throw error;
      if (attempt === attempts)
        throw new MigrationBlocked(
          `${message}. Nothing was changed. Another transaction, such as a report, a backup or an export, has kept ` +
            `a lock on the table: let it end, or run this again when less is going on.`,
          { cause: error },
        );
      onBlocked?.(`${message}; trying again`);
      await pause(Math.min(PAUSE_STEP_MS * attempt, LONGEST_PAUSE_MS));
    }
  }
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
export async function pendingMigrations(knex: Knex, migrations = source): Promise<string[]> {
  const applied = await appliedMigrations(knex);
  return (await namesOf(migrations)).filter((file) => !applied.includes(file));
}

/**
 * The migrations that the database has and this version does not know: a newer version has applied them.
 *
 * @throws UnsupportedDatabase when the database is older than the SQL migrations
 */
export async function newerMigrations(knex: Knex): Promise<string[]> {
  const known = await namesOf(source);
  return (await appliedMigrations(knex)).filter((file) => !known.includes(file));
}

async function namesOf(migrations: typeof source): Promise<string[]> {
  return (await migrations.getMigrations([])).map(({ file }) => file);
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
