import { expect, test } from 'vitest';
import { Payment } from '../../src/models/Payment.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { checkDuePayments } from '../../src/payments/checkDuePayments.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { pay } from '../support/fullDesk.ts';
import { EVM_ADDRESS, balanceOf, expectWholeBooks, refusalOf } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const shop = actors.service();
let keys = 0;

async function ask(withKey: boolean) {
  const user = await newUser(desk);
  keys += 1;
  const input = {
    userId: user.id,
    amountUsd: '30.00',
    currencyCode: 'USDTBSC',
    ...(withKey && { idempotencyKey: `ask-${keys}` }),
  };
  return {
    user,
    again: async () => await createPayment(desk, shop, input),
    only: async () => await Payment.query(desk.knex).findOne({ userId: user.id }).throwIfNotFound(),
  };
}
const providerPayments = () => desk.simulator.state().paymentsTotal;

test('D22: a create whose answer was lost is found at the provider by its order id, and not created twice', async () => {
  const before = providerPayments();
  const { again } = await ask(false);
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  expect(await again()).toMatchObject({ status: 'pending', payAddress: expect.stringMatching(/^0x/) });
  expect(providerPayments()).toBe(before + 1);
});

test('D22: a create whose answer was lost, and that is not found at once, is found by the worker', async () => {
  const before = providerPayments();
  const { again, only, user } = await ask(true);
  const search = desk.provider.findPaymentByOrderId;
  desk.provider.findPaymentByOrderId = async () => null;
  await desk.simulator.setFaults({ http: 'lost_response', count: 1 });
  expect(await refusalOf(again())).toBe('PROVIDER_UNAVAILABLE');
  desk.provider.findPaymentByOrderId = search;
  await desk.advance(40);
  await checkDuePayments(desk);
  expect(await only()).toMatchObject({ status: 'pending', payAddress: expect.stringMatching(/^0x/) });
  expect(await pay(desk, await again())).toMatchObject({ status: 'completed' });
  expect([providerPayments(), (await balanceOf(desk.knex, user.id)).balanceUsd]).toEqual([
    before + 1,
    '30.00',
  ]);
});

test.each(['500', 'timeout', '429'] as const)(
  'D73: with an idempotency key a create that met %s is repeated and succeeds, with one payment at the provider',
  async (http) => {
    const before = providerPayments();
    const { again, only } = await ask(true);
    await desk.simulator.setFaults({ http, count: 2 });
    const first = await again().catch(() => null);
    await desk.simulator.setFaults({ http: null });
    const second = await again();
    expect(second).toMatchObject({ status: 'pending', payAddress: expect.stringMatching(/^0x/) });
    expect(first === null || first.id === second.id).toBe(true);
    expect((await only()).id).toBe(second.id);
    expect(providerPayments()).toBe(before + 1);
  },
);

test.each(['500', 'timeout', '429'] as const)(
  'D73: without a key a create that met %s ends as an error, and never as a payment without an address',
  async (http) => {
    const { again, only } = await ask(false);
    await desk.simulator.setFaults({ http, count: 3 });
    expect(await refusalOf(again())).toBe('PROVIDER_UNAVAILABLE');
    await desk.simulator.setFaults({ http: null });
    for (let minutes = 0; minutes < 20; minutes += 1) {
      await desk.advance(60);
      await checkDuePayments(desk);
    }
    expect(await only()).toMatchObject({
      status: 'failed',
      providerStatus: 'not_created',
      nextCheckAt: null,
    });
  },
);

test('a notification that comes before the create’s answer finds its intent by the order id', async () => {
  const { again, only, user } = await ask(false);
  const create = desk.provider.createPayment;
  desk.provider.createPayment = async (request) => {
    const answer = await create(request);
    await desk.simulator.deposit(answer.providerPaymentId, { amount: 'full' });
    await receiveReport(desk, 'ipn', await desk.provider.getPayment(answer.providerPaymentId));
    return answer;
  };
  const payment = await again().finally(() => (desk.provider.createPayment = create));
  expect(payment).toMatchObject({ status: 'completed', creditedAmountUsd: '30.00' });
  expect((await only()).id).toBe(payment.id);
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '30.00' });
});

test('money for an intent that was given up is credited', async () => {
  const { again, only, user } = await ask(false);
  await desk.simulator.setFaults({ http: '429', count: 1 });
  expect(await refusalOf(again())).toBe('PROVIDER_UNAVAILABLE');
  const intent = await only();
  expect(intent.status).toBe('failed');
  const facts = {
    payment_id: '8800001',
    pay_address: EVM_ADDRESS,
    pay_amount: '30',
    actually_paid: '30',
    updated_at: new Date().toISOString(),
  };
  await receiveReport(desk, 'ipn', reportOn(intent, facts));
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '30.00' });
});

test('an intent that was cancelled before it had an address is no longer checked', async () => {
  const { again, only } = await ask(true);
  await desk.simulator.setFaults({ http: '500', count: 3 });
  expect(await refusalOf(again())).toBe('PROVIDER_UNAVAILABLE');
  await desk.simulator.setFaults({ http: null });
  await cancelPayment(desk, actors.service(), (await only()).id);
  await desk.advance(120);
  await checkDuePayments(desk);
  expect(await only()).toMatchObject({ status: 'cancelled', nextCheckAt: null });
});

test('D62: while the provider is down a create is refused with a stable reason and without its messages', async () => {
  const { again } = await ask(false);
  await desk.simulator.setFaults({ http: '500', count: 3 });
  const error = await again().catch((refused: unknown) => refused);
  expect(error).toMatchObject({ reason: 'PROVIDER_UNAVAILABLE' });
  expect((error as Error).message).not.toMatch(/127\.0\.0\.1|https?:|internal server/i);
  await desk.simulator.setFaults({ http: null });
  await expectWholeBooks(desk);
});

test('a create that the provider refused is refused again for the same key, not answered with the failed payment', async () => {
  const user = await newUser(desk);
  const input = {
    userId: user.id,
    amountUsd: '2.00',
    currencyCode: 'USDTTRC20',
    idempotencyKey: 'below-the-minimum',
  };
  await expect(createPayment(desk, shop, input)).rejects.toMatchObject({
    reason: 'AMOUNT_TOO_SMALL',
  });
  await expect(createPayment(desk, shop, input)).rejects.toMatchObject({
    reason: 'AMOUNT_TOO_SMALL',
  });
  expect(await Payment.query(desk.knex).where({ userId: user.id })).toMatchObject([
    { status: 'failed', providerStatus: 'not_created' },
  ]);
});
