import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { migrateToLatest, newerMigrations } from '../../src/db/migrate.ts';
import { sqlMigrations } from '../../src/db/sqlMigrations.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { appCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { startBalancer } from './balancer.ts';
import { startProgram } from './deskProgram.ts';

const desk = await testDesk();
const { url: databaseUrl } = await testDatabase();
const shop = await appCaller(desk, [
  'transactions.charge',
  'transactions.read',
  'users.read',
  'users.write',
  'balances.read',
]);

const home = resolve(import.meta.dirname, '../..');
const USERS = 6;
/** So long old and new servers serve side by side, at each step; `pnpm drill upgrade SECONDS`. */
const STEP_MS = Number(process.env['DRILL_SECONDS'] ?? '1.5') * 1000;
/** The balancer has noticed by then that a server stops. */
const settings = { SHUTDOWN_DELAY_SECONDS: '1' };

/** What the next version may do to a desk that runs: it expands, and replaces a function that postings use. */
const EXPAND = `
  alter table transactions add column colour text;
  alter table users add column nickname text not null default 'none';
  create table wishes (id bigint generated always as identity primary key, user_id uuid references users);
  do $$ begin execute pg_get_functiondef((
    select p.oid from pg_proc p join pg_trigger t on t.tgfoid = p.oid
    where t.tgrelid = 'transactions'::regclass and not t.tgisinternal order by p.proname limit 1)); end $$;`;

/** The present code with one more migration. */
function nextVersion(): string {
  const root = mkdtempSync(join(tmpdir(), 'paydesk-next-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const next = join(root, 'apps/server');
  for (const part of ['src', 'migrations', 'package.json'])
    cpSync(join(home, part), join(next, part), { recursive: true });
  symlinkSync(join(home, 'node_modules'), join(next, 'node_modules'));
  writeFileSync(join(next, 'migrations/9999_next.sql'), EXPAND);
  return next;
}

test(
  'an upgrade of two servers one after the other, with its migration under load, fails no request',
  async () => {
    const next = nextVersion();
    const balancer = await startBalancer();
    const old = [
      await startProgram('main', { databaseUrl, settings }),
      await startProgram('main', { databaseUrl, settings }),
    ];
    for (const { url } of old) balancer.add(url);
    await expect.poll(() => balancer.ready().length, { timeout: 10_000 }).toBe(2);

    const failures: string[] = [];
    const done = { charges: 0, reads: 0, users: 0 };
    let stopped = false;
    async function call(procedure: string, input: object, isQuery: boolean): Promise<void> {
      const text = JSON.stringify(input);
      const answer = await fetch(
        `${balancer.url}/trpc/${procedure}${isQuery ? `?input=${encodeURIComponent(text)}` : ''}`,
        {
          method: isQuery ? 'GET' : 'POST',
          headers: { ...shop, 'content-type': 'application/json' },
          ...(!isQuery && { body: text }),
        },
      ).catch((error: unknown) => ({ status: 0, text: () => Promise.resolve(String(error)) }));
      const body = await answer.text();
      if (answer.status !== 200) failures.push(`${procedure}: ${answer.status} ${body.slice(0, 200)}`);
    }
    async function load(userId: string, n: number): Promise<void> {
      while (!stopped) {
        await call('transactions.charge', { userId, amountUsd: '0.01', description: 'load' }, false);
        done.charges += 1;
        await call('users.upsert', { externalId: `load-${n}-${done.users}`, username: 'load' }, false);
        done.users += 1;
        await call('transactions.list', { filter: { userId } }, true);
        await call('users.list', {}, true);
        await call('balances.get', { id: userId }, true);
        done.reads += 3;
        await pause(5);
      }
    }
    const userIds: string[] = [];
    for (let n = 0; n < USERS; n += 1) {
      const { id: userId } = await newUser(desk);
      await giveBonus(desk, actors.service(), { userId, amountUsd: '1000.00' });
      userIds.push(userId);
    }
    const loads = userIds.map(async (userId, n) => await load(userId, n));

    await pause(STEP_MS);
    expect(await migrateToLatest(desk.knex, { migrations: sqlMigrations(join(next, 'migrations')) })).toEqual(
      ['9999_next.sql'],
    );
    expect(await newerMigrations(desk.knex)).toEqual(['9999_next.sql']);
    await pause(STEP_MS);
    // The database is newer than both, and both go on.
    expect(balancer.ready()).toHaveLength(2);

    const fresh: string[] = [];
    for (const server of old) {
      const replacement = await startProgram('main', { databaseUrl, settings, home: next });
      fresh.push(replacement.url);
      balancer.add(replacement.url);
      await expect.poll(() => balancer.ready().includes(replacement.url), { timeout: 10_000 }).toBe(true);
      await pause(STEP_MS);
      const end = server.ended();
      server.child.kill('SIGTERM');
      expect((await end).code, server.output()).toBe(0);
      await pause(STEP_MS);
    }
    stopped = true;
    await Promise.all(loads);

    expect(failures).toEqual([]);
    expect(balancer.ready().toSorted()).toEqual(fresh.toSorted());
    for (const server of [...old.map(({ url }) => url), ...fresh])
      expect(balancer.answered.get(server), server).toBeGreaterThan(20);
    // Each charge was posted once.
    const posted = await desk.knex('transactions').whereIn('userId', userIds).where({ description: 'load' });
    expect(posted).toHaveLength(done.charges);
    process.stdout.write(`rolling upgrade: ${JSON.stringify(done)}, ${failures.length} failed\n`);
  },
  120_000 + 8 * STEP_MS,
);
