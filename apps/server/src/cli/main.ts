import { program } from './program.ts';
import { runOnTerminal } from './terminal.ts';

process.exitCode = await runOnTerminal(program);
