import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { clusterAt, placeForData } from '../../src/db/embedded/cluster.ts';
import { initialiseCluster } from '../../src/db/embedded/initialise.ts';
import { startPostmaster, stopPostmaster } from '../../src/db/embedded/postmaster.ts';
import { livePid, ownMark } from '../../src/db/embedded/processIdentity.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The test server's address without a database name, for a role that may create databases. */
    testServerUrl: string;
  }
}

/** The migrated database that every test file gets a copy of. */
const templateName = 'desk_template';

const prefix = 'paydesk-test-';
/** Nothing here has to survive a power cut, so nothing waits for the disk. */
const fast = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'max_connections=200',
];

/** Starts a throw-away PostgreSQL, migrates the template database, and takes everything down at the end. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  const home = placeForData(folder, () => {}) ?? folder;
  // Written first: whatever happens from here on, the next run finds it and tidies up.
  writeFileSync(join(folder, 'owner'), `${ownMark()}\n${home}\n`);
  try {
    project.provide('testServerUrl', await startServer(folder, home));
  } catch (error) {
    await remove(folder, home);
    throw error;
  }
  return () => remove(folder, home);
}

async function startServer(folder: string, home: string): Promise<string> {
  const cluster = clusterAt(join(home, 'postgres'), join(folder, 'postgres.log'), () => {});
  const superuserPassword = randomBytes(12).toString('hex');
  await initialiseCluster(cluster, superuserPassword, { extraFlags: ['--no-sync'] });
  const { port } = await startPostmaster(
    cluster,
    null,
    fast.flatMap((setting) => ['-c', setting]),
  );
  const password = await createRole(port, superuserPassword);
  const serverUrl = `postgres://desk:${password}@127.0.0.1:${port}`;
  await createTemplate(serverUrl);
  return serverUrl;
}

/** Like the desk's own role it owns its databases and is no superuser: tests attack as the tables' owner. */
async function createRole(port: number, superuserPassword: string): Promise<string> {
  const password = randomBytes(12).toString('hex');
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: superuserPassword,
    database: 'postgres',
  });
  await client.connect();
  await client.query(`create role desk login createdb password '${password}'`);
  await client.query(`create database ${templateName} owner desk`);
  await client.end();
  return password;
}

async function createTemplate(serverUrl: string): Promise<void> {
  const knex = connectDatabase(`${serverUrl}/${templateName}`);
  try {
    await migrateToLatest(knex);
  } finally {
    await knex.destroy();
  }
}

/** What a killed run left behind: its server goes on for ever otherwise. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const [mark = '', home = ''] = readOwner(folder).split('\n');
    if (home !== '' && livePid(mark) === null) await remove(folder, home);
  }
}

function readOwner(folder: string): string {
  try {
    return readFileSync(join(folder, 'owner'), 'utf8');
  } catch {
    return '';
  }
}

async function remove(folder: string, home: string): Promise<void> {
  await stopPostmaster(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
