import { signIpn } from '@paydesk/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { createApp } from '../../src/http/createApp.ts';
import { Payment } from '../../src/models/Payment.ts';
import { createNowpaymentsClient } from '../../src/nowpayments/createNowpaymentsClient.ts';
import { checkDuePayments } from '../../src/payments/checkDuePayments.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { receiveReport } from '../../src/payments/receiveReport.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { balanceOf, EVM_ADDRESS, expectWholeBooks, newPayment, refusalOf } from '../support/money.ts';
import { reportOn } from '../support/reports.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
beforeAll(async () => await offerCurrencies(desk));

/** What the provider answers to the next calls, as text. */
let answer: (path: string, body: Record<string, unknown>) => string = () => '{}';

/** A desk whose provider answers whatever `answer` says, read by the real client. */
const { settings } = desk;
const client = createNowpaymentsClient({
  baseUrl: 'http://127.0.0.1:1/v1',
  apiKey: settings.provider.apiKey,
  ipnSecret: settings.provider.ipnSecret,
  email: settings.provider.login?.email,
  password: settings.provider.login?.password,
  attempts: 1,
  fetch: async (input, init) => {
    const sent = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const path = new URL(input as string).pathname;
    return new Response(path.endsWith('/auth') ? '{"token":"t"}' : answer(path, sent));
  },
});
afterAll(() => client.close());
const hostile: AppContext = { ...desk, provider: client };

const newOrder = async () => {
  const user = await newUser(desk);
  return { user, payment: await newPayment(desk, user.id, '50.00') };
};
const fresh = async ({ id }: Payment) => await Payment.query(desk.knex).findById(id).throwIfNotFound();
const honest = (payment: Payment) => reportOn(payment).raw as Record<string, unknown>;
const balance = async (userId: string) => Number((await balanceOf(desk.knex, userId)).balanceUsd);

/** Seeded: a failure comes again. */
let seed = 20_261_128;
const below = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;

const nested = (levels: number): unknown => (levels === 0 ? 'x' : [nested(levels - 1)]);
const NASTY: readonly unknown[] = [
  null,
  undefined,
  '',
  ' ',
  'null',
  true,
  false,
  [],
  {},
  ['1', '2'],
  { 0: 'a' },
  -1,
  0,
  '-0',
  '1e30',
  '1e99',
  '9'.repeat(61),
  'NaN',
  'Infinity',
  '0x10',
  '１２',
  '\0',
  '\ud800',
  '\u202e50',
  "'; drop table payments; --",
  'constructor',
  '__proto__',
  'x'.repeat(9000),
  '2099-01-01T00:00:00Z',
  '0000-01-01',
  '9999-12-31T23:59:59Z',
  99_999_999_999_999,
  nested(20),
];
const FIELDS = [
  'payment_id',
  'parent_payment_id',
  'payment_status',
  'order_id',
  'pay_address',
  'payin_extra_id',
  'pay_currency',
  'pay_amount',
  'actually_paid',
  'price_amount',
  'price_currency',
  'outcome_amount',
  'outcome_currency',
  'payin_hash',
  'network',
  'expiration_estimate_date',
  'valid_until',
  'updated_at',
  'created_at',
  'payment_extra_ids',
  'origin_type',
];

/** The honest body with up to three fields that hold anything. */
function distorted(body: Record<string, unknown>): Record<string, unknown> {
  const changed = { ...body };
  for (let count = 1 + below(3); count > 0; count -= 1) changed[pick(FIELDS)] = pick(NASTY);
  return changed;
}

const ROUNDS = Array.from({ length: 60 }, (_, round) => round);

