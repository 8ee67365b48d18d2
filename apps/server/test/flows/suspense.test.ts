import { expect, test } from 'vitest';
import { summary } from '../../src/dashboard/summary.ts';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { markCompleted } from '../../src/payments/markCompleted.ts';
import { markFailed } from '../../src/payments/markFailed.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { wholeDesk } from '../../src/rowFilters/reader.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { listSuspense } from '../../src/suspense/listSuspense.ts';
import { presentSuspense } from '../../src/suspense/presentSuspense.ts';
import { pay } from '../support/fullDesk.ts';
import { balanceOf, expectWholeBooks, newPayment, refusalOf, transactionsOf } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import {
  actors,
  newUser,
  offerCurrencies,
  testDesk,
  testSettings,
  type TestDesk,
} from '../support/testDesk.ts';

const desk = await testDesk();
const cautious = await testDesk({ settings: testSettings({ PARTIAL_PAYMENTS: 'suspense' }) });
await offerCurrencies(desk);
const staff = actors.staff();
const note = 'the payer wrote to us';

async function paidPayment(on: TestDesk = desk, amount = 'full') {
  const user = await newUser(on);
  return { user, payment: await pay(on, await newPayment(on, user.id, '100.00'), amount) };
}
const itemOf = async (payment: Payment) =>
  await SuspenseItem.query(desk.knex).findOne({ paymentId: payment.id }).throwIfNotFound();
const childOf = async (payment: Payment) =>
  await Payment.query(desk.knex).findOne({ parentPaymentId: payment.id }).throwIfNotFound();

test('an item is shown with the name of its currency, and with the code of one that the desk does not know', async () => {
  const { payment } = await paidPayment(cautious, '40');
  const { rows } = await listSuspense(desk, { filter: { paymentId: payment.id } }, wholeDesk);
  expect(rows.map(presentSuspense)).toMatchObject([{ currencyDisplayName: 'USDT (BEP20)' }]);
  const unknown = Object.assign(await itemOf(payment), { currencyCode: 'XYZ', currency: null });
  expect(presentSuspense(unknown)).toMatchObject({ currencyDisplayName: 'XYZ' });
});

test('D8: an over-payment is credited in full', async () => {
  const { user, payment } = await paidPayment(desk, '250');
  expect(payment).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '250.00',
    actualAmountUsd: '250.00',
  });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '250.00' });
});

test('D7: a partial payment is credited pro rata by default', async () => {
  const { user, payment } = await paidPayment(desk, '40');
  expect(payment).toMatchObject({ status: 'partially_paid', creditedAmountUsd: '40.00' });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '40.00' });
});

test('D7: a partial payment goes to suspense when the setting says so, and staff credit it', async () => {
  const { user, payment } = await paidPayment(cautious, '40');
  expect(payment).toMatchObject({
    status: 'partially_paid',
    creditedAmountUsd: '0',
    suspenseAmountUsd: '40.00',
  });
  const item = await itemOf(payment);
  expect(item).toMatchObject({ reason: 'partial_payment', amountUsd: '40.00', userId: user.id });
  await creditSuspense(desk, staff, { id: item.id, note });
  expect(await transactionsOf(desk.knex, user.id)).toMatchObject([
    {
      transactionType: 'deposit',
      amountUsd: '40.00',
      suspenseItemId: item.id,
      paymentId: payment.id,
      actorKind: 'staff',
    },
  ]);
  expect(await AuditEntry.query(desk.knex).findOne({ subjectId: item.id })).toMatchObject({
    action: 'suspense.credit',
    note,
  });
});

test('a partial payment in suspense that is topped up later is credited in full, once', async () => {
  const { user, payment } = await paidPayment(cautious, '40');
  await receiveReport(
    cautious,
    'ipn',
    reportOn(payment, { actually_paid: '100', updated_at: new Date().toISOString() }),
  );
  expect(await transactionsOf(desk.knex, user.id)).toMatchObject([{ amountUsd: '100.00' }]);
  expect(await itemOf(payment)).toMatchObject({ status: 'credited', resolvedByKind: 'system' });
});

