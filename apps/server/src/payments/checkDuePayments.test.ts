import type { Knex } from 'knex';
import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/testDatabase.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../../test/support/testDesk.ts';
import { newId } from '../base/identifiers.ts';
import { connectDatabase } from '../db/connect.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { createNowpaymentsClient } from '../nowpayments/createNowpaymentsClient.ts';
import { BUDGETS } from '../nowpayments/traffic/providerTraffic.ts';
import { createSharedTraffic } from '../nowpayments/traffic/createSharedTraffic.ts';
import { checkDuePayments } from './checkDuePayments.ts';
import { createPayment } from './createPayment.ts';
import { refreshPayment } from './refreshPayment.ts';

const HOUR = 3_600_000;
const base = await testDesk();
const { knex, url } = await testDatabase();
const secondPool = connectDatabase(url, { applicationName: 'second', poolMax: 10 });
afterAll(async () => await secondPool.destroy());
await offerCurrencies(base);
const user = await newUser(base);

/** The clock of this test, which moves only when the test moves it. */
let now = new Date();
let asked: { id: string; at: number }[] = [];
/** When each request was allowed to be sent, by the budget. */
let granted: number[] = [];
let answer: (providerPaymentId: string) => Response | Promise<Response>;
let inFlight = 0;
let mostInFlight = 0;

const waiting = (id: string) =>
  new Response(
    JSON.stringify({
      payment_id: Number(id),
      payment_status: 'waiting',
      pay_address: 'x',
      pay_currency: 'usdtbsc',
      price_amount: 5,
      price_currency: 'usd',
      pay_amount: 5,
      actually_paid: 0,
    }),
    { status: 200 },
  );
const away = () =>
  Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED', syscall: 'connect' } }));

/** Concurrent sleeps overlap: the clock moves to the latest end, not by the sum. */
async function sleep(ms: number): Promise<void> {
  const wakeAt = now.getTime() + ms;
  await new Promise((resolve) => setImmediate(resolve));
  now = new Date(Math.max(now.getTime(), wakeAt));
}

/** One worker: the real client with the budgets of the real provider; this test answers its requests. */
function worker(pool: typeof knex): AppContext {
  const fetch: typeof globalThis.fetch = async (input) => {
    const path = new URL(input as string).pathname;
    if (path === '/v1/status') return await answer('status');
    const id = path.split('/').at(-1) as string;
    asked.push({ id, at: now.getTime() });
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    try {
      return await answer(id);
    } finally {
      inFlight -= 1;
    }
  };
  const traffic = createSharedTraffic({
    knex: notingGrants(pool),
    budgets: BUDGETS,
    log: pino({ level: 'silent' }),
    now: () => now,
    sleep,
  });
  const provider = createNowpaymentsClient({
    baseUrl: 'https://provider.example',
    apiKey: 'k',
    ipnSecret: 's',
    fetch,
    traffic,
    attempts: 1,
    sleep: async () => {},
  });
  return { ...base, knex: pool, clock: { now: () => now, elapsedMs: () => now.getTime() }, provider };
}
const one = worker(knex);
const two = worker(secondPool);

interface Planted {
  count: number;
  status?: Payment['status'];
  ageMs: number;
  watched?: boolean;
  overdueMs?: number;
}

let nextProviderId = 5_000_000_000;
let planted = 0;

/**
 * Payments after an outage: due long ago, in the given status. Inserted by SQL: createPayment takes minutes for
 * thousands.
 */
async function plant({
  count,
  status = 'pending',
  ageMs,
  watched = false,
  overdueMs = 24 * HOUR,
}: Planted): Promise<string[]> {
  const rows = Array.from({ length: count }, () => {
    const createdAt = new Date(now.getTime() - ageMs);
    const id = newId(createdAt);
    return {
      id,
      userId: user.id,
      internalPaymentId: `PAY_20260901100000_${(planted += 1).toString(16).padStart(8, '0')}`,
      amountUsd: '5.00',
      currencyCode: 'USDTBSC',
      payAmount: '5',
      payAddress: `0x${id}`,
      checkoutToken: id,
      providerPaymentId: String((nextProviderId += 1)),
      createdByKind: 'system',
      createdAt,
      updatedAt: createdAt,
      statusChangedAt: createdAt,
      nextCheckAt: new Date(now.getTime() - overdueMs),
      watchedUntil: watched ? new Date(now.getTime() + 100 * HOUR) : null,
    };
  });
  await knex.batchInsert('payments', rows, 1000);
  if (status !== 'pending')
    await knex('payments')
      .whereIn(
        'id',
        rows.map(({ id }) => id),
      )
      .update({ status });
  return rows.map(({ providerPaymentId }) => providerPaymentId);
}

