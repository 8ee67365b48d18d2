import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Fixed, so that the caller's environment decides nothing here; `useradd` is in the folders of root. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An unprivileged account that PostgreSQL runs under, because it refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
  name: string;
}

/** What `spawn` needs to run a program under the account: nothing when that is ourselves. */
export function runAs(account: Account | null): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: Record<string, string>;
} {
  return {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    // The account may not be able to enter our working directory.
    cwd: '/',
    // No PG* variable and no locale of the caller's shell may change what the database does.
    env: { PATH: searchPath, LC_ALL: 'C', TZ: 'UTC' },
  };
}

/**
 * The account to run under: null for an ordinary user (runs as itself). For root it is the owner of data that
 * is there already, else `paydesk` or `postgres` if the system has one, else a newly made `paydesk`, else
 * `nobody`.
 */
export function chooseAccount(existingData: string | null): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existingData !== null) {
    const { uid, gid } = statSync(existingData);
    if (uid !== 0) return { uid, gid, name: `uid ${uid}` };
  }
  const account =
    findAccount('paydesk') ?? findAccount('postgres') ?? createAccount('paydesk') ?? findAccount('nobody');
  if (!account) {
    throw new Error(
      'PostgreSQL does not run as root, and no account to run it under could be found or made. Create one with: useradd --system postgres',
    );
  }
  return account;
}

/**
 * Whether the account can enter `folder` and own files in it (false for a folder under /root, some network
 * drives).
 */
export function accountCanUse(account: Account, folder: string): boolean {
  const probe = mkdtempSync(join(folder, 'probe-'));
  try {
    chownSync(probe, account.uid, account.gid);
    const touched = spawnSync('/bin/sh', ['-c', 'cd -- "$1" && : > probe', 'sh', probe], runAs(account));
    return touched.status === 0;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

function findAccount(name: string): Account | null {
  const ask = (what: string) => {
    const answer = spawnSync('id', [what, name], { encoding: 'utf8', env: { PATH: searchPath } });
    return answer.status === 0 ? Number(answer.stdout) : 0;
  };
  const uid = ask('-u');
  return uid > 0 ? { uid, gid: ask('-g'), name } : null;
}

function createAccount(name: string): Account | null {
  const flags = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ];
  spawnSync('useradd', [...flags, name], { env: { PATH: searchPath } });
  // Looked up, not assumed: another start may have made the account at the same moment.
  return findAccount(name);
}
