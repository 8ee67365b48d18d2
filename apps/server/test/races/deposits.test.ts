import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { checkDuePayments } from '../../src/payments/checkDuePayments.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { pay } from '../support/fullDesk.ts';
import {
  balanceOf,
  expectRunningSum,
  expectWholeBooks,
  newPayment,
  tally,
  transactionsOf,
} from '../support/money.ts';
import { reportOn, signedIpn } from '../support/reports.ts';
import {
  actors,
  newUser,
  offerCurrencies,
  secondDesk,
  testDesk,
  type TestDesk,
} from '../support/testDesk.ts';

const one = await testDesk();
const two = await secondDesk(one);
await offerCurrencies(one);
const apps = await Promise.all([createApp(one), createApp(two)]);
afterAll(async () => await Promise.all(apps.map((app) => app.close())));
const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));
const either = (index: number) => (index % 2 === 0 ? one : two);

async function deliver(app: FastifyInstance | undefined, desk: TestDesk, body: object): Promise<number> {
  const answer = await app?.inject({
    method: 'POST',
    url: '/webhooks/nowpayments',
    ...signedIpn(desk, body),
  });
  return answer?.statusCode ?? 0;
}

const ipnBody = (payment: Payment) => ({
  payment_id: Number(payment.providerPaymentId),
  payment_status: 'finished',
  pay_address: payment.payAddress,
  price_amount: Number(payment.amountUsd),
  price_currency: 'usd',
  pay_amount: Number(payment.payAmount),
  actually_paid: Number(payment.payAmount),
  pay_currency: payment.currencyCode.toLowerCase(),
  order_id: payment.internalPaymentId,
  updated_at: one.clock.now().getTime(),
});

test('D1: the same notification 20 times at once, with polling, confirm, refresh and markCompleted, credits once', async () => {
  for (let round = 0; round < 4; round += 1) {
    const user = await newUser(one);
    const payment = await newPayment(one, user.id, '99.99');
    await one.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
    await one.knex('payments').where({ id: payment.id }).update({ next_check_at: one.clock.now() });
    const body = ipnBody(payment);
    const ipns = times(20, (index) => deliver(apps[index % 2], one, body));
    const others = [
      ...times(3, (index) => checkDuePayments(either(index))),
      ...times(6, (index) => refreshPayment(either(index), payment.id)),
      ...(round % 2 === 0
        ? []
        : times(2, (index) =>
            markCompleted(either(index), actors.staff(), payment.id, 'seen on the chain').catch(() => null),
          )),
    ];
    expect(await Promise.all(ipns)).toEqual(times(20, () => 200));
    await Promise.all(others);
    expect(await transactionsOf(one.knex, user.id)).toMatchObject([
      { transactionType: 'deposit', amountUsd: '99.99', balanceAfter: '99.99' },
    ]);
    expect(await balanceOf(one.knex, user.id)).toMatchObject({
      balanceUsd: '99.99',
      totalDeposited: '99.99',
    });
    expect(await Payment.query(one.knex).findById(payment.id)).toMatchObject({
      status: 'completed',
      creditedAmountUsd: '99.99',
    });
    expect(
      await one
        .knex('provider_events')
        .where({ provider_payment_id: payment.providerPaymentId, source: 'ipn' }),
    ).toHaveLength(1);
  }
});

test('D4: 20 payments of one user that are paid at once are all credited', async () => {
  const user = await newUser(one);
  const payments = [];
  for (let index = 0; index < 20; index += 1)
    payments.push(await newPayment(one, user.id, `${10 + index}.01`));
  await Promise.all(payments.map((payment, index) => receiveReport(either(index), 'ipn', reportOn(payment))));
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '390.20', lastSeq: '20' });
  await expectRunningSum(one.knex, user.id);
});

test('D13: reports of one payment in every order at once end completed, credited once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const user = await newUser(one);
    const payment = await newPayment(one, user.id, '40.00');
    const walk = ['waiting', 'confirming', 'confirmed', 'sending', 'finished'];
    const reports = walk.map((payment_status, step) =>
      reportOn(payment, {
        payment_status,
        actually_paid: step === 0 ? '0' : payment.payAmount,
        updated_at: new Date(Date.now() - 100_000 + step * 1000).toISOString(),
      }),
    );
    await Promise.all(
      [...reports.toReversed(), ...reports].map((report, index) =>
        receiveReport(either(index), 'ipn', report),
      ),
    );
    expect(await Payment.query(one.knex).findById(payment.id)).toMatchObject({
      status: 'completed',
      creditedAmountUsd: '40.00',
      inFlightAmountUsd: '0.00',
    });
    expect(await transactionsOf(one.knex, user.id)).toHaveLength(1);
  }
});

test('a cancel and the money at once: the money wins in either order', async () => {
  for (let round = 0; round < 5; round += 1) {
    const user = await newUser(one);
    const payment = await newPayment(one, user.id, '40.00');
    await tally([
      cancelPayment(two, actors.service(), payment.id),
      receiveReport(one, 'ipn', reportOn(payment)),
    ]);
    expect(await Payment.query(one.knex).findById(payment.id)).toMatchObject({
      status: 'completed',
      creditedAmountUsd: '40.00',
    });
  }
});

