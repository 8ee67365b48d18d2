import { formatUsd, sumUsd } from '@paydesk/types';
import { expect, test } from 'vitest';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import { Currency } from '../../src/models/Currency.ts';
import { Payment } from '../../src/models/Payment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { syncCurrencies } from '../../src/currencies/syncCurrencies.ts';
import { adjustBalance } from '../../src/transactions/adjustBalance.ts';
import { chargeFee } from '../../src/transactions/chargeFee.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { pay } from '../support/fullDesk.ts';
import { call, httpDesk, procedures, staffCaller } from '../support/http.ts';
import { balanceOf, newPayment, refusalOf, transactionsOf } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const admin = await staffCaller(desk, 'admin');

test('D14: the network of a coin is the one that the provider names, never guessed from its code', async () => {
  const provided = await desk.provider.fullCurrencies();
  const stored = new Map(
    (await Currency.query(desk.knex)).map((currency) => [currency.code, currency.network]),
  );
  expect(stored.size).toBeGreaterThan(50);
  for (const row of provided)
    if (row.network !== null)
      expect([row.code, stored.get(row.code.toUpperCase())]).toEqual([row.code, row.network]);
});

test('D17: an amount goes to the provider and comes back without passing through a float', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '16777.29');
  const atProvider = desk.simulator.payment(payment.providerPaymentId as string);
  expect([atProvider.priceAmount, formatUsd(payment.amountUsd)]).toEqual(['16777.29', '16777.29']);
  const exact = '16777.290000000000000001';
  await receiveReport(desk, 'ipn', reportOn(payment, { actually_paid: exact }));
  expect(await Payment.query(desk.knex).findById(payment.id)).toMatchObject({
    actualAmount: exact,
    creditedAmountUsd: '16777.29',
  });
});

test('D20: the received amount is stored, in crypto and in USD', async () => {
  expect(await pay(desk, await newPayment(desk, (await newUser(desk)).id), '55.5')).toMatchObject({
    actualAmount: '55.5',
    actualAmountUsd: '55.50',
  });
});

test('D24 and D25: every payment has a page on the desk, and expires when the provider’s quote does', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id);
  const { data } = await call(app, admin, 'payments.get', { id: payment.id });
  expect(data).toMatchObject({ paymentUrl: expect.stringMatching(/^http:\/\/desk\.test\/pay\/[\w-]{32}$/) });
  expect(payment.expiresAt?.getTime()).toBe(
    desk.simulator.payment(payment.providerPaymentId as string).validUntil,
  );
});

test('D41: a withdrawal can be quoted, requested and cancelled over the API', () => {
  for (const path of ['withdrawals.quote', 'withdrawals.create', 'withdrawals.cancel'])
    expect(procedures.has(path)).toBe(true);
});

test('D50 to D52: balance and totals follow from the entries by one definition, checked without changing anything', async () => {
  const user = await newUser(desk);
  const by = actors.service();
  await pay(desk, await newPayment(desk, user.id, '100.00'));
  const charge = await chargeUser(desk, by, { userId: user.id, amountUsd: '30.00' });
  await refundCharge(desk, by, { chargeId: charge.id, amountUsd: '10.00' });
  await giveBonus(desk, by, { userId: user.id, amountUsd: '5.00' });
  await chargeFee(desk, by, { userId: user.id, amountUsd: '1.00' });
  await adjustBalance(desk, actors.staff(), { userId: user.id, amountUsd: '-4.00', reason: 'a correction' });
  const rows = await transactionsOf(desk.knex, user.id);
  const balance = await balanceOf(desk.knex, user.id);
  expect([sumUsd(rows.map((row) => row.amountUsd)), formatUsd(balance.balanceUsd)]).toEqual([
    '80.00',
    '80.00',
  ]);
  // Bonuses, refunds and adjustments do not count as deposits, nor charges and fees as withdrawals.
  expect([formatUsd(balance.totalDeposited), formatUsd(balance.totalWithdrawn)]).toEqual(['100.00', '0.00']);
  expect(await verifyLedger(desk.knex, user.id)).toMatchObject({ firstBad: null, transactions: 6 });
  expect(await balanceOf(desk.knex, user.id)).toEqual(balance);
});

