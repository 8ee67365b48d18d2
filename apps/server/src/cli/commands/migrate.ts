import { z } from 'zod';
import { migrateToLatest } from '../../db/migrate.ts';
import { command } from '../command.ts';
import { withDatabase } from '../withContext.ts';

export const migrateCommand = command({
  name: 'migrate',
  summary: 'Bring the database up to date',
  options: {},
  input: z.object({}),
  async run(_input, context) {
    const applied = await withDatabase(context, migrateToLatest);
    return {
      json: { applied },
      text:
        applied.length === 0
          ? 'The database is up to date.'
          : `Applied:\n${applied.map((file) => `  ${file}`).join('\n')}`,
    };
  },
});
