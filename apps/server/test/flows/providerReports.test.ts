import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from '@paydesk/types';
import { beforeAll, describe, expect, test } from 'vitest';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { ProviderError } from '../../src/nowpayments/providerError.ts';
import { readProviderReport, type ProviderReport } from '../../src/nowpayments/providerReport.ts';
import { acknowledgePayment } from '../../src/payments/acknowledgePayment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { receiveNotification } from '../../src/payments/receiveNotification.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { balanceOf, EVM_ADDRESS, expectWholeBooks, newPayment, refusalOf } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
beforeAll(async () => await offerCurrencies(desk));

const fresh = async ({ id }: Payment) => await Payment.query(desk.knex).findById(id).throwIfNotFound();
const itemsOf = async ({ id }: Payment) =>
  await SuspenseItem.query(desk.knex).where({ paymentId: id }).orderBy('createdAt');

/** A report that the payment of 50 USD was paid in full, in which one field is not what it should be. */
const FIELDS: Record<string, { differs: unknown; absurd: unknown }> = {
  order_id: { differs: 'PAY_20260101000000_00000000', absurd: 'x'.repeat(5000) },
  order_description: { differs: 'Jane Doe', absurd: 'x'.repeat(5000) },
  pay_address: { differs: EVM_ADDRESS, absurd: 'A'.repeat(5000) },
  pay_currency: { differs: 'btc', absurd: '\0\ud800' },
  price_amount: { differs: '49.99', absurd: '1e30' },
  price_currency: { differs: 'eur', absurd: 'NaN' },
  parent_payment_id: { differs: '4040404040', absurd: '\0' },
  actually_paid: { differs: '3700000', absurd: '1e30' },
  updated_at: { differs: '2099-01-01T00:00:00.000Z', absurd: '99999999999999' },
  payment_status: { differs: 'waiting', absurd: 'x'.repeat(5000) },
  pay_amount: { differs: '0.001', absurd: '1e30' },
  payin_extra_id: { differs: '12345', absurd: 'x'.repeat(5000) },
  payin_hash: { differs: 'ab'.repeat(32), absurd: 'x'.repeat(5000) },
  network: { differs: 'trx', absurd: '\0' },
  outcome_amount: { differs: '3700000', absurd: '1e30' },
  outcome_currency: { differs: 'eur', absurd: 'x'.repeat(5000) },
  valid_until: { differs: '1970-01-01T00:00:00Z', absurd: '9999-12-31T23:59:59Z' },
  expiration_estimate_date: { differs: '1970-01-01T00:00:00Z', absurd: '9999-12-31T23:59:59Z' },
  created_at: { differs: '2099-01-01T00:00:00Z', absurd: '0000-01-01' },
  payment_extra_ids: { differs: ['4040404040'], absurd: { a: [[['\0']]] } },
  origin_type: { differs: 'INVOICE', absurd: 'x'.repeat(5000) },
};

/** What each change does, beside the rule that never more than the honest 50.00 is credited. */
const OUTCOMES: Record<string, Partial<Record<'differs' | 'missing' | 'null' | 'absurd', string>>> = {
  order_id: { differs: 'held', missing: 'held', null: 'held', absurd: 'held' },
  pay_address: { differs: 'held', missing: 'held', null: 'held', absurd: 'held' },
  pay_currency: { differs: 'held', missing: 'held', null: 'held', absurd: 'held' },
  price_amount: { differs: 'held', missing: 'held', null: 'held', absurd: 'held' },
  price_currency: { differs: 'held', missing: 'held', null: 'held', absurd: 'held' },
  // Without a readable parent it is the payment itself.
  parent_payment_id: { differs: 'held', missing: 'credited', null: 'credited', absurd: 'credited' },
  actually_paid: { missing: 'nothing', null: 'nothing', absurd: 'flagged' },
  updated_at: { differs: 'credited', missing: 'credited', null: 'credited', absurd: 'credited' },
  payment_status: { differs: 'waits', absurd: 'unknown' },
  // What was requested was fixed when the address was issued: later reports do not change the rate.
  ...Object.fromEntries(
    [
      // Read of unknown payments alone.
      'order_description',
      'pay_amount',
      'payin_extra_id',
      'payin_hash',
      'network',
      'outcome_amount',
      'outcome_currency',
      'valid_until',
      'expiration_estimate_date',
      'created_at',
      'payment_extra_ids',
      'origin_type',
    ].map((field) => [
      field,
      { differs: 'credited', missing: 'credited', null: 'credited', absurd: 'credited' },
    ]),
  ),
};

