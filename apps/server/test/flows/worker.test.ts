import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { Payment } from '../../src/models/Payment.ts';
import { applyKeptReports } from '../../src/payments/applyKeptReports.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { checkDuePayments } from '../../src/payments/checkDuePayments.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { balanceOf, expectWholeBooks, newPayment, refusalOf, transactionsOf } from '../support/money.ts';
import { pay } from '../support/fullDesk.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const fresh = async (payment: Payment) =>
  await Payment.query(desk.knex).findById(payment.id).throwIfNotFound();

/** Runs the worker for this long, as its job does. */
async function workFor(minutes: number, stepSeconds = 30) {
  for (let second = 0; second < minutes * 60; second += stepSeconds) {
    await desk.advance(stepSeconds);
    while ((await checkDuePayments(desk)) > 0);
  }
}

test('D10: with all notifications lost and no browser open a paid deposit is credited within minutes', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '80.00');
  await workFor(3);
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await workFor(2);
  expect(await fresh(payment)).toMatchObject({ status: 'completed' });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '80.00' });
});

test.each(['cancelled', 'expired', 'failed'] as const)(
  'D9: a payment that is %s is still checked, and late money is credited by the worker alone',
  async (status) => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '80.00');
    if (status === 'cancelled') await cancelPayment(desk, actors.service(), payment.id);
    else
      await receiveReport(
        desk,
        'ipn',
        reportOn(payment, { payment_status: status, actually_paid: '0', updated_at: null }),
      );
    expect(await fresh(payment)).toMatchObject({ status, nextCheckAt: expect.any(Date) });
    await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
    await workFor(60, 600);
    expect(await fresh(payment)).toMatchObject({ status: 'completed', creditedAmountUsd: '80.00' });
  },
);

test('D11: the worker finds a re-deposit by itself', async () => {
  const payment = await pay(desk, await newPayment(desk, (await newUser(desk)).id, '80.00'));
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: '11' });
  await workFor(60, 600);
  expect(await Payment.query(desk.knex).findOne({ parentPaymentId: payment.id })).toMatchObject({
    suspenseAmountUsd: '11.00',
  });
});

test('a child payment whose money is in suspense is checked rarely, not every few seconds', async () => {
  const payment = await pay(desk, await newPayment(desk, (await newUser(desk)).id, '80.00'));
  await pay(desk, payment, '11');
  const child = await Payment.query(desk.knex).findOne({ parentPaymentId: payment.id }).throwIfNotFound();
  expect(
    child.nextCheckAt === null || child.nextCheckAt.getTime() - desk.clock.now().getTime() > 10 * 60_000,
  ).toBe(true);
});

test('after eight days an unpaid payment is no longer checked', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '80.00');
  await desk.advance(9 * 24 * 3600);
  await checkDuePayments(desk);
  expect((await fresh(payment)).nextCheckAt).toBeNull();
});

test('after an outage at the end of its time a payment is checked once more, also after an old notification', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '80.00');
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await desk.advance(10 * 24 * 3600);
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { payment_status: 'waiting', actually_paid: '0', updated_at: null }),
  );
  while ((await checkDuePayments(desk)) > 0);
  expect(await fresh(payment)).toMatchObject({
    status: 'completed',
    creditedAmountUsd: '80.00',
    nextCheckAt: null,
  });
});

test('a provider outage backs off, and the payment is credited when it ends', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '80.00');
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await desk.simulator.setFaults({ http: '500' });
  await workFor(5);
  const waiting = await fresh(payment);
  expect(waiting.status).toBe('pending');
  expect(waiting.checkFailures).toBeGreaterThan(2);
  expect(waiting.nextCheckAt?.getTime()).toBeGreaterThan(desk.clock.now().getTime());
  expect(await refusalOf(refreshPayment(desk, payment.id))).toBe('PROVIDER_UNAVAILABLE');
  await desk.simulator.setFaults({ http: null });
  await workFor(12);
  expect(await fresh(payment)).toMatchObject({ status: 'completed', checkFailures: 0 });
});

/** The state after a process has died between storing a report and applying it. */
async function keptOnly(payment: Payment, body: object, source = 'poll'): Promise<string> {
  const id = newId();
  await desk.knex('provider_events').insert({
    id,
    source,
    provider_payment_id: payment.providerPaymentId,
    provider_status: 'finished',
    digest: id,
    body: JSON.stringify(body),
    received_at: new Date(desk.clock.now().getTime() - 60_000),
  });
  return id;
}

test('D6: a report that was stored by a process which died is applied later, once', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '80.00');
  await desk.simulator.deposit(String(payment.providerPaymentId), { amount: 'full' });
  const eventId = await keptOnly(payment, reportOn(payment).raw as object);
  expect(await applyKeptReports(desk)).toBe(1);
  expect(await applyKeptReports(desk)).toBe(0);
  expect(await transactionsOf(desk.knex, user.id)).toHaveLength(1);
  expect(await desk.knex('provider_event_outcomes').where({ event_id: eventId }).first()).toMatchObject({
    outcome: 'asked',
    payment_id: payment.id,
  });
});

test.each(['poll', 'list', 'create', 'ipn'])(
  'a %s report that somebody wrote into the database credits nothing: the provider is asked, not the row',
  async (source) => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50000.00');
    const body = reportOn(payment).raw as object;
    const eventId = await keptOnly(payment, body, source);
    for (const ipnCredits of ['trust', 'verify'] as const)
      await applyKeptReports({ ...desk, settings: { ...desk.settings, ipnCredits } });
    expect(await transactionsOf(desk.knex, user.id)).toEqual([]);
    expect(await fresh(payment)).toMatchObject({ status: 'pending' });
    expect(await desk.knex('provider_event_outcomes').where({ event_id: eventId }).first()).toMatchObject({
      outcome: 'asked',
      payment_id: payment.id,
    });
  },
);

