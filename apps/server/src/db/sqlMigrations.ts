import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';

/** knex's command line prints `file` for what is pending. */
export interface SqlFile {
  file: string;
}

/**
 * How long a statement of a migration waits for a lock. Everything else that needs the table waits behind it, also
 * readers and postings, so it must be short; what holds the lock may be a report that runs for minutes.
 */
const LOCK_TIMEOUT_MS = 2000;

/**
 * The `*.sql` files of a folder as migrations, in the order of their names; the name that is stored is the
 * file's. They only go forward: `down` throws.
 */
export function sqlMigrations(directory: string): Knex.MigrationSource<SqlFile> {
  return {
    async getMigrations() {
      const names = await readdir(directory);
      return names
        .filter((name) => name.endsWith('.sql'))
        .toSorted()
        .map((file) => ({ file }));
    },
    getMigrationName: ({ file }) => file,
    async getMigration({ file }) {
      const sql = await readFile(join(directory, file), 'utf8');
      return {
        up: (trx) => apply(trx, file, sql),
        down: async () => {
          throw new Error(
            `${file} cannot be rolled back: migrations only go forward. Restore a backup instead.`,
          );
        },
      };
    },
  };
}

async function apply(trx: Knex, file: string, sql: string): Promise<void> {
  try {
    await trx.raw(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    // Nothing is bound: to knex a bare question mark would be a placeholder.
    await trx.raw(sql.replaceAll('?', '\\?'));
  } catch (error) {
    // knex's message repeats the whole file.
    const { message, position } = error as { message: string; position?: string };
    const line = position === undefined ? '' : `, line ${sql.slice(0, Number(position)).split('\n').length}`;
    throw new Error(`${file}${line}: ${message.split(`${sql} - `).at(-1)}`, { cause: error });
  }
}
