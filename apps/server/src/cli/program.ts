import { databaseUrlOf, directUrlsOf } from '../db/databaseUrl.ts';
import { commands } from './commands/index.ts';
import type { Program } from './runCommandLine.ts';

/** The command line of an installation with a database of its own, which `DATABASE_URL` leads to. */
export const program: Program = {
  commands,
  services: {
    openDatabase: async (settings) => {
      const only = databaseUrlOf(settings);
      return { ...(directUrlsOf(settings) ?? { url: only, migrationUrl: only }), close: async () => {} };
    },
    startProvider: async () => null,
  },
};