const cases = Object.entries(OUTCOMES).flatMap(([field, outcomes]) =>
  (['ipn', 'poll', 'list', 'create'] as const).flatMap((source) =>
    Object.entries(outcomes).map(([change, outcome]) => ({ field, source, change, outcome })),
  ),
);

function changed(report: ProviderReport, field: string, change: string): ProviderReport {
  const { [field]: _left, ...rest } = report.raw as Record<string, unknown>;
  const value = change === 'null' ? null : FIELDS[field]?.[change as 'differs' | 'absurd'];
  const body = change === 'missing' ? rest : { ...rest, [field]: value };
  return readProviderReport(body) as ProviderReport;
}

test.each(cases)(
  'a $source report in which $field is $change: $outcome',
  async ({ field, source, change, outcome }) => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00');
    const report = changed(reportOn(payment), field, change);
    await receiveReport(desk, source, report);
    await receiveReport(desk, source, report);

    const after = await fresh(payment);
    const balance = new Decimal((await balanceOf(desk.knex, user.id)).balanceUsd);
    expect(balance.lessThanOrEqualTo('50')).toBe(true);
    const items = await itemsOf(payment);
    switch (outcome) {
      case 'held':
        expect(balance.isZero()).toBe(true);
        expect(after).toMatchObject({
          status: 'pending',
          providerUpdatedAt: payment.providerUpdatedAt,
          actualAmount: payment.actualAmount,
        });
        expect(after.needsAttention).toBe(`report_mismatch: ${field}`);
        expect(items).toMatchObject([
          { reason: 'report_mismatch', status: 'open', amount: '50', amountUsd: '0.00' },
        ]);
        break;
      case 'credited':
        expect(balance.equals('50')).toBe(true);
        expect([after.status, items]).toEqual(['completed', []]);
        break;
      case 'waits':
        expect([balance.isZero(), after.status, after.needsAttention, items]).toEqual([
          true,
          'pending',
          null,
          [],
        ]);
        break;
      case 'unknown':
        expect([balance.isZero(), after.status, items]).toEqual([true, 'pending', []]);
        expect(after.needsAttention).toBe(`unknown_status: ${'x'.repeat(100)}`);
        break;
      case 'flagged':
        expect(balance.isZero()).toBe(true);
        expect([after.status, after.needsAttention, items]).toEqual(['pending', 'unusable_amount', []]);
        break;
      default:
        expect(balance.isZero()).toBe(true);
        expect([after.needsAttention, items]).toEqual(['finished_without_funds', []]);
    }
  },
);

test('each field that is read is in the table', () => {
  const read = readFileSync(join(import.meta.dirname, '../../src/nowpayments/providerReport.ts'), 'utf8');
  const fields = [...read.matchAll(/body\['([a-z_]+)'\]/g)].map(([, field]) => field);
  expect(new Set([...Object.keys(OUTCOMES), 'payment_id'])).toEqual(new Set(fields));
});

test.each(['payment_id', 'payment_status'])('without a %s it is no report of a payment', async (field) => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
  const body = reportOn(payment).raw as Record<string, unknown>;
  for (const value of [undefined, null, '', 'null', [], {}, true])
    expect(readProviderReport({ ...body, [field]: value })).toBeNull();
  for (const payment_id of ['x'.repeat(65), '1 2', '\0', '../1', '1.5'])
    expect(readProviderReport({ ...body, payment_id })).toBeNull();
});

