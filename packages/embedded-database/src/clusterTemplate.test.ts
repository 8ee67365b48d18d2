import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openClusterTemplate, startClusterCopy, type DatabaseUrls } from './clusterTemplate.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'paydesk-templates-'));
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

let filled = 0;

async function fill({ url }: DatabaseUrls): Promise<Record<string, string>> {
  filled += 1;
  await ask(url, 'create table kept as select 42 as value');
  return { secret: 'of the template' };
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: unknown }>(statement);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}

const open = async () => await openClusterTemplate({ cacheDir, key: 'one', fill });

test('those who ask at once for a template get one, filled once, with its facts', async () => {
  const [first, second] = await Promise.all([open(), open()]);
  expect(first).toEqual(second);
  expect(first.facts).toEqual({ secret: 'of the template' });
  expect(filled).toBe(1);
  await openClusterTemplate({ cacheDir, key: 'two', fill });
  expect(filled).toBe(2);
});

test('copies are separate, and each is gone when it is stopped', async () => {
  const template = await open();
  const [first, second] = await Promise.all([startClusterCopy(template), startClusterCopy(template)]);
  await ask(first.url, 'update kept set value = 1');
  expect(await ask(first.url, 'select value from kept')).toBe(1);
  expect(await ask(second.url, 'select value from kept')).toBe(42);
  const mine = 'select current_user::text as value';
  expect([await ask(first.applicationUrl, mine), await ask(first.superuserUrl, mine)]).toEqual([
    'paydesk_app',
    'postgres',
  ]);
  await Promise.all([first.stop(), second.stop()]);
  await expect(ask(first.url, 'select 1 as value')).rejects.toThrow();
});

test('a killed process leaves no PostgreSQL and no data', async () => {
  const { folder } = await open();
  const temporary = mkdtempSync(join(tmpdir(), 'paydesk-killed-'));
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));
  const code = `
    import { openClusterTemplate, startClusterCopy } from '${join(import.meta.dirname, 'clusterTemplate.ts')}';
    const template = await openClusterTemplate({ cacheDir: process.argv[1], key: 'one' });
    process.send((await startClusterCopy(template)).url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, cacheDir], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [url] = (await once(child, 'message')) as [string];
  expect(await ask(url, 'select value from kept')).toBe(42);
  child.kill('SIGKILL');
  for (let waits = 0; waits < 100 && readdirSync(temporary).length > 0; waits += 1) await sleep(100);
  expect(readdirSync(temporary)).toEqual([]);
  await expect(ask(url, 'select 1 as value')).rejects.toThrow('ECONNREFUSED');
  expect(existsSync(folder)).toBe(true);
});