test('while the provider is away a stored report waits', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '80.00');
  await desk.simulator.deposit(String(payment.providerPaymentId), { amount: 'full' });
  await keptOnly(payment, reportOn(payment).raw as object);
  await desk.simulator.setFaults({ http: '500', count: 100 });
  await applyKeptReports(desk);
  expect(await transactionsOf(desk.knex, user.id)).toEqual([]);
  await desk.simulator.setFaults({ http: null });
  await desk.advance(60);
  await applyKeptReports(desk);
  expect(await transactionsOf(desk.knex, user.id)).toHaveLength(1);
});

test('a stored report with an amount that cannot be stored is flagged, and does not block the others', async () => {
  const user = await newUser(desk);
  const [broken, payment] = [
    await newPayment(desk, user.id, '80.00'),
    await newPayment(desk, user.id, '70.00'),
  ];
  const eventId = await keptOnly(broken, reportOn(broken, { actually_paid: '9'.repeat(50) }).raw as object);
  await desk.simulator.deposit(String(payment.providerPaymentId), { amount: 'full' });
  await keptOnly(payment, reportOn(payment).raw as object);
  await applyKeptReports(desk);
  expect(await fresh(payment)).toMatchObject({ status: 'completed' });
  expect(await desk.knex('provider_event_outcomes').where({ event_id: eventId })).toMatchObject([
    { outcome: 'flagged', payment_id: broken.id },
  ]);
  expect(await fresh(broken)).toMatchObject({ status: 'pending', needsAttention: 'unusable_amount' });
});

test('D6: when the last step of a credit fails, all of it is rolled back', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '80.00');
  // The ledger refuses after the change of the payment, and the outcome row after everything else.
  for (const table of ['transactions', 'provider_event_outcomes']) {
    await desk.knex.raw(
      `create function break_${table}() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$`,
    );
    await desk.knex.raw(
      `create trigger zz_break after insert on ${table} for each row execute function break_${table}()`,
    );
    await expect(receiveReport(desk, 'ipn', reportOn(payment))).rejects.toThrow('power cut');
    await desk.knex.raw(`drop trigger zz_break on ${table}`);
    expect(await fresh(payment)).toMatchObject({
      status: 'pending',
      creditedAmountUsd: '0',
      actualAmountUsd: '0',
    });
    expect(await transactionsOf(desk.knex, user.id)).toEqual([]);
  }
  await receiveReport(desk, 'ipn', reportOn(payment));
  expect(await transactionsOf(desk.knex, user.id)).toHaveLength(1);
});

test('D27: every report is in provider_events as it came, the same one once', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '80.00');
  for (const payment_status of ['confirming', 'confirmed', 'confirmed', 'finished'])
    await receiveReport(
      desk,
      'ipn',
      reportOn(payment, { payment_status, updated_at: '2026-11-01T00:00:00.000Z' }),
    );
  const events = await desk
    .knex('provider_events')
    .where({ provider_payment_id: payment.providerPaymentId, source: 'ipn' })
    .orderBy('id');
  expect(events.map((event: { provider_status: string }) => event.provider_status)).toEqual([
    'confirming',
    'confirmed',
    'finished',
  ]);
});

test('an unknown status is stored as it came, flags the payment and lowers no status', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '80.00');
  await receiveReport(desk, 'ipn', reportOn(payment, { payment_status: 'confirmed' }));
  await receiveReport(
    desk,
    'ipn',
    reportOn(payment, { payment_status: 'on_holiday', updated_at: new Date().toISOString() }),
  );
  expect(await fresh(payment)).toMatchObject({
    status: 'confirmed',
    providerStatus: 'on_holiday',
    needsAttention: 'unknown_status: on_holiday',
  });
});

test('D13: an older report leaves the fields of the newer one', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '80.00');
  const at = (minutesAgo: number) => new Date(desk.clock.now().getTime() + 60_000 - minutesAgo * 1000);
  const newer = reportOn(payment, { payment_status: 'confirmed', updated_at: at(10).toISOString() });
  await receiveReport(desk, 'ipn', newer);
  const older = reportOn(payment, { payment_status: 'confirming', updated_at: at(20).toISOString() });
  expect(await receiveReport(desk, 'ipn', older)).toMatchObject({ outcome: 'stale' });
  expect(await fresh(payment)).toMatchObject({
    status: 'confirmed',
    providerStatus: 'confirmed',
    providerData: newer.raw,
    providerUpdatedAt: newer.updatedAt,
  });
});

test('D28: a check at the provider is not a change of status', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '80.00');
  await desk.advance(60);
  const asked = await refreshPayment(desk, payment.id);
  expect(asked.statusChangedAt).toEqual(payment.statusChangedAt);
  expect(asked.checkedAt?.getTime()).toBeGreaterThan(payment.createdAt.getTime());
});

test('D16: the hash of the paying transaction is taken from the provider', async () => {
  expect(
    (await pay(desk, await newPayment(desk, (await newUser(desk)).id, '80.00'))).transactionHash,
  ).toMatch(/^0x[0-9a-f]{64}$/);
});

test('D15: a payment on a memo network carries its memo', async () => {
  expect(await newPayment(desk, (await newUser(desk)).id, '80.00', 'XRP')).toMatchObject({
    payinExtraId: expect.stringMatching(/^\d+$/),
  });
});

test('after all of this the books agree', async () => await expectWholeBooks(desk));