describe('a notification is a doorbell: the API’s answer counts', () => {
  const notices = Object.entries(OUTCOMES).flatMap(([field, outcomes]) =>
    Object.entries(outcomes).map(([change, outcome]) => ({ field, change, outcome })),
  );

  test.each(notices)('also when its $field is $change', async ({ field, change, outcome }) => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00');
    const notice = changed(reportOn(payment), field, change);
    const balance = async () => (await balanceOf(desk.knex, user.id)).balanceUsd;
    await receiveNotification(desk, notice, 'raw');
    expect(await balance()).toBe('0');
    await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
    await receiveNotification(desk, notice, 'raw');
    expect(await balance()).toBe('50.00');
    const { status, needsAttention } = await fresh(payment);
    expect(status).toBe('completed');
    if (outcome === 'held') expect(needsAttention).toBe(`report_mismatch: ${field}`);
  });
});

describe('a report that differs', () => {
  test('of a BTC payment in a stablecoin credits nothing, and staff decide what it is worth', async () => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00', 'BTC');
    await desk.simulator.setStatus(payment.providerPaymentId as string, {
      payment_status: 'finished',
      pay_currency: 'usdttrc20',
      actually_paid: '50',
    });
    const after = await refreshPayment(desk, payment.id);
    expect(after).toMatchObject({ status: 'pending', needsAttention: 'report_mismatch: pay_currency' });
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '0' });
    const [item] = await itemsOf(payment);
    expect(item).toMatchObject({ currencyCode: 'USDTTRC20', amount: '50', amountUsd: '0.00' });
    expect(
      await AuditEntry.query(desk.knex).where({ subjectId: payment.id, action: 'payments.reportHeld' }),
    ).toMatchObject([{ note: 'report_mismatch: pay_currency' }]);

    await creditSuspense(desk, actors.staff(), {
      id: item?.id ?? '',
      note: 'asked the provider',
      amountUsd: '50.00',
    });
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '50.00' });
  });

  test('is answered once: the flag does not come back with the same report', async () => {
    const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
    const report = reportOn(payment, { pay_currency: 'btc' });
    await receiveReport(desk, 'poll', report);
    await acknowledgePayment(desk, actors.staff(), payment.id, 'the provider corrects it');
    await receiveReport(desk, 'poll', report);
    expect((await fresh(payment)).needsAttention).toBeNull();
  });

  test('gives way to the honest report, whose credit takes the place of what was held', async () => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00');
    await receiveReport(desk, 'poll', reportOn(payment, { price_currency: 'eur' }));
    await receiveReport(desk, 'poll', reportOn(payment));
    expect(await fresh(payment)).toMatchObject({ status: 'completed', creditedAmountUsd: '50.00' });
    expect(await itemsOf(payment)).toMatchObject([{ status: 'credited', resolvedByKind: 'system' }]);
  });

  test('after the credit only raises a flag', async () => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00');
    await receiveReport(desk, 'poll', reportOn(payment));
    await receiveReport(desk, 'poll', reportOn(payment, { pay_currency: 'btc', actually_paid: '7' }));
    expect(await fresh(payment)).toMatchObject({ needsAttention: 'report_mismatch: pay_currency' });
    expect(await itemsOf(payment)).toEqual([]);
  });

  test('spells the address in another way: that is no difference', async () => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00');
    const payAddress = payment.payAddress?.toLowerCase();
    await receiveReport(desk, 'poll', reportOn(payment, { pay_address: payAddress }));
    expect(await fresh(payment)).toMatchObject({ status: 'completed' });
  });
});

