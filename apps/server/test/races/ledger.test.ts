import { setTimeout as pause } from 'node:timers/promises';
import { Decimal, sumUsd } from '@paydesk/types';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import { User } from '../../src/models/User.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { upsertUser } from '../../src/users/upsertUser.ts';
import { seeded } from '../support/paymentModel.ts';
import {
  balanceOf,
  entry,
  expectRunningSum,
  expectWholeBooks,
  fundedUser,
  newWithdrawal,
  tally,
  transactionsOf,
} from '../support/money.ts';
import { actors, newUser, offerCurrencies, secondDesk, testDesk } from '../support/testDesk.ts';

const one = await testDesk();
const two = await secondDesk(one);
await offerCurrencies(one);
const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));
const either = (index: number) => (index % 2 === 0 ? one : two);

test('D4: 200 credits and debits of one user at once leave the exact sum, a running balance and an intact chain', async () => {
  const user = await fundedUser(one, '100.00');
  const random = seeded(4);
  const amounts = times(200, () => new Decimal(Math.floor(random() * 5000) + 1).dividedBy(100).toFixed(2));
  const jobs = amounts.map((amountUsd, index) => {
    const input = { userId: user.id, amountUsd };
    return index % 2 === 0
      ? giveBonus(either(index >> 1), actors.service(), input)
      : chargeUser(either(index >> 1), actors.service(), input);
  });
  const results = await Promise.allSettled(jobs);
  const posted = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.amountUsd] : []));
  expect(sumUsd([(await balanceOf(one.knex, user.id)).balanceUsd])).toBe(sumUsd(['100.00', ...posted]));
  expect(await transactionsOf(one.knex, user.id)).toHaveLength(posted.length + 1);
  expect((await tally(jobs)).refused).toEqual(
    posted.length === 200 ? {} : { INSUFFICIENT_FUNDS: 200 - posted.length },
  );
  await expectRunningSum(one.knex, user.id);
  expect(await verifyLedger(one.knex, user.id)).toMatchObject({ firstBad: null });
});

test('D4: of many debits that together exceed the balance exactly those succeed that it covers', async () => {
  const user = await fundedUser(one, '10.00');
  expect(
    await tally(
      times(50, (index) =>
        chargeUser(either(index), actors.service(), { userId: user.id, amountUsd: '1.00' }),
      ),
    ),
  ).toEqual({ succeeded: 10, refused: { INSUFFICIENT_FUNDS: 40 } });
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '0.00', lastSeq: '11' });
});

test('concurrent postings of staff, with their audit rows, are as safe as those of apps', async () => {
  const user = await newUser(one);
  const ada = actors.staff();
  expect(
    await tally(
      times(40, (index) =>
        adjustBalance(either(index), ada, { userId: user.id, amountUsd: '0.01', reason: 'a cent' }),
      ),
    ),
  ).toMatchObject({ succeeded: 40 });
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '0.40' });
  await expectRunningSum(one.knex, user.id);
});

test('refunds of one charge at once never exceed it', async () => {
  const user = await fundedUser(one, '100.00');
  const charge = await chargeUser(one, actors.service(), { userId: user.id, amountUsd: '50.00' });
  expect(
    await tally(
      times(20, (index) =>
        refundCharge(either(index), actors.service(), { chargeId: charge.id, amountUsd: '10.00' }),
      ),
    ),
  ).toEqual({ succeeded: 5, refused: { REFUND_EXCEEDS_CHARGE: 15 } });
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '100.00' });
});

test('full refunds of one charge at once: exactly one', async () => {
  const user = await fundedUser(one, '100.00');
  const charge = await chargeUser(one, actors.service(), { userId: user.id, amountUsd: '50.00' });
  expect(
    await tally(times(20, (index) => refundCharge(either(index), actors.service(), { chargeId: charge.id }))),
  ).toEqual({ succeeded: 1, refused: { REFUND_EXCEEDS_CHARGE: 19 } });
});

test('the same idempotency key 20 times at once charges once, and all callers get the same result', async () => {
  const user = await fundedUser(one, '100.00');
  const input = {
    userId: user.id,
    amountUsd: '7.00',
    idempotencyKey: `charge ${user.id}`.replaceAll(' ', '-'),
  };
  const shop = actors.service();
  const results = await Promise.all(times(20, (index) => chargeUser(either(index), shop, input)));
  expect(new Set(results.map((row) => row.id)).size).toBe(1);
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '93.00' });
});

test('the same idempotency key with two inputs at once: one charge, the others conflict', async () => {
  const user = await fundedUser(one, '100.00');
  const shop = actors.service();
  const work = times(20, (index) =>
    chargeUser(either(index >> 1), shop, {
      userId: user.id,
      amountUsd: index % 2 === 0 ? '7.00' : '8.00',
      idempotencyKey: `two-${user.id}`,
    }),
  );
  expect(await tally(work)).toEqual({ succeeded: 10, refused: { IDEMPOTENCY_CONFLICT: 10 } });
  expect(await transactionsOf(one.knex, user.id)).toHaveLength(2);
});

test('a full refund with one idempotency key 20 times at once refunds once', async () => {
  const user = await fundedUser(one, '100.00');
  const shop = actors.service();
  const charge = await chargeUser(one, shop, { userId: user.id, amountUsd: '50.00' });
  const results = await Promise.all(
    times(20, (index) =>
      refundCharge(either(index), shop, {
        chargeId: charge.id,
        idempotencyKey: `refund-${charge.id}`,
      }),
    ),
  );
  expect(new Set(results.map((row) => row.id)).size).toBe(1);
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '100.00' });
});

test('a freeze stops all charges and withdrawals after it, whatever was in progress', async () => {
  const user = await fundedUser(one, '1000.00');
  const charge = (index: number) =>
    chargeUser(either(index), actors.service(), { userId: user.id, amountUsd: '1.00' });
  const work = [
    ...times(15, charge),
    freezeUser(two, actors.staff(), user.id, true, 'stolen account'),
    ...times(15, charge),
    ...times(5, (index) => newWithdrawal(either(index), user.id, '20.00')),
  ];
  const { refused } = await tally(work);
  expect(Object.keys(refused).filter((reason) => reason !== 'USER_FROZEN')).toEqual([]);
  expect(await tally(times(10, charge))).toEqual({ succeeded: 0, refused: { USER_FROZEN: 10 } });
  await expectRunningSum(one.knex, user.id);
});

test('a freeze waits for a charge in progress: none is committed after the freeze has returned', async () => {
  const user = await fundedUser(one, '10.00');
  const underWay = await one.knex.transaction();
  await underWay('transactions').insert(entry(user.id, { transaction_type: 'payment', amount_usd: '-1.00' }));
  const freezing = freezeUser(two, actors.staff(), user.id, true, 'stolen account');
  expect(await Promise.race([freezing.then(() => 'frozen'), pause(300, 'waiting')])).toBe('waiting');
  await underWay.commit();
  expect((await freezing).frozenAt).not.toBeNull();
});

test('one external id upserted 20 times at once is one user with one balance', async () => {
  const externalId = 'the-same-person';
  const users = await Promise.all(
    times(20, (index) =>
      upsertUser(either(index), actors.service(), { externalId, username: `name ${index % 3}` }),
    ),
  );
  expect(new Set(users.map((user) => user.id)).size).toBe(1);
  expect(await User.query(one.knex).where({ externalId }).resultSize()).toBe(1);
  await expectWholeBooks(one);
});