test('markCompleted by several staff at once credits once', async () => {
  const user = await newUser(one);
  const payment = await newPayment(one, user.id, '40.00');
  expect(
    await tally(times(6, (index) => markCompleted(either(index), actors.staff(), payment.id, 'seen'))),
  ).toEqual({ succeeded: 1, refused: { ALREADY_CREDITED: 5 } });
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '40.00' });
});

test('D23: one idempotency key 20 times at once makes one payment here and one at the provider', async () => {
  const user = await newUser(one);
  const before = one.simulator.state().paymentsTotal;
  const input = {
    userId: user.id,
    amountUsd: '25.00',
    currencyCode: 'USDTBSC',
    idempotencyKey: `pay-${user.id}`,
  };
  const [quick, alsoQuick] = [one.provider.createPayment, two.provider.createPayment];
  // A slow provider: a caller that does not wait for the first one finds no payment there and creates
  // another.
  one.provider.createPayment = async (order) => await pause(400).then(async () => await quick(order));
  two.provider.createPayment = async (order) => await pause(400).then(async () => await alsoQuick(order));
  const shop = actors.service();
  const results = await Promise.all(times(20, (index) => createPayment(either(index), shop, input)));
  [one.provider.createPayment, two.provider.createPayment] = [quick, alsoQuick];
  expect(new Set(results.map((payment) => payment.payAddress)).size).toBe(1);
  expect(results[0]?.payAddress).toMatch(/^0x/);
  expect(one.simulator.state().paymentsTotal).toBe(before + 1);
  expect(await Payment.query(one.knex).where({ userId: user.id }).resultSize()).toBe(1);
});

test('D23: the limit of open payments holds for concurrent requests of one user', async () => {
  const user = await newUser(one);
  const { succeeded, refused } = await tally(
    times(40, (index) => newPayment(either(index), user.id, '10.00')),
  );
  expect([succeeded, refused]).toEqual([25, { TOO_MANY_OPEN_PAYMENTS: 15 }]);
});

test('D11: a re-deposit reported 20 times at once makes one child payment and one suspense item', async () => {
  const user = await newUser(one);
  const payment = await pay(one, await newPayment(one, user.id, '40.00'));
  const child = {
    payment_id: '9999001',
    parent_payment_id: payment.providerPaymentId,
    order_id: null,
    actually_paid: '15',
  };
  await Promise.all(times(20, (index) => receiveReport(either(index), 'ipn', reportOn(payment, child))));
  expect(await Payment.query(one.knex).where({ parentPaymentId: payment.id })).toMatchObject([
    { actualAmountUsd: '15.00', suspenseAmountUsd: '15.00', creditedAmountUsd: '0' },
  ]);
  expect(await SuspenseItem.query(one.knex).where({ providerPaymentId: '9999001' }).resultSize()).toBe(1);
});

test('an unmatched payment, reported 20 times at once, goes to suspense once', async () => {
  const payment = await newPayment(one, (await newUser(one)).id, '40.00');
  const unmatched = { payment_id: '9999002', order_id: 'somebody else’s', actually_paid: '15' };
  await Promise.all(times(20, (index) => receiveReport(either(index), 'ipn', reportOn(payment, unmatched))));
  expect(await SuspenseItem.query(one.knex).where({ providerPaymentId: '9999002' })).toMatchObject([
    { reason: 'unknown_payment', status: 'open' },
  ]);
});

test('one suspense item credited, returned and written off at once is resolved once', async () => {
  for (let round = 0; round < 4; round += 1) {
    const user = await newUser(one);
    const payment = await pay(one, await newPayment(one, user.id, '40.00'));
    await pay(one, payment, '15');
    const { id } = await SuspenseItem.query(one.knex).findOne({ userId: user.id }).throwIfNotFound();
    const note = 'decided by a person';
    const work = [
      creditSuspense(one, actors.staff(), { id, note }),
      creditSuspense(two, actors.staff(), { id, note }),
      closeSuspense(one, actors.staff(), { id, note, as: 'returned' }),
      closeSuspense(two, actors.staff(), { id, note, as: 'written_off' }),
    ];
    expect(await tally(work)).toEqual({ succeeded: 1, refused: { SUSPENSE_RESOLVED: 3 } });
    const item = await SuspenseItem.query(one.knex).findById(id);
    expect(await balanceOf(one.knex, user.id)).toMatchObject({
      balanceUsd: item?.status === 'credited' ? '55.00' : '40.00',
    });
  }
});

test('two workers share the due payments without checking one twice', async () => {
  const user = await newUser(one);
  for (let index = 0; index < 10; index += 1) await newPayment(one, user.id, '10.00');
  await one.knex('payments').where({ user_id: user.id }).update({ next_check_at: one.clock.now() });
  await one.knex('payments').whereNot({ user_id: user.id }).update({ next_check_at: null });
  const asked = await Promise.all(times(4, (index) => checkDuePayments(either(index), 4)));
  expect(asked.reduce((sum, count) => sum + count, 0)).toBe(10);
});

test('after all races the books agree', async () => await expectWholeBooks(one));
