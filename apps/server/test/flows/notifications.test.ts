import { signIpn } from '@paydesk/simulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { createApp } from '../../src/http/createApp.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { applyKeptReports } from '../../src/payments/applyKeptReports.ts';
import { checkDuePayments } from '../../src/payments/checkDuePayments.ts';
import { balanceOf, expectWholeBooks, newPayment } from '../support/money.ts';
import { reportOn, signedIpn } from '../support/reports.ts';
import { newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const desk = await testDesk();
const trusting = { ...desk, settings: testSettings({ IPN_CREDITS: 'trust' }) };
beforeAll(async () => await offerCurrencies(desk));
beforeEach(() => desk.simulator.setFaults({ http: null }));

async function webhookOf(ctx: AppContext) {
  const app = await createApp(ctx);
  afterAll(async () => await app.close());
  return async (signed: { payload: string; headers: Record<string, string> }) =>
    await app.inject({ method: 'POST', url: '/webhooks/nowpayments', ...signed });
}
const webhook = await webhookOf(desk);
const trustingWebhook = await webhookOf(trusting);

const ipnOn = (payment: Payment, changes: Record<string, unknown> = {}) =>
  signedIpn(desk, reportOn(payment, changes).raw as object);
const fresh = async ({ id }: Payment) => await Payment.query(desk.knex).findById(id).throwIfNotFound();
const balance = async (userId: string) => Number((await balanceOf(desk.knex, userId)).balanceUsd);
const outcomeOf = async (payment: Pick<Payment, 'providerPaymentId'>) =>
  (await desk
    .knex('provider_events as e')
    .leftJoin('provider_event_outcomes as o', 'o.event_id', 'e.id')
    .where({ 'e.provider_payment_id': payment.providerPaymentId, 'e.source': 'ipn' })
    .first('o.outcome')) as { outcome: string | null } | undefined;

async function newOrder(amountUsd = '50.00') {
  const user = await newUser(desk);
  return { user, payment: await newPayment(desk, user.id, amountUsd) };
}
const deposit = async ({ providerPaymentId }: Payment) =>
  await desk.simulator.deposit(providerPaymentId as string, { amount: 'full' });

test('a notification makes the desk ask the API, and the answer credits at once', async () => {
  const { user, payment } = await newOrder();
  await deposit(payment);
  expect((await webhook(ipnOn(payment))).json()).toEqual({ ok: true, outcome: 'applied' });
  expect(await balance(user.id)).toBe(50);
  expect(await outcomeOf(payment)).toEqual({ outcome: 'asked' });
});

test('a notification that the API does not confirm credits nothing, however well it is signed', async () => {
  const { user, payment } = await newOrder();
  expect((await webhook(ipnOn(payment))).json()).toMatchObject({ ok: true, outcome: 'unchanged' });
  expect(await balance(user.id)).toBe(0);
  expect(await fresh(payment)).toMatchObject({ status: 'pending', needsAttention: null });
});

test('a notification that differs from its payment alerts staff, and is no money by itself', async () => {
  const { user, payment } = await newOrder();
  const forged = ipnOn(payment, { pay_currency: 'btc', actually_paid: '50' });
  expect((await webhook(forged)).statusCode).toBe(200);
  expect(await fresh(payment)).toMatchObject({
    status: 'pending',
    needsAttention: 'report_mismatch: pay_currency',
  });
  expect(await SuspenseItem.query(desk.knex).where({ userId: user.id })).toEqual([]);
  expect(await outcomeOf(payment)).toEqual({ outcome: 'flagged' });
});

test('the notification says less than the API: the API counts', async () => {
  const { user, payment } = await newOrder();
  await deposit(payment);
  await webhook(ipnOn(payment, { payment_status: 'waiting', actually_paid: '0' }));
  expect(await balance(user.id)).toBe(50);
});

test.each(['500', '429', 'timeout'] as const)(
  'while the API answers %s the credit waits, and nothing is lost',
  async (http) => {
    const { user, payment } = await newOrder();
    await deposit(payment);
    await desk.simulator.setFaults({ http });
    const before = Date.now();
    expect((await webhook(ipnOn(payment))).json()).toEqual({ ok: true, outcome: 'stored' });
    expect(Date.now() - before).toBeLessThan(2500);
    expect(await balance(user.id)).toBe(0);
    expect((await fresh(payment)).nextCheckAt?.getTime()).toBeLessThanOrEqual(desk.clock.now().getTime());
    await desk.advance(60);
    await applyKeptReports(desk);
    expect(await outcomeOf(payment)).toEqual({ outcome: null });

    await desk.simulator.setFaults({ http: null });
    // The worker finds it in either way.
    if (http === '500') await checkDuePayments(desk, 50);
    else await applyKeptReports(desk);
    expect(await balance(user.id)).toBe(50);
    await applyKeptReports(desk);
    expect(await outcomeOf(payment)).toEqual({ outcome: 'asked' });
    expect(await balance(user.id)).toBe(50);
  },
);

test.each([
  ['is away', { http: '500' }, { http: null }],
  ['answers with an amount that cannot be stored', { answer: 'absurd_amount' }, { answer: null }],
] as const)(
  'a payment that the desk does not know is asked about too, and waits while the API %s',
  async (_why, fault, healed) => {
    const { payment } = await newOrder();
    const foreign = await desk.provider.createPayment({
      priceAmount: '30.00',
      priceCurrency: 'usd',
      payCurrency: 'usdtbsc',
      orderId: 'from-elsewhere',
    });
    const { providerPaymentId } = foreign;
    await desk.simulator.deposit(providerPaymentId, { amount: 'full' });
    const heldItems = async () => await SuspenseItem.query(desk.knex).where({ providerPaymentId });
    await desk.simulator.setFaults(fault);
    const notice = ipnOn(payment, { payment_id: providerPaymentId, order_id: 'from-elsewhere' });
    expect((await webhook(notice)).json()).toMatchObject({ outcome: 'stored' });
    expect(await heldItems()).toEqual([]);
    await desk.simulator.setFaults(healed);
    await desk.advance(60);
    await applyKeptReports(desk);
    expect(await heldItems()).toMatchObject([
      { reason: 'unknown_payment', amount: '30', amountUsd: '30.00' },
    ]);
  },
);

test('a payment that the provider does not know either leaves nothing but its event', async () => {
  const { user, payment } = await newOrder();
  const notice = ipnOn(payment, { payment_id: '9999999', order_id: null, actually_paid: '1000000' });
  expect((await webhook(notice)).json()).toEqual({ ok: true, outcome: 'unknown_payment' });
  expect(await SuspenseItem.query(desk.knex).where({ providerPaymentId: '9999999' })).toEqual([]);
  expect(await outcomeOf({ providerPaymentId: '9999999' })).toEqual({ outcome: 'unknown_payment' });
  expect(await balance(user.id)).toBe(0);
});

test('an answer about another payment is not believed', async () => {
  const { user, payment } = await newOrder();
  const other = await newOrder('20.00');
  await deposit(other.payment);
  const { getPayment } = desk.provider;
  desk.provider.getPayment = async () => await getPayment(other.payment.providerPaymentId as string);
  await webhook(ipnOn(payment)).finally(() => (desk.provider.getPayment = getPayment));
  expect([await balance(user.id), await balance(other.user.id)]).toEqual([0, 0]);
});

test('with IPN_CREDITS=trust the notification itself credits, and still only what it agrees with', async () => {
  const { user, payment } = await newOrder();
  await trustingWebhook(ipnOn(payment, { pay_currency: 'btc' }));
  expect(await balance(user.id)).toBe(0);
  expect((await trustingWebhook(ipnOn(payment))).json()).toEqual({ ok: true, outcome: 'applied' });
  expect(await balance(user.id)).toBe(50);
});

test.each([
  '{"actually_paid":1e30}',
  '{"actually_paid":-5}',
  '{"actually_paid":"NaN"}',
  '{"actually_paid":[1]}',
  '{"price_amount":1e30}',
  '{"updated_at":99999999999999}',
  '{"updated_at":"2099-01-01T00:00:00.000Z"}',
  String.raw`{"order_id":"\u0000\ud800"}`,
  String.raw`{"payment_status":"\u0000"}`,
  `{"payment_status":"${'x'.repeat(9000)}"}`,
  `{"payin_hash":"${'f'.repeat(9000)}"}`,
  `{"payment_id":"${'1'.repeat(9000)}"}`,
  `{"parent_payment_id":"${'1'.repeat(9000)}"}`,
  '{"payment_extra_ids":{"0":"x","1":{}}}',
])('an absurd but signed body is answered 200, whichever way it is applied: %#', async (change) => {
  for (const post of [webhook, trustingWebhook]) {
    const { user, payment } = await newOrder();
    const text = JSON.stringify(reportOn(payment).raw);
    const [name = ''] = Object.keys(JSON.parse(change) as object);
    const rest = text
      .slice(0, -1)
      .replace(new RegExp(`"${name}":("[^"]*"|null),?`), '')
      .replace(/,$/, '');
    const payload = `${rest},${change.slice(1)}`;
    const { ipnSecret } = desk.settings.provider;
    const headers = { 'content-type': 'application/json', 'x-nowpayments-sig': signIpn(payload, ipnSecret) };
    expect((await post({ payload, headers })).statusCode).toBe(200);
    expect(await balance(user.id)).toBeLessThanOrEqual(50);
    // A poll afterwards still works.
    await Payment.query(desk.knex).findById(payment.id).patch({ nextCheckAt: desk.clock.now() });
    await checkDuePayments(desk, 50);
  }
});

test('the books agree after all of this', async () => {
  await expectWholeBooks(desk);
});