describe('whatever is in an answer, no more than what has arrived is credited and nothing breaks', () => {
  test.each(ROUNDS)('as the answer to a question, and in the list (%i)', async () => {
    const { user, payment } = await newOrder();
    const text = JSON.stringify(distorted(honest(payment)));
    answer = (path) => (path.endsWith('/payment/') ? `{"data":[${text},null,7,${text}],"limit":500}` : text);
    await refreshPayment(hostile, payment.id).catch((error: unknown) =>
      expect(error).toMatchObject({ reason: 'PROVIDER_UNAVAILABLE' }),
    );
    const { payments } = await client.listPayments();
    for (const report of payments) await receiveReport(hostile, 'list', report);
    expect(await balance(user.id)).toBeLessThanOrEqual(50);
    // Nothing is blind afterwards: the honest report still counts, once.
    answer = () => JSON.stringify({ ...honest(payment), updated_at: new Date().toISOString() });
    await refreshPayment(hostile, payment.id);
    await receiveReport(hostile, 'poll', reportOn(payment, { updated_at: new Date().toISOString() }));
    expect(await balance(user.id)).toBeLessThanOrEqual(50);
    const { needsAttention, status, creditedAmountUsd } = await fresh(payment);
    if (status !== 'refunded' && needsAttention === null) expect(creditedAmountUsd).toBe('50.00');
  });

  test.each(ROUNDS)('as the answer to a create (%i)', async () => {
    const user = await newUser(desk);
    const change = distorted({});
    answer = (_path, order) =>
      JSON.stringify({
        payment_id: String(6_000_000_000 + below(900_000_000)),
        payment_status: 'waiting',
        pay_address: EVM_ADDRESS,
        pay_amount: '50',
        price_amount: order['price_amount'],
        price_currency: 'usd',
        pay_currency: order['pay_currency'],
        order_id: order['order_id'],
        ...change,
      });
    const input = { userId: user.id, amountUsd: '50.00', currencyCode: 'USDTBSC' };
    const made = await createPayment(hostile, actors.service(), input).catch((error: unknown) => {
      expect((error as { reason?: string }).reason).toMatch(/^PROVIDER_(ANSWER_INVALID|UNAVAILABLE)$/);
      return null;
    });
    if (made === null)
      expect(await Payment.query(desk.knex).findOne({ userId: user.id })).toMatchObject({ payAddress: null });
    else expect(made).toMatchObject({ payAddress: EVM_ADDRESS, payAmount: '50', currencyCode: 'USDTBSC' });
  });

  test('as a notification, which is answered 200 or refused as unsigned', async () => {
    const app = await createApp(hostile);
    afterAll(async () => await app.close());
    const { user, payment } = await newOrder();
    for (const _round of ROUNDS) {
      const payload = JSON.stringify(distorted(honest(payment)));
      answer = () => payload;
      const signature = signIpn(payload, settings.provider.ipnSecret);
      const headers = { 'content-type': 'application/json', 'x-nowpayments-sig': signature };
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: '/webhooks/nowpayments',
        payload,
        headers,
      });
      expect([200, 401], `${payload.slice(0, 500)} ${body}`).toContain(statusCode);
      expect(await balance(user.id)).toBeLessThanOrEqual(50);
    }
  });
});

describe('answers of any size', () => {
  test('a deep one is no answer, and other payments go on being checked', async () => {
    const { payment } = await newOrder();
    answer = () => `{"a":${'['.repeat(100)}${']'.repeat(100)},${JSON.stringify(honest(payment)).slice(1)}`;
    expect(await refusalOf(refreshPayment(hostile, payment.id))).toBe('PROVIDER_UNAVAILABLE');
    expect((await fresh(payment)).checkFailures).toBe(1);
  });

  test('of a long one the fields that count are kept', async () => {
    const { user, payment } = await newOrder();
    answer = () => JSON.stringify({ ...honest(payment), filler: 'x'.repeat(2_000_000) });
    await refreshPayment(hostile, payment.id);
    expect(await balance(user.id)).toBe(50);
    const event = (await desk
      .knex('provider_events')
      .where({ provider_payment_id: payment.providerPaymentId, source: 'poll' })
      .first()) as { body: Record<string, unknown> };
    expect(JSON.stringify(event.body).length).toBeLessThan(5000);
    expect(event.body).toMatchObject({ actually_paid: honest(payment)['actually_paid'] });
    expect(Number(event.body['cut_from_characters'])).toBeGreaterThan(2_000_000);
  });

  test('of a hundred thousand children some are asked about; those that do not exist stop nothing', async () => {
    const { user, payment } = await newOrder();
    const children = Array.from({ length: 100_000 }, (_, index) => `7${String(index).padStart(9, '0')}`);
    let asked = 0;
    answer = (path) => {
      if (path.endsWith(`/${payment.providerPaymentId}`))
        return JSON.stringify({ ...honest(payment), payment_extra_ids: children });
      asked += 1;
      return JSON.stringify(asked % 2 === 0 ? { message: 'what payment?' } : honest(payment));
    };
    await refreshPayment(hostile, payment.id).catch((error: unknown) =>
      expect(error).toMatchObject({ reason: 'PROVIDER_UNAVAILABLE' }),
    );
    expect(await balance(user.id)).toBe(50);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(50);
  });

  test('a page of the list with far more rows than asked for is no page', async () => {
    const { payment } = await newOrder();
    answer = () => JSON.stringify({ data: Array.from({ length: 5000 }, () => honest(payment)) });
    await expect(client.listPayments()).rejects.toMatchObject({ code: 'BAD_ANSWER' });
  });
});