test('D11: a re-deposit becomes a child payment in suspense; crediting it completes the child', async () => {
  const { user, payment } = await paidPayment();
  await pay(desk, payment, '20');
  const child = await childOf(payment);
  expect(child).toMatchObject({
    status: 'confirmed',
    actualAmountUsd: '20.00',
    suspenseAmountUsd: '20.00',
    userId: user.id,
  });
  const item = await itemOf(child);
  expect(item).toMatchObject({ reason: 'redeposit', amount: '20' });
  await creditSuspense(desk, staff, { id: item.id, note, idempotencyKey: `credit-${item.id}` });
  await creditSuspense(desk, staff, { id: item.id, note, idempotencyKey: `credit-${item.id}` });
  expect(await Payment.query(desk.knex).findById(child.id)).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '20.00',
    suspenseAmountUsd: '0.00',
  });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({
    balanceUsd: '120.00',
    totalDeposited: '120.00',
  });
});

test('a re-deposit that grows after its first report grows in suspense', async () => {
  const { payment } = await paidPayment();
  const child = { payment_id: '7700001', parent_payment_id: payment.providerPaymentId, order_id: null };
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { ...child, payment_status: 'partially_paid', actually_paid: '5' }),
  );
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { ...child, actually_paid: '12', updated_at: new Date().toISOString() }),
  );
  expect(await childOf(payment)).toMatchObject({ actualAmountUsd: '12.00', suspenseAmountUsd: '12.00' });
});

test('a re-deposit can be returned to the payer', async () => {
  const { user, payment } = await paidPayment();
  await pay(desk, payment, '20');
  const child = await childOf(payment);
  await closeSuspense(desk, staff, { id: (await itemOf(child)).id, note, as: 'returned' });
  expect(await Payment.query(desk.knex).findById(child.id)).toMatchObject({
    status: 'refunded',
    returnedAmountUsd: '20.00',
    suspenseAmountUsd: '0.00',
    creditedAmountUsd: '0',
  });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00' });
});

test('D56: dust can be written off as a fee', async () => {
  const { payment } = await paidPayment();
  await pay(desk, payment, '1.01');
  const child = await childOf(payment);
  await closeSuspense(desk, staff, { id: (await itemOf(child)).id, note, as: 'written_off' });
  expect(await Payment.query(desk.knex).findById(child.id)).toMatchObject({
    status: 'failed',
    feeAmountUsd: '1.01',
  });
});

test('a deposit of another asset has no value until staff give it one', async () => {
  const { user, payment } = await paidPayment();
  await pay(desk, payment, '2', 'bnbbsc');
  const child = await childOf(payment);
  const item = await itemOf(child);
  expect(item).toMatchObject({
    reason: 'wrong_asset',
    currencyCode: 'BNBBSC',
    amount: '2',
    amountUsd: '0.00',
  });
  expect(await refusalOf(creditSuspense(desk, staff, { id: item.id, note }))).toBe('INVALID_INPUT');
  await creditSuspense(desk, staff, { id: item.id, note, amountUsd: '1280.00' });
  expect(await Payment.query(desk.knex).findById(child.id)).toMatchObject({
    status: 'completed',
    actualAmountUsd: '1280.00',
    creditedAmountUsd: '1280.00',
  });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '1380.00' });
});

test('a child payment is resolved in suspense only', async () => {
  const { user, payment } = await paidPayment();
  await pay(desk, payment, '2', 'bnbbsc');
  const child = await childOf(payment);
  expect(await refusalOf(markCompleted(desk, staff, child.id, note))).toBe('PAYMENT_HAS_FUNDS');
  expect(await refusalOf(markFailed(desk, staff, child.id, note))).toBe('PAYMENT_HAS_FUNDS');
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00' });
});

test('an unmatched payment waits for staff to name its user', async () => {
  const { payment } = await paidPayment();
  const unmatched = {
    payment_id: '7700002',
    order_id: 'not ours',
    price_amount: '60',
    pay_amount: '60',
    actually_paid: '60',
  };
  expect(await receiveReport(desk, 'ipn', reportOn(payment, unmatched))).toEqual({
    outcome: 'suspense',
    paymentId: null,
  });
  const item = await SuspenseItem.query(desk.knex)
    .findOne({ providerPaymentId: '7700002' })
    .throwIfNotFound();
  expect(item).toMatchObject({
    reason: 'unknown_payment',
    amountUsd: '60.00',
    userId: null,
    paymentId: null,
  });
  expect(await refusalOf(creditSuspense(desk, staff, { id: item.id, note }))).toBe('SUSPENSE_WITHOUT_USER');
  const owner = await newUser(desk);
  await creditSuspense(desk, staff, { id: item.id, note, userId: owner.id });
  expect(await balanceOf(desk.knex, owner.id)).toMatchObject({ balanceUsd: '60.00' });
  expect(await refusalOf(creditSuspense(desk, staff, { id: item.id, note, userId: owner.id }))).toBe(
    'SUSPENSE_RESOLVED',
  );
});

