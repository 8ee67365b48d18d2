import { setTimeout as pause } from 'node:timers/promises';
import { executeOnServer, startReplicatedServers } from '@paydesk/embedded-database';
import { Model } from 'objection';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { appCaller, type Caller } from '../support/http.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { startProgram } from './deskProgram.ts';

/** `pnpm drill failover SECONDS`: so long there is load before and after. */
const LOAD_MS = Number(process.env['DRILL_FAILOVER_SECONDS'] ?? '2') * 1000;
const BACK_WITHIN_MS = 15_000;
const CLIENTS = 6;
const RETRY_MS = 50;

interface Load {
  /** Keys of charges that were acknowledged. */
  acknowledged: string[];
  /** Milliseconds of the longest time in which nothing was acknowledged. */
  longestGapMs(): number;
  /** What callers heard meanwhile, other than the result. */
  refusals: Map<string, number>;
  stop(): Promise<void>;
}

/** Apps that charge, and repeat each charge with its key until it is acknowledged. */
function startLoad(url: string, caller: Caller, userIds: readonly string[]): Load {
  const acknowledged: string[] = [];
  const refusals = new Map<string, number>();
  let lastAt = performance.now();
  let longest = 0;
  let stopped = false;

  async function charge(userId: string, idempotencyKey: string): Promise<void> {
    for (;;) {
      const heard = await fetch(`${url}/trpc/transactions.charge`, {
        method: 'POST',
        headers: { ...caller, 'content-type': 'application/json' },
        body: JSON.stringify({ userId, amountUsd: '0.01', description: 'load', idempotencyKey }),
        signal: AbortSignal.timeout(60_000),
      }).then(
        async (answer) =>
          answer.status === 200 ? null : `${answer.status} ${/"reason":"(\w+)"/.exec(await answer.text())?.[1]}`,
        (error: unknown) => String(error),
      );
      if (heard === null) break;
      refusals.set(heard, (refusals.get(heard) ?? 0) + 1);
      await pause(RETRY_MS);
    }
    acknowledged.push(idempotencyKey);
    longest = Math.max(longest, performance.now() - lastAt);
    lastAt = performance.now();
  }

  const clients = userIds.map(async (userId) => {
    while (!stopped) await charge(userId, newId());
  });
  return {
    acknowledged,
    refusals,
    longestGapMs: () => Math.round(Math.max(longest, performance.now() - lastAt)),
    async stop() {
      stopped = true;
      await Promise.all(clients);
    },
  };
}

test('a primary that is killed under load: the standby takes over, nothing acknowledged is lost, nothing doubled', async () => {
  const servers = await startReplicatedServers(async (serverUrl) => {
    await executeOnServer(serverUrl, 'create database desk');
    const owner = connectDatabase(`${serverUrl}/desk`, { statementTimeoutMs: 0 });
    await migrateToLatest(owner).finally(async () => await owner.destroy());
  });
  afterAll(servers.stop);
  const databaseUrl = servers.urlOf('desk');
  const knex = connectDatabase(databaseUrl, { applicationName: 'test' });
  afterAll(async () => await knex.destroy());
  Model.knex(knex);
  const desk = await testDesk({ knex });
  const shop = await appCaller(desk, ['transactions.charge']);
  const userIds: string[] = [];
  for (let n = 0; n < CLIENTS; n += 1) {
    const { id: userId } = await newUser(desk);
    await giveBonus(desk, actors.service(), { userId, amountUsd: '1000.00' });
    userIds.push(userId);
  }
  const server = await startProgram('main', { databaseUrl });

  const load = startLoad(server.url, shop, userIds);
  await pause(LOAD_MS);
  const before = load.acknowledged.length;
  servers.primary.kill();
  await servers.promote();
  await expect.poll(() => load.acknowledged.length, { timeout: BACK_WITHIN_MS }).toBeGreaterThan(before + 50);
  // The former primary comes back as it was, and would take what is written to it.
  await servers.primary.start();
  await pause(LOAD_MS);
  // A process that starts now has seen no timeline yet.
  const late = await startProgram('main', { databaseUrl });
  const more = startLoad(late.url, shop, userIds);
  await pause(LOAD_MS);
  await Promise.all([load.stop(), more.stop()]);

  const promoted = connectDatabase(servers.standby.urlOf('desk'));
  afterAll(async () => await promoted.destroy());
  const posted = await promoted('transactions').where({ description: 'load' });
  const keys: string[] = await promoted('idempotency_keys').pluck('key');
  const acknowledged = [...load.acknowledged, ...more.acknowledged];
  expect(before).toBeGreaterThan(20);
  expect(more.acknowledged.length).toBeGreaterThan(20);
  expect(acknowledged.filter((key) => !keys.includes(key))).toEqual([]);
  expect(posted).toHaveLength(new Set(acknowledged).size);
  expect(load.longestGapMs()).toBeLessThan(BACK_WITHIN_MS);
  // Neither a restart nor an error that a caller cannot act on.
  expect(server.child.exitCode).toBe(null);
  expect([...load.refusals.keys()].filter((heard) => heard !== '503 DATABASE_UNAVAILABLE')).toEqual([]);
  process.stdout.write(
    `failover: ${acknowledged.length} charges acknowledged, 0 lost, 0 doubled; ` +
      `${load.longestGapMs()} ms without any; ${JSON.stringify([...load.refusals])}\n`,
  );
}, 60_000 + 4 * LOAD_MS);
