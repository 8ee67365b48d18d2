import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** What `runProgram` starts for a language; null where this machine does not have it. */
export const interpreters = {
  py: commandOf(['python3', '-c', 'import sys; assert sys.version_info >= (3, 9)']),
  php: commandOf(['php', '-r', 'exit(PHP_MAJOR_VERSION >= 8 ? 0 : 1);']),
};

/** Runs a program as a reader would; answers what it printed. @throws Error with its output if it fails */
export async function runProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env },
    timeout: 60_000,
  });
  return stdout;
}

function commandOf([command = '', ...check]: string[]): string | null {
  return spawnSync(command, check, { stdio: 'ignore' }).status === 0 ? command : null;
}
