import { z } from 'zod';
import type { Settings } from '../base/settings.ts';
import { UsageError } from './failure.ts';

export interface Option {
  /** Placeholder of the value in the help, such as `USD`; a flag has none. */
  value?: string;
  help: string;
  required?: true;
}

/** A database that is available. */
export interface OpenDatabase {
  url: string;
  /** For the role that owns the tables; the same address when one role does everything. */
  migrationUrl: string;
  close(): Promise<unknown>;
}

/**
 * What a command needs from outside. The server alone has the database at `DATABASE_URL` and the provider; a
 * desk on one machine adds a database and a provider of its own.
 */
export interface Services {
  /**
   * Makes a database available for as long as a command runs. `note` receives what a person should know.
   * @throws Error when there is none
   */
  openDatabase(settings: Settings, note: (text: string) => void): Promise<OpenDatabase>;
  /** Makes sure that the provider answers. Returns what was started for it, or null. */
  startProvider(settings: Settings): Promise<{ close(): Promise<void> } | null>;
}

/** What a command works with. */
export interface CommandContext {
  settings: Settings;
  services: Services;
  /** Shows a person what happens; on stderr. */
  note(text: string): void;
  /** Replaces the last such line on a terminal; elsewhere nothing is shown. */
  progress(text: string): void;
  /** All of standard input, or one line typed without echo on a terminal. */
  readSecret(prompt: string): Promise<string>;
  /** Rejects with `Interrupted` when the process is asked to stop. */
  interrupted: Promise<never>;
}

/** What a command prints. */
export interface CommandResult {
  /** With `--json`. */
  json: unknown;
  /** For people. */
  text: string;
  /** 0 when left out. */
  exitCode?: number;
}

interface Definition<Input> {
  /** One word, or two: what it is about and what is done, such as `staff invite`. */
  name: string;
  /** One line, for the list of commands. */
  summary: string;
  /** The one argument that is no option, if the command takes one. */
  argument?: { name: string; help: string };
  options: Record<string, Option>;
  /** Reads the options by their names (a dash and a letter become a capital), and the argument by its own. */
  input: z.ZodType<Input>;
  run(input: Input, context: CommandContext): Promise<CommandResult>;
}

export interface Command extends Pick<Definition<unknown>, 'name' | 'summary' | 'argument' | 'options'> {
  /** @throws UsageError when a value is missing or wrong */
  prepare(values: Record<string, unknown>): (context: CommandContext) => Promise<CommandResult>;
}

/** Defines a command: its input is checked before its work begins. */
export function command<Input>({ input, run, ...described }: Definition<Input>): Command {
  return {
    ...described,
    prepare(values) {
      const parsed = input.safeParse(values);
      if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
      return async (context) => await run(parsed.data, context);
    },
  };
}

/** `idempotency-key` is read as `idempotencyKey`. */
export const camelCase = (option: string): string =>
  option.replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());

/** The value of an option with several words, separated by commas. */
export const commaSeparated = z.string().transform((list) =>
  list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);
