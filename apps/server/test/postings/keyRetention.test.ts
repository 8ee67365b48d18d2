import { expect, test } from 'vitest';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { removeOldKeys } from '../../src/transactions/removeOldKeys.job.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { fundedUser } from '../support/money.ts';
import { actors, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
const user = await fundedUser(desk, '1000.00');
const shop = actors.service();
const charge = async (key: string) =>
  await chargeUser(desk, shop, { userId: user.id, amountUsd: '1.00', idempotencyKey: key });

/** As if the key had been sent so many days ago. */
async function makeOlder(key: string, days: number): Promise<void> {
  await knex.transaction(async (trx) => {
    await trx.raw('alter table idempotency_keys disable trigger idempotency_keys_are_permanent');
    await trx('idempotency_keys')
      .where({ key })
      .update({ created_at: trx.raw('clock_timestamp() - make_interval(days => ?)', [days]) });
    await trx.raw('alter table idempotency_keys enable always trigger idempotency_keys_are_permanent');
  });
}

const keysLeft = async () => await knex('idempotency_keys').orderBy('key').pluck<string[]>('key');

test('keys beyond the retention go, in slices, and the others still answer the first result', async () => {
  const first = await charge('young');
  await makeOlder('young', 364);
  for (const key of ['old-1', 'old-2', 'old-3']) {
    await charge(key);
    await makeOlder(key, 366);
  }
  expect(await removeOldKeys(desk, 2)).toBe(3);
  expect(await keysLeft()).toEqual(['young']);
  expect((await charge('young')).id).toBe(first.id);
  // What the removed keys have posted stays, and nothing else depended on them.
  expect(await knex('transactions').where({ transaction_type: 'payment' })).toHaveLength(4);
  expect(await verifyDesk(knex)).toMatchObject({ ok: true });
});

test('the setting decides when', async () => {
  await charge('of-a-month');
  await makeOlder('of-a-month', 40);
  expect(await removeOldKeys(desk)).toBe(0);
  const settings = { ...desk.settings, idempotencyRetentionDays: 30 };
  expect(await removeOldKeys({ ...desk, settings })).toBe(2);
  expect(await keysLeft()).toEqual([]);
});

test('a key of the last 30 days cannot be deleted, nor made older', async () => {
  await charge('of-today');
  const mine = knex('idempotency_keys').where({ key: 'of-today' });
  await expect(mine.clone().delete()).rejects.toThrow('kept for at least 30 days');
  await expect(mine.clone().update({ created_at: '2020-01-01' })).rejects.toThrow('not allowed');
  await makeOlder('of-today', 31);
  expect(await mine.clone().delete()).toBe(1);
});

test('old keys are found by an index', async () => {
  const plan = await knex.transaction(async (trx) => {
    await trx.raw('set local enable_seqscan = off');
    return await trx.raw<object>(
      'explain select from idempotency_keys where created_at < now() order by created_at limit 5',
    );
  });
  expect(JSON.stringify(plan)).toContain('idempotency_keys_created');
});