test('an unknown payment has a value only if it is priced in US dollars and is no more than was asked', async () => {
  const body = { order_id: null, price_amount: '20', price_currency: 'usd', pay_amount: '20' };
  const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
  for (const [payment_id, reported, value] of [
    ['9100001', { actually_paid: '20' }, '20.00'],
    ['9100002', { actually_paid: '20', price_currency: 'eur' }, '0.00'],
    ['9100003', { actually_paid: '20', price_currency: null }, '0.00'],
    // Counted in the units of another coin, say: nothing that the desk knows would contradict it.
    ['9100004', { actually_paid: '20000', pay_currency: 'trx' }, '0.00'],
    ['9100005', { actually_paid: '20.000001' }, '0.00'],
    ['9100006', { actually_paid: '20', pay_amount: null }, '0.00'],
  ] as const) {
    await receiveReport(desk, 'ipn', reportOn(payment, { ...body, payment_id, ...reported }));
    expect(await SuspenseItem.query(desk.knex).where({ providerPaymentId: payment_id })).toMatchObject([
      { reason: 'unknown_payment', amountUsd: value },
    ]);
  }
});

test('a re-deposit of an unnamed asset, or at another address, has no value until staff give it one', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
  for (const [payment_id, change, reason] of [
    ['9200001', { pay_currency: null }, 'wrong_asset'],
    ['9200002', { pay_address: EVM_ADDRESS }, 'report_mismatch'],
    ['9200003', {}, 'redeposit'],
  ] as const) {
    const child = { payment_id, parent_payment_id: payment.providerPaymentId, order_id: null };
    await receiveReport(desk, 'poll', reportOn(payment, { ...child, ...change }));
    expect(await SuspenseItem.query(desk.knex).where({ providerPaymentId: payment_id })).toMatchObject([
      { reason, amountUsd: reason === 'redeposit' ? '50.00' : '0.00' },
    ]);
  }
});

test('the further growth of a re-deposit counts only in the asset that it came in', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
  const child = { payment_id: '9300001', parent_payment_id: payment.providerPaymentId, order_id: null };
  await receiveReport(desk, 'poll', reportOn(payment, { ...child, actually_paid: '5' }));
  await receiveReport(desk, 'poll', reportOn(payment, { ...child, pay_currency: 'btc', actually_paid: '9' }));
  const items = await SuspenseItem.query(desk.knex).where({ providerPaymentId: '9300001' });
  // Which of the two assets it is, and so its value, is for staff to find out.
  expect(items).toMatchObject([{ amount: '5', amountUsd: '0.00', status: 'open' }]);
});

test('a re-deposit that a later report says is less loses its value until staff give it one', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '50.00');
  const report = (actually_paid: string, minutes: number | null) => {
    const time = new Date(desk.clock.now().getTime() + (minutes ?? 0) * 1000);
    return reportOn(payment, {
      payment_id: '9300002',
      parent_payment_id: payment.providerPaymentId,
      order_id: null,
      actually_paid,
      updated_at: minutes === null ? null : time.toISOString(),
    });
  };
  const child = async () =>
    await Payment.query(desk.knex).findOne({ providerPaymentId: '9300002' }).throwIfNotFound();
  await receiveReport(desk, 'poll', report('26800', 2));
  // Older, or of no known time: it may be from before the amount grew.
  await receiveReport(desk, 'poll', report('26.8', 1));
  await receiveReport(desk, 'poll', report('26.8', null));
  expect(await child()).toMatchObject({ needsAttention: null, suspenseAmountUsd: '26800.00' });

  await receiveReport(desk, 'poll', report('26.8', 3));
  expect(await child()).toMatchObject({
    needsAttention: 'report_mismatch: actually_paid',
    actualAmountUsd: '0.00',
    suspenseAmountUsd: '0.00',
  });
  const [item] = await itemsOf(await child());
  expect(item).toMatchObject({ status: 'open', amount: '26800', amountUsd: '0.00' });
  expect(
    await AuditEntry.query(desk.knex).findOne({
      action: 'payments.reportHeld',
      subjectId: (await child()).id,
    }),
  ).toMatchObject({ after: { withdrawnUsd: '26800.00' } });
  const id = item?.id ?? '';
  const note = 'looked it up on the chain';
  expect(await refusalOf(creditSuspense(desk, actors.staff(), { id, note }))).toBe('INVALID_INPUT');
  await creditSuspense(desk, actors.staff(), { id, note, amountUsd: '26.80' });
  expect(await child()).toMatchObject({ status: 'completed', creditedAmountUsd: '26.80' });
  expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '26.80' });
});

