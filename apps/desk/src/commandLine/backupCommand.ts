import { BackupRefused, takeBackup } from '@paydesk/embedded-database';
import { command, CommandFailure, originKeyIdOf, type CommandContext } from '@paydesk/server/command-line';
import { z } from 'zod';

const MIB = 1024 * 1024;

export const backupCommand = command({
  name: 'backup',
  summary: 'Back up the embedded database to BACKUP_DIR while the desk runs',
  options: {
    keep: { value: 'N', help: 'So many backups are kept, with this one (7); older ones are removed' },
  },
  input: z.object({ keep: z.coerce.number().int().min(1).max(1000).default(7) }),
  async run({ keep }, { settings, note }) {
    const { dataDir } = settings;
    const backupDir = backupDirOf(settings);
    const taken = await takeBackup({
      dataDir,
      backupDir,
      keep,
      facts: { secret: originKeyIdOf(settings.secret) },
      log: note,
    }).catch((error: unknown) => {
      throw error instanceof BackupRefused ? new CommandFailure(error.message) : error;
    });
    note('PAYDESK_SECRET is not in it: keep it as safely, and apart. Without it the backup is of no use.');
    if (!taken.archives)
      note('The log is not archived yet, so only this moment can be restored: restart the desk.');
    const removed = taken.removed.length === 0 ? '' : ` Removed: ${taken.removed.join(', ')}.`;
    return {
      json: taken,
      text: `${taken.folder}: ${Math.ceil(taken.bytes / MIB)} MiB.${removed}`,
    };
  },
});

/** @throws CommandFailure when there is nothing to back up, or nowhere to put it */
export function backupDirOf({ databaseUrl, backupDir }: CommandContext['settings']): string {
  if (databaseUrl !== null)
    throw new CommandFailure(
      'DATABASE_URL names a PostgreSQL of yours: back it up with pgBackRest or as its provider does (docs/operate/restore.md).',
    );
  if (backupDir === null)
    throw new CommandFailure('Set BACKUP_DIR to a folder for backups, best on another disk.');
  return backupDir;
}
