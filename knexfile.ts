import type { Knex } from 'knex';
import { loadSettings } from './apps/server/src/base/settings.ts';
import { embeddedDatabase } from './packages/embedded-database/src/embeddedDatabase.ts';
import { migrationConfig } from './apps/server/src/db/migrate.ts';

/**
 * For the knex command line (`npx -y pnpm@12 knex migrate:status`, `migrate:latest`). It uses MIGRATION_DATABASE_URL or DATABASE_URL, or
 * the embedded database of a desk that is running. How migrations are written: docs/operations.md.
 */
const config: Knex.Config = {
  client: 'pg',
  connection: () => {
    const settings = loadSettings();
    const url =
      settings.migrationDatabaseUrl ??
      settings.directDatabaseUrl ??
      settings.databaseUrl ??
      embeddedDatabase({ dataDir: settings.dataDir }).runningUrl();
    if (!url)
      throw new Error('The embedded database is not running. Start the desk first, or set DATABASE_URL.');
    return { connectionString: url };
  },
  migrations: migrationConfig,
};

export default config;
