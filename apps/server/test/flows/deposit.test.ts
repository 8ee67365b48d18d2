import { beforeAll, expect, test } from 'vitest';
import { Transaction } from '../../src/models/Transaction.ts';
import { UserBalance } from '../../src/models/UserBalance.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
beforeAll(async () => await offerCurrencies(desk));

const create = async (userId: string, amountUsd = '100.00', currencyCode = 'USDTBSC') =>
  await createPayment(desk, actors.service(), { userId, amountUsd, currencyCode });

test('a deposit that is paid in full is credited once, with the asked amount', async () => {
  const user = await newUser(desk);
  const payment = await create(user.id, '99.99');
  expect(payment).toMatchObject({
    status: 'pending',
    payAddress: expect.stringMatching(/^0x/),
    providerPaymentId: expect.any(String),
  });
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  const paid = await refreshPayment(desk, payment.id);
  expect(paid).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '99.99',
    actualAmountUsd: '99.99',
    inFlightAmountUsd: '0.00',
  });
  await desk.advance(5);
  await refreshPayment(desk, payment.id);
  expect(await Transaction.query().where({ paymentId: payment.id })).toMatchObject([
    { transactionType: 'deposit', amountUsd: '99.99', balanceAfter: '99.99', seq: '1' },
  ]);
  expect(await UserBalance.query().findById(user.id)).toMatchObject({
    balanceUsd: '99.99',
    totalDeposited: '99.99',
  });
});

test('an under-payment is credited pro rata, rounded down to cents', async () => {
  const user = await newUser(desk);
  const payment = await create(user.id, '100.00');
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: '33.33333333' });
  expect(await refreshPayment(desk, payment.id)).toMatchObject({
    status: 'partially_paid',
    creditedAmountUsd: '33.33',
  });
  expect(await UserBalance.query().findById(user.id)).toMatchObject({ balanceUsd: '33.33' });
});

test('money that arrives after a cancel is credited', async () => {
  const user = await newUser(desk);
  const payment = await create(user.id, '50.00');
  await cancelPayment(desk, actors.service(), payment.id);
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  expect(await refreshPayment(desk, payment.id)).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '50.00',
  });
});

test('money that arrives after expiry is credited', async () => {
  const user = await newUser(desk);
  const payment = await create(user.id, '50.00');
  await desk.advance(7 * 24 * 3600 + 60);
  expect(await refreshPayment(desk, payment.id)).toMatchObject({ status: 'expired' });
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await desk.advance(5);
  expect(await refreshPayment(desk, payment.id)).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '50.00',
  });
});