test('an unmatched payment that grows is recorded in full', async () => {
  const { payment } = await paidPayment();
  const unmatched = { payment_id: '7700003', order_id: 'not ours', price_amount: '60', pay_amount: '60' };
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { ...unmatched, payment_status: 'partially_paid', actually_paid: '20' }),
  );
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { ...unmatched, actually_paid: '60', updated_at: new Date().toISOString() }),
  );
  await receiveReport(
    desk,
    'poll',
    reportOn(payment, { ...unmatched, actually_paid: '60', updated_at: new Date().toISOString() }),
  );
  const items = await SuspenseItem.query(desk.knex)
    .where({ providerPaymentId: '7700003' })
    .orderBy('createdAt');
  expect(items).toMatchObject([
    { reason: 'unknown_payment', amountUsd: '20.00' },
    { reason: 'amount_grew', amountUsd: '40.00', amount: '40' },
  ]);
});

test('money that is reported with a failure goes to suspense', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '100.00');
  await receiveReport(desk, 'ipn', reportOn(payment, { payment_status: 'failed', actually_paid: '0.5' }));
  expect(await itemOf(payment)).toMatchObject({ reason: 'failed_with_funds', amountUsd: '0.50' });
});

test('a provider refund before the credit is recorded as returned', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '100.00');
  await receiveReport(desk, 'ipn', reportOn(payment, { payment_status: 'confirming' }));
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { payment_status: 'refunded', updated_at: new Date().toISOString() }),
  );
  expect(await Payment.query(desk.knex).findById(payment.id)).toMatchObject({
    status: 'refunded',
    returnedAmountUsd: '100.00',
    inFlightAmountUsd: '0.00',
  });
  expect(await transactionsOf(desk.knex, user.id)).toEqual([]);
});

test('a provider refund after the credit moves no balance and is flagged for staff', async () => {
  const { user, payment } = await paidPayment();
  await desk.simulator.setStatus(payment.providerPaymentId as string, { payment_status: 'refunded' });
  await receiveReport(desk, 'poll', await desk.provider.getPayment(payment.providerPaymentId as string));
  expect(await Payment.query(desk.knex).findById(payment.id)).toMatchObject({
    status: 'completed',
    needsAttention: 'provider_refund_after_credit',
    creditedAmountUsd: '100.00',
  });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00' });
});

test('D2: markCompleted credits with a note and an audit row; the provider’s later report credits nothing more', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '100.00');
  await markCompleted(desk, staff, payment.id, note);
  await pay(desk, payment);
  expect(await transactionsOf(desk.knex, user.id)).toMatchObject([
    { amountUsd: '100.00', actorKind: 'staff', actorId: staff.id },
  ]);
  expect(
    await AuditEntry.query(desk.knex).findOne({ subjectId: payment.id, action: 'payments.markCompleted' }),
  ).toMatchObject({ note, actorId: staff.id });
  expect(await refusalOf(markCompleted(desk, staff, payment.id, note))).toBe('ALREADY_CREDITED');
});

test('more money than staff attested goes to suspense', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '100.00');
  await markCompleted(desk, staff, payment.id, note);
  await pay(desk, payment, '130');
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '100.00' });
  expect(await itemOf(payment)).toMatchObject({ reason: 'amount_grew', amountUsd: '30.00', amount: '30' });
});

test('D9: money that arrives after markFailed is credited', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '100.00');
  await markFailed(desk, staff, payment.id, note);
  expect(await pay(desk, payment)).toMatchObject({ status: 'completed', creditedAmountUsd: '100.00' });
});

test('markFailed is refused once money has arrived', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '100.00');
  await receiveReport(desk, 'ipn', reportOn(payment, { payment_status: 'confirming' }));
  expect(await refusalOf(markFailed(desk, staff, payment.id, note))).toBe('PAYMENT_HAS_FUNDS');
});

test('money that is not final counts as in flight, so that nothing is ever unexplained', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '100.00');
  await receiveReport(desk, 'ipn', reportOn(payment, { payment_status: 'confirming', actually_paid: '50' }));
  const { conservation, depositsInFlight } = await summary(desk);
  expect(conservation).toMatchObject({ unexplainedUsd: '0.00' });
  expect(depositsInFlight.count).toBeGreaterThan(0);
});

test('after all of this the books agree', async () => await expectWholeBooks(desk));