test('the value of what is in suspense can be withdrawn, and not changed to another', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
  const child = { payment_id: '9300003', parent_payment_id: payment.providerPaymentId, order_id: null };
  await receiveReport(desk, 'poll', reportOn(payment, { ...child, actually_paid: '5' }));
  const row = () => desk.knex('suspense_items').where({ provider_payment_id: '9300003' });
  expect(await refusalOf(row().update({ amount_usd: '4.00' }))).toBe('IMMUTABLE');
  expect(
    await refusalOf(
      row().update({
        amount_usd: '0.00',
        status: 'written_off',
        note: 'x',
        resolved_by_kind: 'staff',
        resolved_at: new Date(),
      }),
    ),
  ).toBe('IMMUTABLE');
  // Only together with the payment's own amounts.
  expect(await refusalOf(row().update({ amount_usd: '0.00' }))).toBe('BOOKS_DISAGREE');
});

test('what exceeds the requested amount by more than the limit waits in suspense', async () => {
  const user = await newUser(desk);
  const payment = await newPayment(desk, user.id, '50.00');
  await receiveReport(desk, 'poll', reportOn(payment, { actually_paid: '3700000' }));
  expect(await fresh(payment)).toMatchObject({
    status: 'completed',
    actualAmountUsd: '3700000.00',
    creditedAmountUsd: '1050.00',
    suspenseAmountUsd: '3698950.00',
  });
  expect(await itemsOf(payment)).toMatchObject([
    { reason: 'large_overpayment', amount: '3698950', amountUsd: '3698950.00' },
  ]);
  await receiveReport(desk, 'poll', reportOn(payment, { actually_paid: '3700000', updated_at: null }));
  expect(await itemsOf(payment)).toHaveLength(1);

  const exact = await newPayment(desk, user.id, '50.00');
  await receiveReport(desk, 'poll', reportOn(exact, { actually_paid: '1050' }));
  expect(await fresh(exact)).toMatchObject({ creditedAmountUsd: '1050.00', suspenseAmountUsd: '0.00' });
});

test('a time in the future makes no honest report look old', async () => {
  const payment = await newPayment(desk, (await newUser(desk)).id, '50.00');
  const at = (minutes: number) => new Date(desk.clock.now().getTime() + minutes * 60_000).toISOString();
  const early = { payment_status: 'confirming', actually_paid: '0' };
  await receiveReport(desk, 'poll', reportOn(payment, { ...early, updated_at: '2099-01-01T00:00:00Z' }));
  expect(await fresh(payment)).toMatchObject({
    status: 'confirming',
    providerUpdatedAt: payment.providerUpdatedAt,
  });
  await receiveReport(desk, 'poll', reportOn(payment, { updated_at: at(0) }));
  expect(await fresh(payment)).toMatchObject({ status: 'completed' });

  // A desk that stored such a time before it was bounded recovers too.
  const other = await newPayment(desk, (await newUser(desk)).id, '50.00');
  await Payment.query(desk.knex)
    .findById(other.id)
    .patch({ providerUpdatedAt: new Date('2099-01-01') });
  await receiveReport(desk, 'poll', reportOn(other, { updated_at: at(1) }));
  expect(await fresh(other)).toMatchObject({ status: 'completed' });
});

