import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataDir, readPrivateFile } from '@paydesk/data-folder';
import { accountCanUse, chooseAccount, type Account } from './account.ts';
import { findBinaries, systemFolder, type Binaries } from './binaries.ts';

/** One embedded PostgreSQL: its data, its programs, and the account they run under. */
export interface Cluster {
  /** PostgreSQL's own data directory; its parent folder can be entered by the account. */
  directory: string;
  account: Account | null;
  binaries: Binaries;
  logFile: string;
}

/** What is remembered between starts, in `<data folder>/postgres.json` (mode 0600). */
export interface ClusterState {
  /** Null: `postgres` in the data folder, wherever that is moved to. */
  elsewhere: string | null;
  port: number | null;
  /** The superuser's password; the desk itself signs in as ordinary roles. */
  superuserPassword: string;
  password: string;
  /** Of the role of server and worker; missing in a data folder of an older version. */
  applicationPassword?: string;
}

/** The cluster's remembered state; decided and written at the first start. */
export function openState(dataDir: string, log: (line: string) => void): ClusterState {
  makeDataDir(dataDir);
  const known = readState(dataDir);
  if (known) return withApplicationPassword(dataDir, known);
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new Error(
      `${dataDir}/postgres holds a database, but its passwords (${stateFile(dataDir)}) are gone. Put that file back, or move the folder away to start with an empty database.`,
    );
  }
  const state: ClusterState = {
    elsewhere: placeForData(dataDir, log),
    port: null,
    superuserPassword: randomBytes(24).toString('hex'),
    password: randomBytes(24).toString('hex'),
    applicationPassword: randomBytes(24).toString('hex'),
  };
  saveState(dataDir, state);
  return state;
}

function withApplicationPassword(dataDir: string, state: ClusterState): ClusterState {
  if (state.applicationPassword !== undefined) return state;
  const complete = { ...state, applicationPassword: randomBytes(24).toString('hex') };
  saveState(dataDir, complete);
  return complete;
}

/** The remembered state, or null when there was no start yet. */
export function readState(dataDir: string): ClusterState | null {
  const text = readPrivateFile(stateFile(dataDir));
  return text === null ? null : (JSON.parse(text) as ClusterState);
}

/** The cluster's data directory; it does not exist before the first start. */
export function directoryOf(dataDir: string, state: ClusterState): string {
  return join(state.elsewhere ?? dataDir, 'postgres');
}

export function saveState(dataDir: string, state: ClusterState): void {
  const draft = `${stateFile(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, stateFile(dataDir));
}

/** Finds account and programs for a data directory that may not exist yet. */
export function clusterAt(directory: string, logFile: string, log: (line: string) => void): Cluster {
  const account = chooseAccount(existsSync(directory) ? directory : null);
  return { directory, account, binaries: findBinaries(account, log), logFile };
}

/**
 * Null when the account that PostgreSQL runs under can keep its data in `folder`; otherwise (root, with a
 * clone under /root) a new folder under /var/lib/paydesk.
 */
export function placeForData(folder: string, log: (line: string) => void): string | null {
  const account = chooseAccount(null);
  if (!account || accountCanUse(account, folder)) return null;
  // A new name each time: data whose passwords were thrown away must not be mistaken for this one's.
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12);
  const home = join(systemFolder, `${hash}-${randomBytes(3).toString('hex')}`);
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  mkdirSync(home, { mode: 0o711 });
  log(`Account "${account.name}" cannot enter ${folder}: the database is kept in ${home}`);
  return home;
}

/** Fails when the data was made by another major version than the programs'. */
export function checkDataVersion(directory: string): void {
  const version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (version !== '18')
    throw new Error(
      `${directory} was made by PostgreSQL ${version}; this is PostgreSQL 18. Restore a dump, or use DATABASE_URL.`,
    );
}

function stateFile(dataDir: string): string {
  return join(dataDir, 'postgres.json');
}
