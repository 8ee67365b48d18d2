import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runAs } from './account.ts';
import type { Cluster } from './cluster.ts';

/**
 * Makes a new, empty cluster. It is made under another name and renamed when it is whole, so that an
 * interruption leaves nothing that looks like a database.
 * @param extraFlags for `initdb`, such as `--no-sync` for a throw-away cluster
 */
export async function initialiseCluster(
  cluster: Cluster,
  superuserPassword: string,
  { signal, extraFlags = [] }: { signal?: AbortSignal | undefined; extraFlags?: string[] } = {},
): Promise<void> {
  removeUnfinished(cluster.directory);
  const draft = `${cluster.directory}.unfinished-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.pw`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600, flag: 'wx' });
  if (cluster.account) {
    chownSync(draft, cluster.account.uid, cluster.account.gid);
    chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
  }
  try {
    await runInitdb(cluster, [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...extraFlags], signal);
    signal?.throwIfAborted();
    renameSync(draft, cluster.directory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function removeUnfinished(directory: string): void {
  const prefix = `${basename(directory)}.unfinished-`;
  for (const name of readdirSync(dirname(directory))) {
    if (name.startsWith(prefix)) rmSync(join(dirname(directory), name), { recursive: true, force: true });
  }
}

function runInitdb(cluster: Cluster, flags: string[], signal: AbortSignal | undefined): Promise<void> {
  // The built-in locale sorts the same on every machine and needs none of the system's locales.
  const fixed = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // Its own process group: a terminal's Ctrl-C reaches us alone, and we end the whole group.
    const child = spawn(cluster.binaries.initdb, [...fixed, ...flags], {
      ...runAs(cluster.account),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    const abort = () => {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', abort, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve();
      else
        reject(new Error(`The database could not be made (initdb ended with ${code}):\n${complaint.trim()}`));
    });
  });
}
