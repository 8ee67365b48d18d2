import { databaseUrlOf } from '../db/databaseUrl.ts';
import { commands } from './commands/index.ts';
import type { Program } from './runCommandLine.ts';

/** The command line of an installation with a database of its own, which `DATABASE_URL` leads to. */
export const program: Program = {
  commands,
  services: {
    openDatabase: async (settings) => {
      const url = databaseUrlOf(settings);
      return { url, migrationUrl: settings.migrationDatabaseUrl ?? url, close: async () => {} };
    },
    startProvider: async () => null,
  },
};
