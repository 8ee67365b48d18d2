import { embeddedDatabase } from '@paydesk/embedded-database';
import { commands, type Program } from '@paydesk/server/command-line';
import { directUrlsOf } from '@paydesk/server/database';
import { startSimulator } from '../simulator/startSimulator.ts';
import { demoCommand } from './demoCommand.ts';
import { sandboxCommand } from './sandboxCommand.ts';

/**
 * The command line of a desk on this machine, which works beside a running desk and without one: the embedded
 * database is stopped again if no other process uses it, and the simulator runs for as long as the command.
 */
export const program: Program = {
  commands: [...commands, demoCommand, sandboxCommand],
  services: {
    async openDatabase(settings, note) {
      const urls = directUrlsOf(settings);
      if (urls !== null) return { ...urls, close: async () => {} };
      const { url, applicationUrl, startedHere, stop } = await embeddedDatabase({
        dataDir: settings.dataDir,
        log: note,
      }).ensureRunning();
      if (startedHere) note('Started PostgreSQL for this command');
      return { url: applicationUrl, migrationUrl: url, close: stop };
    },
    startProvider: startSimulator,
  },
};
