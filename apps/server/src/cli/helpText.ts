import { PROGRAM } from '../base/files.ts';
import type { Command, Option } from './command.ts';
import { table } from './table.ts';

/** The list of all commands. */
export function helpOfAll(commands: readonly Command[]): string {
  const list = table(commands.map(({ name, summary }) => [`  ${name}`, summary]));
  return `Usage: ${PROGRAM} <command> [options]\n\nCommands:\n${list}\n\nEach command takes --json (for programs) and --help.\nExit codes: 0 done, 1 refused or failed, 2 something is wrong or missing (verify, reconcile, migrate --check), 64 not understood.\n`;
}

/** How one command is used. */
export function helpOf({ name, summary, argument, options }: Command): string {
  const all: [string, Option][] = [
    ...Object.entries(options),
    ['json', { help: 'Print the result as JSON' }],
    ['help', { help: 'Show this' }],
  ];
  const usage = [
    name,
    ...(argument === undefined ? [] : [`<${argument.name}>`]),
    ...Object.entries(options).map(([option, about]) => usageOf(option, about)),
  ];
  const rows = all.map(([option, about]) => [
    `  ${flag(option, about)}`,
    about.help + (about.required ? ' (required)' : ''),
  ]);
  if (argument !== undefined) rows.unshift([`  <${argument.name}>`, argument.help]);
  return `${summary}\n\nUsage: ${PROGRAM} ${usage.join(' ')}\n\n${table(rows)}\n`;
}

const flag = (name: string, { value }: Option) => (value === undefined ? `--${name}` : `--${name} ${value}`);
const usageOf = (name: string, option: Option) =>
  option.required ? flag(name, option) : `[${flag(name, option)}]`;
