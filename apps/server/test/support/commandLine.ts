import type { Settings } from '../../src/base/settings.ts';
import { runCommandLine, type Program } from '../../src/cli/runCommandLine.ts';

/** A command line that a test types into and reads from. */
export interface TestCommandLine {
  /** What was written since the last `clear`. */
  out: string;
  err: string;
  /** What is typed at the next question for a secret. */
  typed: string;
  /** Runs `paydesk` with these words; returns the exit code. */
  run(...words: string[]): Promise<number>;
  clear(): void;
}

export function testCommandLine(program: Program, settings: Settings): TestCommandLine {
  const line: TestCommandLine = {
    out: '',
    err: '',
    typed: '',
    run: async (...words) =>
      await runCommandLine(words, program, {
        loadSettings: () => settings,
        interrupted: new Promise(() => {}),
        readSecret: async () => line.typed,
        out: (text) => void (line.out += text),
        err: (text) => void (line.err += text),
        note: (text) => void (line.err += `${text}\n`),
        progress() {},
      }),
    clear: () => void Object.assign(line, { out: '', err: '' }),
  };
  return line;
}
