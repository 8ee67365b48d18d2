import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { directoryOf, readState } from './cluster.ts';
import { embeddedDatabase, type RunningDatabase } from './embeddedDatabase.ts';
import { tryPort } from './freePort.ts';
import { runningPostmaster } from './postmasterFile.ts';

const home = mkdtempSync(join(tmpdir(), 'paydesk-embedded-'));
// As root, the account that PostgreSQL runs under must be able to enter it.
chmodSync(home, 0o711);
let dataDir = join(home, 'desk');
const others: ChildProcess[] = [];
const held: RunningDatabase[] = [];

afterEach(async () => {
  for (const child of others.splice(0)) child.kill('SIGKILL');
  for (const database of held.splice(0)) await database.stop();
});
afterAll(() => {
  const state = readState(dataDir);
  if (state?.elsewhere) rmSync(state.elsewhere, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

async function ensureRunning(): Promise<RunningDatabase> {
  const database = await embeddedDatabase({ dataDir }).ensureRunning();
  held.push(database);
  return database;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ value: unknown }>(sql)).rows[0]?.value;
  } finally {
    await client.end();
  }
}

/** Another process that uses the database until it is killed. */
async function otherProcess(): Promise<ChildProcess> {
  const code = `
    import { embeddedDatabase } from '${join(import.meta.dirname, 'embeddedDatabase.ts')}';
    await embeddedDatabase({ dataDir: process.argv[1] }).ensureRunning();
    process.send('running');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  others.push(child);
  await once(child, 'message');
  return child;
}

function postmasterPid(): number | undefined {
  return runningPostmaster(directoryOf(dataDir, readState(dataDir)!))?.pid;
}

test('an interrupted first start leaves nothing that looks like a database', async () => {
  const interrupt = new AbortController();
  const start = embeddedDatabase({ dataDir }).ensureRunning({ signal: interrupt.signal });
  const parent = () => readState(dataDir)?.elsewhere ?? dataDir;
  while (!existsSync(parent()) || !readdirSync(parent()).some((name) => name.includes('unfinished')))
    await sleep(5);
  interrupt.abort(new Error('Ctrl-C'));
  await expect(start).rejects.toThrow('Ctrl-C');
  expect(readdirSync(parent()).filter((name) => /^postgres(\.unfinished.*)?$/.test(name))).toEqual([]);
});

test('the first start makes a database that only this machine reaches, with fsync on and a role that is no superuser', async () => {
  const database = await ensureRunning();
  expect(database.startedHere).toBe(true);
  expect(await ask(database.url, "select current_setting('server_version') as value")).toMatch(/^18\./);
  expect(await ask(database.url, "select current_setting('listen_addresses') as value")).toBe('127.0.0.1');
  expect(await ask(database.url, "select current_setting('fsync') as value")).toBe('on');
  expect(await ask(database.url, 'select rolsuper as value from pg_roles where rolname = current_user')).toBe(
    false,
  );
  expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
  await ask(database.url, 'create table kept as select 42 as value');
  expect(await database.stop()).toBe(true);
  expect(postmasterPid()).toBeUndefined();
});

test('a later start finds the data and the port again', async () => {
  const port = readState(dataDir)?.port;
  const database = await ensureRunning();
  expect(new URL(database.url).port).toBe(String(port));
  expect(await ask(database.url, 'select value from kept')).toBe(42);
});

test('a wrong password is refused', async () => {
  const database = await ensureRunning();
  const wrong = new URL(database.url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1 as value')).rejects.toThrow(/password authentication failed/);
  await database.stop();
});

test('a port that another program took meanwhile is replaced', async () => {
  const { createServer } = await import('node:net');
  const squatter = createServer().listen(readState(dataDir)!.port!, '127.0.0.1');
  await once(squatter, 'listening');
  const database = await ensureRunning();
  squatter.close();
  expect(await ask(database.url, 'select value from kept')).toBe(42);
  expect(readState(dataDir)?.port).toBe(Number(new URL(database.url).port));
  await database.stop();
});

test('a running server is adopted, and stays until the last process that uses it has left', async () => {
  const child = await otherProcess();
  const pid = postmasterPid();
  const database = await ensureRunning();
  expect(database.startedHere).toBe(false);
  expect(await database.stop()).toBe(false);
  expect(postmasterPid()).toBe(pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const last = await ensureRunning();
  expect(await last.stop()).toBe(true);
  expect(postmasterPid()).toBeUndefined();
});

test('two processes that start at once share one server', async () => {
  const [first, second] = await Promise.all([ensureRunning(), ensureRunning()]);
  expect([first, second].filter((database) => database.startedHere)).toHaveLength(1);
  expect(first.url).toBe(second.url);
  expect([await first.stop(), await second.stop()]).toEqual([false, true]);
});

test('after a kill of the server, all that was committed is there', async () => {
  const database = await ensureRunning();
  await ask(database.url, 'update kept set value = 43');
  process.kill(postmasterPid()!, 'SIGKILL');
  const again = await ensureRunning();
  expect(again.startedHere).toBe(true);
  expect(await ask(again.url, 'select value from kept')).toBe(43);
  await database.stop();
  await again.stop();
});

test('a server that was killed is started again at the same address, or not at all', async () => {
  const database = await ensureRunning();
  await ask(database.url, 'update kept set value = 44');
  expect(database.isRunning()).toBe(true);
  process.kill(postmasterPid()!, 'SIGKILL');
  await expect.poll(() => database.isRunning()).toBe(false);
  const { createServer } = await import('node:net');
  const port = Number(new URL(database.url).port);
  const squatter = createServer();
  await expect
    .poll(async () => {
      squatter.listen(port, '127.0.0.1');
      return await Promise.race([once(squatter, 'listening').then(() => 'taken'), once(squatter, 'error')]);
    })
    .toBe('taken');
  await expect(database.startAgain()).rejects.toThrow(`port ${port} is taken`);
  expect(database.isRunning()).toBe(false);
  squatter.close();
  await database.startAgain();
  expect(database.isRunning()).toBe(true);
  // It runs: nothing happens.
  await database.startAgain();
  expect(await ask(database.url, 'select value from kept')).toBe(44);
  await ask(database.url, 'update kept set value = 43');
  // It is used by one process, however often it was started.
  expect(await database.stop()).toBe(true);
});

test('a left-over pid that belongs to another program by now does not keep the server from starting', async () => {
  const pidFile = join(directoryOf(dataDir, readState(dataDir)!), 'postmaster.pid');
  const database = await ensureRunning();
  process.kill(postmasterPid()!, 'SIGKILL');
  // The test runner itself is the other program here; it is no server of this directory.
  const left = readFileSync(pidFile, 'utf8').split('\n');
  writeFileSync(pidFile, [String(process.ppid), ...left.slice(1)].join('\n'));
  expect(postmasterPid()).toBeUndefined();
  const again = await ensureRunning();
  expect(await ask(again.url, 'select value from kept')).toBe(43);
  await database.stop();
  await again.stop();
});

test('the data folder can be moved', async () => {
  const moved = join(home, 'moved');
  renameSync(dataDir, moved);
  dataDir = moved;
  const database = await ensureRunning();
  expect(await ask(database.url, 'select value from kept')).toBe(43);
  await database.stop();
});

test('data without its passwords is not replaced by a new database', async () => {
  const state = join(dataDir, 'postgres.json');
  renameSync(state, `${state}.away`);
  await expect(ensureRunning()).rejects.toThrow(/passwords .* are gone/);
  renameSync(`${state}.away`, state);
});

test('a taken port is distinguished from a free one', async () => {
  const free = await tryPort(0);
  expect(await tryPort(free!)).toBe(free);
  const { createServer } = await import('node:net');
  const squatter = createServer().listen(free!, '127.0.0.1');
  await once(squatter, 'listening');
  expect(await tryPort(free!)).toBeNull();
  squatter.close();
});
