import { DomainError } from '../base/domainError.ts';
import { SettingsError, type Settings } from '../base/settings.ts';
import { MigrationBlocked, UnsupportedDatabase } from '../db/migrate.ts';
import type { Command, CommandContext, Services } from './command.ts';
import { CommandFailure, Interrupted, UsageError } from './failure.ts';
import { helpOf, helpOfAll } from './helpText.ts';
import { parseCommandLine } from './parseCommandLine.ts';

/** The commands that can be run, and what they need from outside. */
export interface Program {
  commands: readonly Command[];
  services: Services;
}

/** Where a command line is run. */
export interface Terminal extends Omit<CommandContext, 'settings' | 'services'> {
  loadSettings(): Settings;
  out(text: string): void;
  err(text: string): void;
}

const EXIT = { done: 0, failed: 1, usage: 64, interrupted: 130 } as const;

/** Runs one command line (without the program's name). Returns the exit code. */
export async function runCommandLine(
  words: string[],
  { commands, services }: Program,
  terminal: Terminal,
): Promise<number> {
  const [name] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? terminal.err : terminal.out)(helpOfAll(commands));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const found = findCommand(commands, words);
  if (found !== undefined)
    return await run(found, words.slice(found.name.split(' ').length), services, terminal);
  const inGroup = commands.filter((command) => command.name.startsWith(`${name} `));
  terminal.err(
    inGroup.length > 0
      ? `“${name}” is followed by one of: ${inGroup.map((command) => command.name.slice(name.length + 1)).join(', ')}.\n`
      : `There is no command “${name}”.\n\n${helpOfAll(commands)}`,
  );
  return EXIT.usage;
}

/** A name is one word, or two such as `staff invite`. */
const findCommand = (commands: readonly Command[], words: readonly string[]): Command | undefined =>
  commands.find(({ name }) => name === words.slice(0, 2).join(' ')) ??
  commands.find(({ name }) => name === words[0]);

async function run(
  command: Command,
  words: string[],
  services: Services,
  terminal: Terminal,
): Promise<number> {
  // Read first, so that a program gets JSON even when its options are wrong.
  const wantsJson = words.includes('--json');
  try {
    const { wantsHelp, values } = parseCommandLine(command, words);
    if (wantsHelp) {
      terminal.out(helpOf(command));
      return EXIT.done;
    }
    const work = command.prepare(values);
    const { json, text, exitCode } = await work({ ...terminal, services, settings: terminal.loadSettings() });
    terminal.out(wantsJson ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`);
    return exitCode ?? EXIT.done;
  } catch (error) {
    const { reason, message, exitCode } = describe(error);
    if (wantsJson) terminal.out(`${JSON.stringify({ error: { reason, message } }, null, 2)}\n`);
    else
      terminal.err(
        `${message}${error instanceof DomainError ? ` (${reason})` : ''}\n${error instanceof UsageError ? `\n${helpOf(command)}` : ''}`,
      );
    return exitCode;
  }
}

function describe(error: unknown): { reason: string; message: string; exitCode: number } {
  if (error instanceof DomainError)
    return { reason: error.reason, message: sentence(error.message), exitCode: EXIT.failed };
  if (error instanceof UsageError) return { reason: 'USAGE', message: error.message, exitCode: EXIT.usage };
  if (error instanceof Interrupted)
    return { reason: 'INTERRUPTED', message: 'Stopped.', exitCode: EXIT.interrupted };
  if (error instanceof SettingsError)
    return { reason: 'SETTINGS', message: error.message, exitCode: EXIT.failed };
  if (
    error instanceof CommandFailure ||
    error instanceof UnsupportedDatabase ||
    error instanceof MigrationBlocked
  )
    return { reason: 'REFUSED', message: error.message, exitCode: EXIT.failed };
  return { reason: 'FAILED', message: unexpected(error), exitCode: EXIT.failed };
}

const sentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** A database that does not answer is explained; any other error is a defect and shows where it arose. */
function unexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', '28P01', '3D000'].includes(code))
    return `The database cannot be used: ${error.message || code}`;
  return code === '' && error.constructor === Error ? error.message : (error.stack ?? error.message);
}
