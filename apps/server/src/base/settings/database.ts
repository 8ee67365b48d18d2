import { resolve } from 'node:path';
import { z } from 'zod';
import { FILES } from '../files.ts';
import { databaseUrl, type Environment } from './fields.ts';

/** The database, the folder of the embedded one, and its backups. */
export const databaseVariables = {
  DATABASE_URL: databaseUrl,
  DIRECT_DATABASE_URL: databaseUrl,
  READ_DATABASE_URL: databaseUrl,
  READ_DATABASE_MAX_LAG_MS: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number of milliseconds')
    .transform(Number)
    .refine((ms) => ms >= 10, 'must be at least 10 milliseconds')
    .default(300),
  MIGRATION_DATABASE_URL: databaseUrl,
  PAYDESK_DATA_DIR: z.string().default('.paydesk'),
  BACKUP_DIR: z.string().optional(),
  DEMO: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
};

export interface DatabaseSettings {
  /** Null: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | null;
  /** The same database without the pooler that `databaseUrl` then leads to; null: there is no pooler. */
  directDatabaseUrl: string | null;
  /** The standbys that lists are read from, and how far they may be behind; without an address there are none. */
  readDatabase: { url: string | null; maxLagMs: number };
  /** The same database, for the role that owns its tables; null: there is one role for everything. */
  migrationDatabaseUrl: string | null;
  /** Absolute path. */
  dataDir: string;
  /** Absolute path of the folder that the embedded PostgreSQL is backed up to; null: none. */
  backupDir: string | null;
  /** Fills an empty database with demo data; never true with a `DATABASE_URL`. */
  demo: boolean;
}

type Given = z.output<z.ZodObject<typeof databaseVariables>>;

export const databaseSettings = (env: Given): DatabaseSettings => ({
  databaseUrl: env.DATABASE_URL ?? null,
  directDatabaseUrl: env.DIRECT_DATABASE_URL ?? null,
  readDatabase: { url: env.READ_DATABASE_URL ?? null, maxLagMs: env.READ_DATABASE_MAX_LAG_MS },
  migrationDatabaseUrl: env.MIGRATION_DATABASE_URL ?? null,
  dataDir: resolve(FILES.home, env.PAYDESK_DATA_DIR),
  backupDir: env.BACKUP_DIR === undefined ? null : resolve(FILES.home, env.BACKUP_DIR),
  demo: env.DEMO === '1' && env.DATABASE_URL === undefined,
});

/** Further addresses of a database that is not named. */
export function databaseMistakes(given: Environment): string[] {
  if (given['DATABASE_URL'] !== undefined) return [];
  const mistakes: string[] = [];
  if (given['MIGRATION_DATABASE_URL'] !== undefined)
    mistakes.push(
      'MIGRATION_DATABASE_URL is set without DATABASE_URL: set both, or neither for the embedded database',
    );
  if (given['DIRECT_DATABASE_URL'] !== undefined)
    mistakes.push(
      'DIRECT_DATABASE_URL is set without DATABASE_URL: set both behind a pooler, else DATABASE_URL alone',
    );
  if (given['READ_DATABASE_URL'] !== undefined)
    mistakes.push('READ_DATABASE_URL is set without DATABASE_URL: it names the standbys of that database');
  return mistakes;
}

/** What the data folder would hold. With a new secret, what was signed with another is no longer the desk’s own. */
export function missingWithoutDataFolder({ DATABASE_URL, PAYDESK_SECRET }: Environment): string[] {
  const mistakes: string[] = [];
  if (DATABASE_URL === undefined) mistakes.push('DATABASE_URL is needed: a PostgreSQL, 15 or newer');
  if (PAYDESK_SECRET === undefined)
    mistakes.push(
      'PAYDESK_SECRET is needed, the same for all servers, workers and commands of a desk (a new one: openssl rand -base64 48)',
    );
  return mistakes;
}
