import { z } from 'zod';
import { applicationRoleOf } from '../../db/applicationRole.ts';
import { checkServerVersion, migrateToLatest, newerMigrations, pendingMigrations } from '../../db/migrate.ts';
import { command, type CommandContext, type CommandResult } from '../command.ts';
import { withDatabase } from '../withContext.ts';

const PENDING = 2;

export const migrateCommand = command({
  name: 'migrate',
  summary: 'Bring the database up to date',
  options: {
    check: { help: 'Say what would be applied, and change nothing; exit code 2 if anything is missing' },
  },
  input: z.object({ check: z.boolean().optional() }),
  run: async ({ check }, context) => (check === true ? await report(context) : await migrate(context)),
});

/** Applies what is missing. */
export async function migrate(context: CommandContext): Promise<CommandResult> {
  const applied = await withDatabase(
    context,
    'owner',
    async (knex, { url, migrationUrl }) =>
      await migrateToLatest(knex, {
        applicationRole: applicationRoleOf(url, migrationUrl),
        onBlocked: (reason) => context.note(reason),
      }),
  );
  return {
    json: { applied },
    text: applied.length === 0 ? 'The database is up to date.' : `Applied:\n${list(applied)}`,
  };
}

async function report(context: CommandContext): Promise<CommandResult> {
  const { pending, newer } = await withDatabase(context, 'owner', async (knex) => {
    await checkServerVersion(knex);
    return { pending: await pendingMigrations(knex), newer: await newerMigrations(knex) };
  });
  const ofNewer = newer.length === 0 ? '' : `\nA newer version has applied:\n${list(newer)}`;
  return {
    json: { pending, newer },
    text: `${pending.length === 0 ? 'The database is up to date.' : `Would be applied:\n${list(pending)}`}${ofNewer}`,
    exitCode: pending.length === 0 ? 0 : PENDING,
  };
}

const list = (files: readonly string[]) => files.map((file) => `  ${file}`).join('\n');
