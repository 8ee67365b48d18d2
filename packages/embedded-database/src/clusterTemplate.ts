import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { makeDataDir, withFileLock } from '@paydesk/data-folder';
import type { ClusterState } from './cluster.ts';
import { applicationUrl, deskUrl, ensureDeskDatabase } from './deskDatabase.ts';
import { initialiseCluster } from './initialise.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import { stopWithParent } from './stopWithParent.ts';
import { claimScratchPlace, clusterIn, FAST_SETTINGS, flagsOf } from './scratchPlace.ts';

/** Another process that fills the same template on a slow machine is what this one may have to wait for. */
const lockTimeoutMs = 300_000;
/** Templates that were not used for this long are removed when a new one is made. */
const unusedMs = 14 * 24 * 3_600_000;

/** Addresses of the desk's database in a running PostgreSQL. */
export interface DatabaseUrls {
  /** For the role that owns the tables. */
  url: string;
  /** For the role of server and worker. */
  applicationUrl: string;
  /** For PostgreSQL's own superuser, which can change what no role of the desk can. */
  superuserUrl: string;
}

/** A stopped PostgreSQL with a filled database, to be copied. */
export interface ClusterTemplate {
  folder: string;
  passwords: ClusterState;
  /** What `fill` has returned. */
  facts: Record<string, string>;
}

/**
 * The template of this name in the cache folder; it is made at the first call, by one of the processes that ask for it.
 * @param key names what the template consists of: with other contents it must be another
 * @param fill fills the new database; its facts are kept beside the data, readable by this account alone
 */
export async function openClusterTemplate({
  cacheDir,
  key,
  fill,
}: {
  cacheDir: string;
  key: string;
  fill: (urls: DatabaseUrls) => Promise<Record<string, string>>;
}): Promise<ClusterTemplate> {
  makeDataDir(cacheDir);
  const folder = join(cacheDir, `template-${key}`);
  if (!existsSync(folder))
    await withFileLock(join(cacheDir, 'template.lock'), lockTimeoutMs, async () => {
      if (!existsSync(folder)) await makeTemplate(folder, fill);
      removeUnused(cacheDir, folder);
    });
  const now = new Date();
  utimesSync(folder, now, now);
  const stored = JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8')) as object;
  return { folder, ...(stored as Omit<ClusterTemplate, 'folder'>) };
}

/**
 * Starts a copy of the template. It ends with this process, however that ends, and leaves nothing behind.
 * @param settings further settings of the server
 */
export async function startClusterCopy(
  { folder, passwords }: ClusterTemplate,
  settings: readonly string[] = [],
): Promise<DatabaseUrls & { stop(): Promise<void> }> {
  const place = await claimScratchPlace();
  const stop = stopWithParent(place);
  try {
    const cluster = clusterIn(place);
    await copyFolder(join(folder, 'postgres'), cluster.directory);
    const { port } = await startPostmaster(cluster, null, flagsOf([...FAST_SETTINGS, ...settings]));
    return { ...urlsOf(passwords, port), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeTemplate(
  folder: string,
  fill: (urls: DatabaseUrls) => Promise<Record<string, string>>,
): Promise<void> {
  const place = await claimScratchPlace();
  const stop = stopWithParent(place);
  const draft = `${folder}.unfinished`;
  const secret = () => randomBytes(24).toString('hex');
  const passwords: ClusterState = {
    elsewhere: null,
    port: null,
    superuserPassword: secret(),
    password: secret(),
    applicationPassword: secret(),
  };
  try {
    const cluster = clusterIn(place);
    const extraFlags = ['--no-sync', '--wal-segsize=1'];
    await initialiseCluster(cluster, passwords.superuserPassword, { extraFlags });
    const settings = [...FAST_SETTINGS, 'min_wal_size=2MB', 'wal_recycle=off'];
    const { port } = await startPostmaster(cluster, null, flagsOf(settings));
    await ensureDeskDatabase(passwords, port);
    const facts = await fill(urlsOf(passwords, port));
    await dropOtherDatabases(urlsOf(passwords, port).superuserUrl);
    await stopPostmaster(cluster.directory);
    rmSync(draft, { recursive: true, force: true });
    makeDataDir(draft);
    await copyFolder(cluster.directory, join(draft, 'postgres'));
    writeFileSync(join(draft, 'template.json'), JSON.stringify({ passwords, facts }), { mode: 0o600 });
    renameSync(draft, folder);
  } finally {
    await stop();
  }
}

/** The desk has one database: the others are two thirds of the files of every copy. */
async function dropOtherDatabases(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const name of ['template0', 'template1'])
      await client.query(`alter database ${name} is_template false`);
    for (const name of ['postgres', 'template0', 'template1']) await client.query(`drop database ${name}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

function urlsOf(passwords: ClusterState, port: number): DatabaseUrls {
  return {
    url: deskUrl(passwords, port),
    applicationUrl: applicationUrl(passwords, port),
    superuserUrl: `postgres://postgres:${passwords.superuserPassword}@127.0.0.1:${port}/paydesk`,
  };
}

function removeUnused(cacheDir: string, kept: string): void {
  for (const name of readdirSync(cacheDir)) {
    const folder = join(cacheDir, name);
    if (!name.startsWith('template-') || folder === kept) continue;
    if (statSync(folder).mtimeMs < Date.now() - unusedMs) rmSync(folder, { recursive: true, force: true });
  }
}

/** With the owners of the files, which Node.js would not keep; in no time where the file system shares blocks. */
function copyFolder(from: string, to: string): Promise<void> {
  const flags = process.platform === 'linux' ? ['-a', '--reflink=auto'] : ['-Rp'];
  return new Promise((resolve, reject) => {
    const child = spawn('cp', [...flags, from, to], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the database could not be copied from ${from}: ${complaint.trim()}`));
    });
  });
}
