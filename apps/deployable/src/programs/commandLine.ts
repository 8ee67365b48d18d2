import { command, runOnTerminal, serverProgram, UsageError } from '@paydesk/server/command-line';
import { z } from 'zod';

/** For the help: `paydesk` itself runs them when they are called without options. */
const programs = [
  ['serve', 'Run a server until it is stopped'],
  ['worker', 'Run a worker until it is stopped'],
] as const;

process.exitCode = await runOnTerminal({
  ...serverProgram,
  commands: [
    ...programs.map(([name, summary]) =>
      command({
        name,
        summary,
        options: {},
        input: z.strictObject({}),
        run: async () => {
          throw new UsageError(`“${name}” takes no options: settings are environment variables`);
        },
      }),
    ),
    ...serverProgram.commands,
  ],
});
