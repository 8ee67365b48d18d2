/** The command line, for a program that adds a database of its own, a simulator and further commands. */
export { command } from '../cli/command.ts';
export { commands } from '../cli/commands/index.ts';
export { CommandFailure, UsageError } from '../cli/failure.ts';
export { program as serverProgram } from '../cli/program.ts';
export { runCommandLine, type Program } from '../cli/runCommandLine.ts';
export { runOnTerminal } from '../cli/terminal.ts';
export { withContext, withDatabase } from '../cli/withContext.ts';
