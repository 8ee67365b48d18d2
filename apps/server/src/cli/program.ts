import { databaseUrlOf } from '../db/databaseUrl.ts';
import { commands } from './commands/index.ts';
import type { Program } from './runCommandLine.ts';

/** The command line of an installation with a database of its own, which `DATABASE_URL` leads to. */
export const program: Program = {
  commands,
  services: {
    openDatabase: async (settings) => ({ url: databaseUrlOf(settings), close: async () => {} }),
    startProvider: async () => null,
  },
};
