import { z } from 'zod';
import type { Settings } from '../base/settings.ts';
import { UsageError } from './failure.ts';

export interface Option {
  /** What stands for the value in the help, such as `USD`; a flag has none. */
  value?: string;
  help: string;
  required?: true;
}

/** What a command works with. */
export interface Surroundings {
  settings: Settings;
  /** Tells a person how far things are; on stderr. */
  say(text: string): void;
  /** Replaces the last such line on a terminal; otherwise says nothing. */
  sayOver(text: string): void;
  /** All of standard input, or one line typed without echo on a terminal. */
  readSecret(prompt: string): Promise<string>;
  /** Rejects with `Interrupted` when the process is asked to stop. */
  interrupted: Promise<never>;
}

/** What a command has to show. */
export interface Outcome {
  /** With `--json`. */
  json: unknown;
  /** For people. */
  text: string;
  /** 0 unless told. */
  exitCode?: number;
}

interface Definition<Input> {
  name: string;
  /** One line, for the list of commands. */
  summary: string;
  /** The one argument that is no option, if the command takes one. */
  argument?: { name: string; help: string };
  options: Record<string, Option>;
  /** Reads the options by their names (a dash and a letter become a capital), and the argument by its own. */
  input: z.ZodType<Input>;
  run(input: Input, surroundings: Surroundings): Promise<Outcome>;
}

export interface Command extends Pick<Definition<unknown>, 'name' | 'summary' | 'argument' | 'options'> {
  /** @throws UsageError when a value is missing or wrong */
  prepare(values: Record<string, unknown>): (surroundings: Surroundings) => Promise<Outcome>;
}

/** Ties a command's way of reading its input to its work. */
export function command<Input>({ input, run, ...described }: Definition<Input>): Command {
  return {
    ...described,
    prepare(values) {
      const parsed = input.safeParse(values);
      if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
      return async (surroundings) => await run(parsed.data, surroundings);
    },
  };
}

/** `idempotency-key` is read as `idempotencyKey`. */
export const camelCase = (option: string): string =>
  option.replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