test.each(['1e30', '-5', 'NaN', 'Infinity', '9'.repeat(59), '1e16', true, {}])(
  'an amount of %s is flagged, kept as it came and credits nothing',
  async (actually_paid) => {
    const user = await newUser(desk);
    const payment = await newPayment(desk, user.id, '50.00');
    expect(await receiveReport(desk, 'poll', reportOn(payment, { actually_paid }))).toMatchObject({
      outcome: actually_paid === '1e16' ? 'suspense' : 'flagged',
    });
    expect(await fresh(payment)).toMatchObject({ status: 'pending', needsAttention: 'unusable_amount' });
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '0' });
    const event = (await desk
      .knex('provider_events')
      .where({ provider_payment_id: payment.providerPaymentId, source: 'poll' })
      .first()) as { body: { actually_paid: unknown } };
    expect(event.body.actually_paid).toEqual(actually_paid);
    const unknown = reportOn(payment, {
      payment_id: `77${payment.providerPaymentId}`,
      order_id: null,
      actually_paid,
    });
    await receiveReport(desk, 'ipn', unknown);
  },
);

// ---------------------------------------------------------------------------
// The answer to a create
// ---------------------------------------------------------------------------

const TRON_ADDRESS = 'TNDFkiSmBQorNFacb3735q8MnT29sn8BLn';