beforeEach(async () => {
  await knex('payments').whereNotNull('nextCheckAt').update({ nextCheckAt: null });
  await knex('provider_budgets').update({ nextAt: knex.raw("'-infinity'"), pausedUntil: null, pauses: 0 });
  await knex('provider_circuit').update({
    state: 'closed',
    failures: 0,
    openings: 0,
    retryAt: null,
    probeUntil: null,
    lastFailureAt: null,
  });
  now = new Date(Math.floor(base.clock.now().getTime() / 1000) * 1000 + 1);
  asked = [];
  granted = [];
  answer = waiting;
  mostInFlight = 0;
});

/**
 * Lets both workers work until nothing is due or `until` says so; where a real worker would wait, time
 * passes.
 */
async function drain(until: () => boolean = () => false): Promise<void> {
  for (let idle = 0; idle < 3 && !until();) {
    const counts = await Promise.all([checkDuePayments(one, 20, 4), checkDuePayments(two, 20, 4)]);
    if (counts.some((count) => count > 0)) idle = 0;
    else {
      idle += 1;
      now = new Date(now.getTime() + 997);
    }
  }
}

/**
 * A pool that notes when the polling budget lets requests be sent. How much later a busy machine sends them is
 * not the budget's doing.
 */
function notingGrants(pool: typeof knex): typeof knex {
  const raw = async (statement: string, bindings: Knex.RawBinding[] = []) => {
    const result = await pool.raw<{ rows: { wait_ms: number; refusal: string | null }[] }>(
      statement,
      bindings,
    );
    const [group, , , , at] = bindings;
    const [quota] = result.rows;
    const isTake = statement.includes('take_provider_quota') && group === 'poll';
    if (isTake && quota?.refusal === null && at instanceof Date) granted.push(at.getTime() + quota.wait_ms);
    return result;
  };
  return { raw } as unknown as typeof knex;
}

/** The most grants in any stretch of so many seconds. */
function busiest(seconds: number): number {
  const times = granted.toSorted((a, b) => a - b);
  return Math.max(
    ...times.map((from, first) => times.findLastIndex((to) => to < from + seconds * 1000) - first + 1),
  );
}

describe('a backlog', () => {
  test('is worked off completely, each payment checked once', async () => {
    const all = [
      ...(await plant({ count: 30, status: 'expired', ageMs: 60 * HOUR })),
      ...(await plant({ count: 30, ageMs: 30 * HOUR })),
    ];
    await drain();
    expect(asked.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
    expect(await Payment.query(knex).where('nextCheckAt', '<=', now)).toEqual([]);
  });

  test('is checked by a worker with at most four requests in flight, and never beyond the lease', async () => {
    await plant({ count: 20, ageMs: HOUR });
    answer = async (id) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return waiting(id);
    };
    await checkDuePayments(one, 20, 4);
    expect(mostInFlight).toBeLessThanOrEqual(4);
    expect(mostInFlight).toBeGreaterThan(1);
    expect(asked).toHaveLength(6);
  });
});

describe('a claim', () => {
  test('takes no more than the quota allows: the rest stays due for others', async () => {
    await plant({ count: 30, ageMs: HOUR });
    expect(await checkDuePayments(one, 20, 4)).toBe(6);
    expect(await checkDuePayments(two, 20, 4)).toBe(0);
    expect(await Payment.query(knex).where('nextCheckAt', '<=', now).resultSize()).toBe(24);
    // Three a second, counted in whole milliseconds.
    now = new Date(now.getTime() + 3 * 334);
    expect(await checkDuePayments(two, 20, 4)).toBe(3);
  });

  test('that has expired is not acted on when another worker has taken over', async () => {
    const [first, second] = await plant({ count: 2, ageMs: HOUR });
    answer = async (id) => {
      if (asked.length === 1) {
        now = new Date(now.getTime() + 61_000);
        await checkDuePayments(two, 20);
      }
      return waiting(id);
    };
    await checkDuePayments(one, 20);
    // The second payment was checked by the worker that took over, and only by it.
    expect(asked.filter(({ id }) => id === (asked[0]?.id === first ? second : first))).toHaveLength(1);
  });
});

