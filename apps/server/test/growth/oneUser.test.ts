import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { readGenerated } from '../../../../scripts/docs/generatedPart.ts';
import { presentObstacles } from '../../scripts/distribution/presentObstacles.ts';
import { SCALE_PART } from '../../scripts/distribution/scalePart.ts';
import { postTransaction } from '../../src/ledger/postTransaction.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { pay } from '../support/fullDesk.ts';
import { fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

/* What stands between the desk and a database that is distributed by users: docs/scale.md. */
const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const shop = actors.service();
const mine = await fundedUser(desk, '1000.00');
const other = await fundedUser(desk, '1000.00');
await pay(desk, await newPayment(desk, other.id, '25.00'));
await chargeUser(desk, shop, { userId: other.id, amountUsd: '5.00' });
await newWithdrawal(desk, other.id, '30.00');
const waiting = await newPayment(desk, mine.id, '25.00');

/** Locks these users' rows in all tables while some work runs. */
async function whileLocked<Result>(userIds: readonly string[], work: () => Promise<Result>): Promise<Result> {
  return await knex.transaction(async (trx) => {
    await lock(trx, 'users', 'id', userIds);
    for (const table of [
      'user_balances',
      'transactions',
      'payments',
      'withdrawal_requests',
      'suspense_items',
    ])
      await lock(trx, table, 'user_id', userIds);
    return await work();
  });
}

const lock = async (trx: Knex.Transaction, table: string, column: string, userIds: readonly string[]) =>
  await trx.raw('select from ?? where ?? = any(?) for update', [table, column, [...userIds]]);

const key = (n: string) => ({ idempotencyKey: `one-user-${n}` });

test.each<[string, () => Promise<unknown>]>([
  [
    'a charge',
    async () => await chargeUser(desk, shop, { userId: mine.id, amountUsd: '2.00', ...key('charge') }),
  ],
  [
    'a charge and its refund',
    async () => {
      const { id } = await chargeUser(desk, shop, { userId: mine.id, amountUsd: '2.00', ...key('refunded') });
      await refundCharge(desk, shop, { chargeId: id, amountUsd: '1.00', ...key('refund') });
    },
  ],
  [
    'a posting by itself',
    async () =>
      await postTransaction(knex, {
        actor: shop,
        userId: mine.id,
        transactionType: 'payment',
        amountUsd: '-2.00',
        description: 'alone',
        at: desk.clock.now(),
      }),
  ],
  ['the request of a withdrawal', async () => await newWithdrawal(desk, mine.id, '30.00')],
  ['the credit of a deposit', async () => await pay(desk, waiting)],
])('%s waits for no row of another user', async (_what, work) => {
  const before = Date.now();
  await whileLocked([other.id], work);
  // A statement that waits for a lock gives up after ten seconds.
  expect(Date.now() - before).toBeLessThan(9000);
});

test('it would wait for a row of its own user', async () => {
  let isPosted = false;
  const charge = await whileLocked([mine.id], async () => {
    const posting = chargeUser(desk, shop, { userId: mine.id, amountUsd: '2.00', ...key('waits') });
    void posting.then(() => (isPosted = true));
    await pause(300);
    expect(isPosted).toBe(false);
    return { posting };
  });
  await charge.posting;
});

test('what stands against distributing the tables is what docs/scale.md says', async () => {
  const text = await presentObstacles(knex);
  const { present, generated } = readGenerated({ ...SCALE_PART, text: () => text });
  expect(present).toBe(generated);
});