const BAD_ANSWERS: [string, string, Record<string, unknown>, string][] = [
  ['an address of another network', 'USDTTRC20', { pay_address: EVM_ADDRESS }, 'pay_address'],
  ['no address', 'USDTBSC', { pay_address: '' }, 'pay_address'],
  ['a mistyped address', 'USDTTRC20', { pay_address: `${TRON_ADDRESS.slice(0, -1)}m` }, 'pay_address'],
  [
    'the token’s own contract',
    'USDTTRC20',
    { pay_address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' },
    'pay_address',
  ],
  ['no amount', 'USDTBSC', { pay_amount: null }, 'pay_amount'],
  ['an amount of zero', 'USDTBSC', { pay_amount: '0' }, 'pay_amount'],
  ['a negative amount', 'USDTBSC', { pay_amount: '-1' }, 'pay_amount'],
  ['an amount that cannot be stored', 'USDTBSC', { pay_amount: '1e30' }, 'pay_amount'],
  ['another currency', 'USDTBSC', { pay_currency: 'usdttrc20' }, 'pay_currency'],
  ['another network', 'USDTBSC', { network: 'trx' }, 'network'],
  ['another price', 'USDTBSC', { price_amount: '5' }, 'price_amount'],
  ['a price in euros', 'USDTBSC', { price_currency: 'eur' }, 'price_currency'],
  ['another order', 'USDTBSC', { order_id: 'PAY_20260101000000_00000000' }, 'order_id'],
  ['no memo', 'XRP', { payin_extra_id: null }, 'payin_extra_id'],
];

describe.each(BAD_ANSWERS)('an answer with %s', (_name, currencyCode, change, problem) => {
  const changedAnswer = (report: ProviderReport) =>
    readProviderReport({ ...(report.raw as object), ...change }) as ProviderReport;

  test('is refused and shown to no one', async () => {
    const user = await newUser(desk);
    const { createPayment: create } = desk.provider;
    desk.provider.createPayment = async (payment) => changedAnswer(await create(payment));
    const input = { userId: user.id, amountUsd: '50.00', currencyCode, idempotencyKey: `bad ${user.id}` };
    const shop = actors.service('shop');
    const ask = async () => await refusalOf(createPayment(desk, shop, input));
    expect(await ask().finally(() => (desk.provider.createPayment = create))).toBe('PROVIDER_ANSWER_INVALID');
    expect(await ask()).toBe('PROVIDER_ANSWER_INVALID');
    const intent = await Payment.query(desk.knex).findOne({ userId: user.id }).throwIfNotFound();
    expect(intent).toMatchObject({ status: 'failed', payAddress: null, providerPaymentId: null });
    expect(await AuditEntry.query(desk.knex).findOne({ subjectId: intent.id })).toMatchObject({
      action: 'payments.answerRefused',
    });
    // The event keeps what was answered.
    const kept = await desk.knex('provider_event_outcomes').where({ payment_id: intent.id }).first('detail');
    expect(kept).toMatchObject({ detail: expect.stringContaining(problem) as string });
  });

  test('is refused also when the list has it later, and its money goes to suspense', async () => {
    const user = await newUser(desk);
    await desk.simulator.setFaults({ http: '429', count: 1 });
    expect(await refusalOf(newPayment(desk, user.id, '50.00', currencyCode))).toBe('PROVIDER_UNAVAILABLE');
    const intent = await Payment.query(desk.knex).findOne({ userId: user.id }).throwIfNotFound();
    const paymentId = String(9_400_000 + Math.floor(Math.random() * 100_000));
    const answer = reportOn(intent, {
      payment_id: paymentId,
      pay_address: currencyCode === 'USDTTRC20' ? TRON_ADDRESS : EVM_ADDRESS,
      pay_amount: '50',
      actually_paid: '50',
      ...(currencyCode === 'XRP' && { pay_address: 'rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh' }),
      ...change,
    });
    await receiveReport(desk, 'list', answer);
    const after = await fresh(intent);
    expect([after.payAddress, after.providerPaymentId, after.actualAmountUsd]).toEqual([null, null, '0']);
    expect(await balanceOf(desk.knex, user.id)).toMatchObject({ balanceUsd: '0' });
    expect(await SuspenseItem.query(desk.knex).where({ providerPaymentId: paymentId })).toHaveLength(1);
  });
});

/** Each field of the answer to a create without which no payer may see it, in every wrong state. */
const ANSWER_FIELDS = [
  'payment_id',
  'payment_status',
  'order_id',
  'pay_address',
  'pay_currency',
  'pay_amount',
  'price_amount',
  'price_currency',
];
const WRONG = [undefined, null, '', 'null', '\0', '-1', '1e30', 'x'.repeat(5000), true, [], {}];

test.each(ANSWER_FIELDS)('no answer with a wrong %s is shown', async (field) => {
  const { createPayment: create } = desk.provider;
  for (const value of WRONG) {
    // A status that the desk does not know says nothing about the address.
    if (field === 'payment_status' && typeof value === 'string' && value !== '' && value !== 'null') continue;
    const user = await newUser(desk);
    desk.provider.createPayment = async (payment) => {
      const report = readProviderReport({ ...((await create(payment)).raw as object), [field]: value });
      if (report === null) throw new ProviderError('ambiguous', 'no payment');
      return report;
    };
    const { findPaymentByOrderId: search } = desk.provider;
    desk.provider.findPaymentByOrderId = async () => null;
    const refused = refusalOf(newPayment(desk, user.id, '50.00'));
    expect(
      await refused.finally(() =>
        Object.assign(desk.provider, { createPayment: create, findPaymentByOrderId: search }),
      ),
    ).toMatch(/^PROVIDER_(ANSWER_INVALID|UNAVAILABLE)$/);
    expect(await Payment.query(desk.knex).findOne({ userId: user.id })).toMatchObject({
      payAddress: null,
      providerPaymentId: null,
    });
  }
});

test('every currency that the provider offers gets an answer that passes', async () => {
  const rows = await desk.knex('currencies').where({ is_available: true }).orderBy('code').pluck('code');
  await desk.knex('currencies').update({ is_active: true });
  const user = await newUser(desk);
  for (const code of rows as string[]) {
    const payment = await newPayment(desk, user.id, '150.00', code);
    expect([code, payment.payAddress !== null]).toEqual([code, true]);
    await Payment.query(desk.knex)
      .findById(payment.id)
      .patch({ status: 'cancelled', statusChangedAt: new Date() });
  }
}, 120_000);

test('the books agree after all of this', async () => {
  await expectWholeBooks(desk);
});