test('a child payment that the provider does not know does not keep its parent from being checked', async () => {
  const { payment } = await newOrder();
  const { getPayment } = desk.provider;
  const raw = { ...honest(payment), payment_extra_ids: ['4141414141'] };
  desk.provider.getPayment = async (id, options) =>
    id === payment.providerPaymentId ? reportOn(payment, raw) : await getPayment(id, options);
  await refreshPayment(desk, payment.id).finally(() => (desk.provider.getPayment = getPayment));
  expect(await fresh(payment)).toMatchObject({ status: 'completed', checkFailures: 0 });
});

test('an answer about another payment than the child that was asked for is not applied', async () => {
  const [{ payment }, { user, payment: other }] = [await newOrder(), await newOrder()];
  const { getPayment } = desk.provider;
  const raw = { ...honest(payment), payment_extra_ids: ['4141414142'] };
  desk.provider.getPayment = async (id) =>
    reportOn(id === payment.providerPaymentId ? payment : other, id === payment.providerPaymentId ? raw : {});
  await refreshPayment(desk, payment.id).finally(() => (desk.provider.getPayment = getPayment));
  expect(await fresh(payment)).toMatchObject({ status: 'completed', checkFailures: 0 });
  expect(await fresh(other)).toMatchObject({ status: 'pending' });
  expect(await balance(user.id)).toBe(0);
});

describe('the answer to a create', () => {
  const order = (payment_id: string, changes: Record<string, unknown> = {}) => {
    answer = (_path, sent) =>
      JSON.stringify({
        payment_status: 'waiting',
        pay_amount: '50',
        pay_address: EVM_ADDRESS,
        ...sent,
        payment_id,
        ...changes,
      });
  };
  const ask = async () => {
    const user = await newUser(desk);
    const input = { userId: user.id, amountUsd: '50.00', currencyCode: 'USDTBSC' };
    return await createPayment(hostile, actors.service(), input);
  };

  test.each(['abc', 'pay-1', '9'.repeat(21)])(
    'with the id %s, by which no one can ask, is refused',
    async (id) => {
      order(id);
      expect(await refusalOf(ask())).toBe('PROVIDER_ANSWER_INVALID');
    },
  );

  test('with the id of another payment is refused, and the other stays as it is', async () => {
    const { payment } = await newOrder();
    order(payment.providerPaymentId ?? '');
    expect(await refusalOf(ask())).toBe('PROVIDER_ANSWER_INVALID');
    expect(await fresh(payment)).toEqual(payment);
  });

  test('with an address in lower case, as the provider writes them, is shown as it came', async () => {
    order('6900000001', { pay_address: EVM_ADDRESS.toLowerCase() });
    expect(await ask()).toMatchObject({ payAddress: EVM_ADDRESS.toLowerCase() });
    order('6900000002', { pay_address: EVM_ADDRESS.replace('bD', 'Bd') });
    expect(await refusalOf(ask())).toBe('PROVIDER_ANSWER_INVALID');
  });

  test('that is valid until the year 9999 is asked about for a month at most', async () => {
    order('6900000003', { valid_until: '9999-12-31T00:00:00Z' });
    const { expiresAt, createdAt } = await ask();
    expect((expiresAt?.getTime() ?? 0) - createdAt.getTime()).toBeLessThan(31 * 24 * 3_600_000);
  });
});

test('the worker goes on after all of this, and the books agree', async () => {
  answer = () => '<html>';
  await Payment.query(desk.knex).whereNotNull('nextCheckAt').patch({ nextCheckAt: desk.clock.now() });
  await checkDuePayments(hostile, 500, 4);
  await expectWholeBooks(desk);
});
