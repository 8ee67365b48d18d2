import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const { resolve: find } = createRequire(import.meta.url);

/** Builds and packs a package as `pnpm publish` would, into a folder of its own; returns the path of the tarball. */
export const pack = (packageFolder: string, into: string): string =>
  packedBy(into, () => run('pnpm', ['pack', '--pack-destination', into], packageFolder));

/** The tarball that `work` leaves in a new folder. */
export function packedBy(folder: string, work: () => void): string {
  mkdirSync(folder, { recursive: true });
  work();
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (file === undefined) throw new Error(`nothing was packed into ${folder}`);
  return join(folder, file);
}

/** The files of a package, in order. A changelog is there from the first release on, and left out. */
export const filesIn = (tarball: string): string[] =>
  run('tar', ['-tzf', tarball], dirname(tarball))
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''))
    .filter((path) => path !== 'CHANGELOG.md')
    .toSorted();

export const readIn = (tarball: string, path: string): string =>
  run('tar', ['-xzOf', tarball, `package/${path}`], dirname(tarball));

/** What publint finds wrong with a package. */
export async function publintFindings(tarball: string): Promise<string[]> {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
    strict: true,
  });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** What “are the types wrong” prints about a package; it has `OK (ESM)` where it looked. Fails on a problem. */
export function typesReport(tarball: string): string {
  const attw = join(dirname(find('@arethetypeswrong/cli/package.json')), 'dist/index.js');
  const options = ['--profile', 'esm-only', '--exclude-entrypoints', 'package.json', '--no-emoji'];
  return run(process.execPath, [attw, tarball, ...options], dirname(tarball));
}

/** Runs a program in a folder; returns what it printed. Fails with its output if it fails. */
export function run(command: string, words: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, words, { cwd, encoding: 'utf8', stdio: 'pipe', maxBuffer: 10_000_000 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${words.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
