import { setTimeout as pause } from 'node:timers/promises';
import { Model } from 'objection';
import { afterAll, expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { appCaller } from '../support/http.ts';
import { replicatedDatabase } from '../support/replicatedDatabase.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { startLoad } from './chargeLoad.ts';
import { startProgram } from './deskProgram.ts';

/** `pnpm drill failover SECONDS`: so long there is load before and after. */
const LOAD_MS = Number(process.env['DRILL_SECONDS'] ?? '2') * 1000;
const BACK_WITHIN_MS = 15_000;
const CLIENTS = 6;

test.each([
  ['is killed', 'kill'],
  ['falls silent', 'freeze'],
] as const)(
  'a primary %s under load: the standby takes over, nothing acknowledged is lost, nothing doubled',
  async (which, end) => {
    const servers = await replicatedDatabase();
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
    servers.primary[end]();
    await servers.promote();
    await expect
      .poll(() => load.acknowledged.length, { timeout: BACK_WITHIN_MS })
      .toBeGreaterThan(before + 50);
    // The former primary comes back as it was, and would take what is written to it.
    servers.primary.kill();
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
      `a primary that ${which}: ${acknowledged.length} charges acknowledged, 0 lost, 0 doubled; ` +
        `${load.longestGapMs()} ms without any; ${JSON.stringify([...load.refusals])}\n`,
    );
  },
  120_000 + 4 * LOAD_MS,
);
