import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastBackupAt, otherOwner, walFolder } from '@paydesk/data-folder';
import type { Knex } from 'knex';
import type { Settings } from '../../base/settings.ts';
import { type Check, failed, ok, type CheckResult, unlessSimulated, warning } from '../check.ts';

const HOUR_MS = 3_600_000;
/** One a day, with some delay. */
const OLD_HOURS = 36;
const TOO_OLD_HOURS = 8 * 24;

/** Of the embedded database; of another one the desk cannot know. */
export const backupChecks: readonly Check[] = [
  {
    name: 'backup',
    title: 'The embedded database is backed up',
    advice:
      'Set BACKUP_DIR to a folder of this desk alone, restart the desk, and run paydesk backup every day.',
    link: 'docs/operate/restore.md#the-embedded-database',
    needsDatabase: false,
    async run({ settings }, knex) {
      const { backupDir, dataDir } = settings;
      if (backupDir === null)
        return (await isEmbedded(settings))
          ? unlessSimulated(settings, 'BACKUP_DIR is not set.')
          : ok('The database is your own PostgreSQL, whose backups are not looked at.');
      const other = knex === null ? null : otherOwner(await archiveIn(backupDir, knex), dataDir);
      // The backups there are not of this database, although they look like it.
      if (other !== null)
        return failed(
          `Nothing is archived: BACKUP_DIR belongs to the desk in ${other.dataDir} on ${other.host}, of which this is a copy.`,
        );
      const last = await lastBackupAt(backupDir).catch(() => undefined);
      if (last === undefined) return failed('The folder of BACKUP_DIR cannot be read.');
      if (last === null) return failed('There is no backup yet.');
      const age = ofAge((Date.now() - last.getTime()) / HOUR_MS);
      if (age.state !== 'ok' || knex === null) return age;
      const { rows } = await knex.raw<{ rows: { mode: string; stuck: boolean }[] }>(
        `select current_setting('archive_mode') as mode,
                coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as stuck
         from pg_stat_archiver`,
      );
      if (rows[0]?.stuck) return failed('The log cannot be archived: the log of PostgreSQL says why.');
      return rows[0]?.mode === 'off'
        ? warning(`${age.found} The log is not archived: a restore loses all since then.`)
        : age;
    },
  },
];

async function archiveIn(backupDir: string, knex: Knex): Promise<string> {
  const { rows } = await knex.raw<{ rows: { system: string }[] }>(
    'select system_identifier::text as system from pg_control_system()',
  );
  return walFolder(backupDir, rows[0]?.system ?? '');
}

/** Server and worker of a desk with the embedded database get its address as if it were another one's. */
async function isEmbedded({ dataDir, databaseUrl }: Settings): Promise<boolean> {
  if (databaseUrl === null) return true;
  const file = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  // Its fourth line is the port.
  return file.split('\n')[3] === new URL(databaseUrl).port;
}

function ofAge(hours: number): CheckResult {
  const found = `The last backup is ${Math.round(hours)} hours old.`;
  if (hours > TOO_OLD_HOURS) return failed(found);
  return hours > OLD_HOURS ? warning(found) : ok(found);
}