test('D57: the balance at a time is that after the last entry before it', async () => {
  const user = await newUser(desk);
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '5.00' });
  await desk.advance(3600);
  const between = new Date(desk.clock.now().getTime() - 1800_000).toISOString();
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '7.00' });
  const at = async (time: string) =>
    (await call(app, admin, 'balances.at', { userId: user.id, at: time })).data;
  expect(await at(between)).toMatchObject({ balanceUsd: '5.00', seq: 1 });
  expect(await at(new Date().toISOString())).toMatchObject({ balanceUsd: '12.00', seq: 2 });
});

test('D61: procedures that call the provider are mutations, and a repeat within a second sends nothing', async () => {
  for (const path of ['payments.refresh', 'payments.confirm'])
    expect(procedures.get(path)?.type).toBe('mutation');
  const payment = await newPayment(desk, (await newUser(desk)).id);
  let asked = 0;
  const get = desk.provider.getPayment;
  desk.provider.getPayment = async (...asking) => {
    asked += 1;
    return await get(...asking);
  };
  for (let click = 0; click < 5; click += 1) await call(app, admin, 'payments.refresh', { id: payment.id });
  desk.provider.getPayment = get;
  expect(asked).toBe(1);
});

test('D63: a refusal is never answered 200', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id);
  await desk.simulator.setFaults({ http: '500', count: 1 });
  expect((await call(app, admin, 'payments.confirm', { id: payment.id })).status).toBe(503);
  await desk.simulator.setFaults({ http: null });
  await desk.advance(60);
});

test('D67: a deactivated currency is refused at once', async () => {
  const user = await newUser(desk);
  await Currency.query(desk.knex).where({ code: 'SOL' }).patch({ isActive: false });
  expect(await refusalOf(newPayment(desk, user.id, '20.00', 'SOL'))).toBe('CURRENCY_INACTIVE');
});

test('D71: an app’s description of a payment is not sent to the provider', async () => {
  const payment = await createPayment(desk, actors.service(), {
    userId: (await newUser(desk)).id,
    amountUsd: '20.00',
    currencyCode: 'USDTBSC',
    description: 'Jane Doe, 12 Main Street',
  });
  const atProvider = desk.simulator.payment(payment.providerPaymentId as string);
  expect(atProvider.orderId).toBe(payment.internalPaymentId);
  // The desk’s own: ids and the amount.
  expect(atProvider.orderDescription).toMatch(/^paydesk-1 [0-9a-f-]{36} 20\.00 USDTBSC \S+ \S+$/);
  expect(JSON.stringify(atProvider)).not.toMatch(/Jane|Main Street/);
});

test('D77: a payment below the coin’s minimum is refused before the provider is asked, and by the provider after', async () => {
  const user = await newUser(desk);
  await Currency.query(desk.knex).where({ code: 'BTC' }).patch({ minAmountUsd: '15.00' });
  expect(await refusalOf(newPayment(desk, user.id, '14.99', 'BTC'))).toBe('AMOUNT_TOO_SMALL');
  await Currency.query(desk.knex)
    .where({ code: 'BTC' })
    .patch({ minAmountUsd: '1.00', providerMinAmountUsd: null });
  expect(await refusalOf(newPayment(desk, user.id, '5.00', 'BTC'))).toBe('AMOUNT_TOO_SMALL');
});

test('D79: settings of staff survive the next sync', async () => {
  await Currency.query(desk.knex)
    .where({ code: 'USDTBSC' })
    .patch({ name: 'Tether by staff', symbol: 'T', networkFeeUsd: '3.33', minAmountUsd: '9.00' });
  await syncCurrencies(desk, actors.system, {});
  expect(await Currency.query(desk.knex).findOne({ code: 'USDTBSC' })).toMatchObject({
    name: 'Tether by staff',
    symbol: 'T',
    networkFeeUsd: '3.33',
    minAmountUsd: '9.00',
    isActive: true,
  });
});
