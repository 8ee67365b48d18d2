import { z } from 'zod';
import { applicationRoleOf } from '../../db/applicationRole.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { command } from '../command.ts';
import { withDatabase } from '../withContext.ts';

export const migrateCommand = command({
  name: 'migrate',
  summary: 'Bring the database up to date',
  options: {},
  input: z.object({}),
  async run(_input, context) {
    const applied = await withDatabase(
      context,
      'owner',
      async (knex, { url, migrationUrl }) =>
        await migrateToLatest(knex, { applicationRole: applicationRoleOf(url, migrationUrl) }),
    );
    return {
      json: { applied },
      text:
        applied.length === 0
          ? 'The database is up to date.'
          : `Applied:\n${applied.map((file) => `  ${file}`).join('\n')}`,
    };
  },
});
