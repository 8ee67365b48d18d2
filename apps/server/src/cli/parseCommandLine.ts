import { parseArgs } from 'node:util';
import { camelCase, type Command } from './command.ts';
import { UsageError } from './failure.ts';

export interface ParsedCommandLine {
  wantsJson: boolean;
  wantsHelp: boolean;
  /** Options and the argument by their names in camelCase; what was not given is missing. */
  values: Record<string, unknown>;
}

/**
 * Reads the words after a command's name.
 * @throws UsageError for unknown options, missing ones, and superfluous words
 */
export function parseCommandLine(command: Command, words: string[]): ParsedCommandLine {
  const { values, positionals } = parse(command, words);
  const { json, help, ...given }: Record<string, unknown> = values;
  if (help === true) return { wantsJson: json === true, wantsHelp: true, values: {} };
  const named = Object.fromEntries(Object.entries(given).map(([name, value]) => [camelCase(name), value]));
  const missing = Object.entries(command.options)
    .filter(([name, { required }]) => required && given[name] === undefined)
    .map(([name]) => `--${name}`);
  if (missing.length > 0) throw new UsageError(`${missing.join(' and ')} must be given`);
  return {
    wantsJson: json === true,
    wantsHelp: false,
    values: { ...named, ...argumentOf(command, positionals) },
  };
}

function parse({ options }: Command, args: string[]) {
  const known = Object.entries(options).map(
    ([name, { value }]) =>
      [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }] as const,
  );
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      strict: true,
      options: {
        ...Object.fromEntries(known),
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Its messages are sentences already: "Unknown option '--x'. …".
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function argumentOf({ name, argument }: Command, words: string[]): Record<string, string> {
  const [word, ...more] = words;
  if (argument === undefined) {
    if (word !== undefined) throw new UsageError(`${name} takes no argument; “${word}” is superfluous`);
    return {};
  }
  if (word === undefined) throw new UsageError(`${name} needs <${argument.name}>: ${argument.help}`);
  if (more.length > 0) throw new UsageError(`${name} takes one <${argument.name}>, not ${words.length}`);
  return { [argument.name]: word };
}
