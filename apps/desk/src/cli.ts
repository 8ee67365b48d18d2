import { runOnTerminal } from '@paydesk/server/command-line';
import { program } from './commandLine/program.ts';

/** `pnpm paydesk …` */
process.exitCode = await runOnTerminal(program);