describe('while the provider is down', () => {
  test('the circuit opens, nothing is sent and no payment counts a failure; the worker closes it by a probe', async () => {
    await plant({ count: 40, ageMs: HOUR });
    answer = away;
    await drain(() => asked.length >= 6);
    expect(await one.provider.circuit()).toMatchObject({ state: 'open' });
    const sent = asked.length;
    expect(await checkDuePayments(one)).toBe(0);
    expect(await checkDuePayments(two)).toBe(0);
    expect(asked).toHaveLength(sent);
    expect(
      await Payment.query(knex).where('checkFailures', '>', 0).whereNotNull('nextCheckAt').resultSize(),
    ).toBeLessThanOrEqual(sent);
    answer = (id) => (id === 'status' ? new Response('{"message":"OK"}', { status: 200 }) : waiting(id));
    now = new Date(now.getTime() + 10_000);
    await drain();
    expect(await one.provider.circuit()).toMatchObject({ state: 'closed' });
    expect(await Payment.query(knex).where('nextCheckAt', '<=', now).resultSize()).toBe(0);
  });

  test('a create is refused at once and leaves no payment; a repeated key still returns its first result', async () => {
    const offered = { ...one, provider: { ...one.provider, createPayment: base.provider.createPayment } };
    const input = {
      userId: (await newUser(base)).id,
      amountUsd: '20.00',
      currencyCode: 'USDTBSC',
      idempotencyKey: newId(),
    };
    const actor = actors.service();
    const first = await createPayment(offered, actor, input);
    await plant({ count: 10, ageMs: HOUR });
    answer = away;
    await drain(() => asked.length >= 6);
    const before = await Payment.query(knex).resultSize();
    await expect(createPayment(one, actor, { ...input, idempotencyKey: newId() })).rejects.toMatchObject({
      reason: 'PROVIDER_UNAVAILABLE',
    });
    expect(await Payment.query(knex).resultSize()).toBe(before);
    expect(await createPayment(one, actor, input)).toMatchObject({ id: first.id });
  });

  test('a refresh by hand is refused with the reason, and the payment’s next check stays', async () => {
    const [id] = await plant({ count: 1, ageMs: HOUR });
    await plant({ count: 10, ageMs: HOUR });
    await knex('payments')
      .where({ providerPaymentId: id })
      .update({ nextCheckAt: new Date(now.getTime() + HOUR) });
    answer = away;
    await drain(() => asked.length >= 6);
    const before = await Payment.query(knex)
      .findOne({ providerPaymentId: id as string })
      .throwIfNotFound();
    await expect(refreshPayment(one, before.id)).rejects.toMatchObject({ reason: 'PROVIDER_UNAVAILABLE' });
    expect(await Payment.query(knex).findById(before.id)).toMatchObject({
      checkFailures: 0,
      checkedAt: null,
    });
  });
});

describe('a backlog after a day of outage', () => {
  test('is checked by urgency, within the polling budget', async () => {
    // The least urgent have waited longest, and each of the two large classes exceeds what is checked here.
    await plant({ count: 1200, status: 'expired', ageMs: 60 * HOUR, overdueMs: 30 * HOUR });
    const open = await plant({ count: 800, ageMs: 40 * HOUR, overdueMs: 26 * HOUR });
    const young = await plant({ count: 30, ageMs: 0.4 * HOUR, overdueMs: 0.2 * HOUR });
    const moving = await plant({ count: 20, status: 'confirming', ageMs: 30 * HOUR, overdueMs: 0.1 * HOUR });
    const watched = await plant({ count: 20, ageMs: 20 * HOUR, watched: true, overdueMs: 1000 });
    const startedAt = now.getTime();
    await drain(() => asked.length >= 240);

    const places = new Map<string, number>();
    for (const [place, { id }] of asked.entries()) if (!places.has(id)) places.set(id, place);
    const placesOf = (ids: string[]) =>
      ids
        .map((id) => places.get(id))
        .filter((place) => place !== undefined)
        .toSorted((a, b) => a - b);
    const middle = (ids: string[]) => placesOf(ids)[Math.floor(placesOf(ids).length / 2)] as number;
    // All urgent payments have been checked, in this order, before the hundreds that are merely open have had
    // more than their share.
    expect([placesOf(watched).length, placesOf(moving).length, placesOf(young).length]).toEqual([20, 20, 30]);
    expect(Math.max(...placesOf(watched))).toBeLessThan(75);
    expect(Math.max(...placesOf(moving))).toBeLessThan(Math.max(...placesOf(young)));
    expect([middle(watched), middle(moving), middle(young), middle(open)]).toEqual(
      [middle(watched), middle(moving), middle(young), middle(open)].toSorted((a, b) => a - b),
    );
    // A watched payment is checked again and again, but none starves: a fifth goes to those that have waited
    // longest.
    const urgent = new Set([...watched, ...moving, ...young, ...open]);
    const patient = asked.filter(({ id }) => !urgent.has(id)).length;
    expect(patient / asked.length).toBeGreaterThan(0.1);
    expect(patient / asked.length).toBeLessThan(0.3);
    const ofWatched = asked.filter(({ id }) => watched.includes(id)).length;
    expect(ofWatched).toBeGreaterThan(2 * 20);
    expect(ofWatched / asked.length).toBeLessThan(0.6);
    // 3 a second with a burst of 6.
    expect(granted.length).toBeGreaterThanOrEqual(asked.length);
    expect(busiest(1)).toBeLessThanOrEqual(6 + 3);
    expect(busiest(60)).toBeLessThanOrEqual(6 + 60 * 3);
    expect(asked.length / ((now.getTime() - startedAt) / 1000)).toBeGreaterThan(2);
  });
});
