import { finishRestore, restoreBackup, RestoreRefused } from '@paydesk/embedded-database';
import {
  command,
  CommandFailure,
  migrate,
  originKeyIdOf,
  recordRestored,
  verifyCommand,
  type CommandContext,
} from '@paydesk/server/command-line';
import { z } from 'zod';
import { backupDirOf } from './backupCommand.ts';

export const restoreCommand = command({
  name: 'restore',
  summary:
    'Restore the embedded database from BACKUP_DIR, to its end or to a time; then put it on record, stop payouts and verify it',
  options: {
    to: { value: 'TIME', help: 'Such as 2026-11-29T10:15:00Z; if left out, all that was archived' },
    backup: { value: 'NAME', help: 'A folder in BACKUP_DIR; if left out, the newest from before TIME' },
    timeline: {
      value: 'NUMBER',
      help: 'Which time after an earlier restore is followed; if left out, the latest',
    },
    'take-archive': {
      help: 'Go on with the archive in BACKUP_DIR although it belongs to another desk, which must never run again',
    },
    'move-aside': { help: 'Keep the database that is there under another name' },
    against: { value: 'FILE', help: 'Exported seals, for the verification' },
    note: { value: 'TEXT', help: 'Why, for the audit log' },
  },
  input: z.object({
    to: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional(),
    backup: z.string().min(1).optional(),
    timeline: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'must be the number of a timeline')
      .transform(Number)
      .optional(),
    moveAside: z.boolean().default(false),
    takeArchive: z.boolean().default(false),
    against: z.string().min(1).optional(),
    note: z.string().trim().min(3).max(2000).default('Restored from a backup'),
  }),
  async run({ to = null, backup = null, timeline = null, against, note: reason, ...chosen }, context) {
    const { settings, note } = context;
    const { dataDir } = settings;
    const backupDir = backupDirOf(settings);
    const restored = await restoreBackup({
      dataDir,
      backupDir,
      name: backup,
      to,
      timeline,
      ...chosen,
      checkFacts: ({ secret }) => requireSecret(settings, secret),
      log: note,
    }).catch((error: unknown) => {
      throw error instanceof RestoreRefused ? new CommandFailure(error.message) : error;
    });
    if (restored.movedTo !== null) note(`The database that was there is in ${restored.movedTo}`);
    if (restored.notArchived !== null) note(`This desk archives nothing: ${restored.notArchived}`);
    await migrate(context);
    const record = await recordRestored(
      { to: earliest(restored.restoredTo, new Date()), note: reason },
      context,
    );
    finishRestore(dataDir);
    note('Verifying …');
    const verdict = await verifyCommand.prepare({ against })(context);
    return {
      json: { ...restored, record, verified: verdict.json },
      text:
        `${verdict.text}\n\nRestored to ${record.restoredTo.toISOString()}. Payouts are stopped until staff resume ` +
        'them: see docs/operate/restore.md before you start the desk.' +
        (restored.notArchived === null ? ' Then run “paydesk backup”.' : ''),
      exitCode: verdict.exitCode ?? 0,
    };
  },
});

const earliest = (one: Date, other: Date): Date => (one < other ? one : other);

/** @throws CommandFailure when the rows of the backup were signed with a secret that is not known here */
function requireSecret({ secret, formerSecrets }: CommandContext['settings'], id: string | undefined): void {
  if (id === undefined || [secret, ...formerSecrets].some((one) => originKeyIdOf(one) === id)) return;
  throw new CommandFailure(
    'The backup belongs to another PAYDESK_SECRET. Set that one first, or name it in PAYDESK_FORMER_SECRETS: the desk would take no row for its own.',
  );
}
