import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/testDatabase.ts';
import { connectDatabase } from '../../db/connect.ts';
import { createNowpaymentsClient } from '../createNowpaymentsClient.ts';
import type { NowpaymentsClient } from '../createNowpaymentsClient.ts';
import { ProviderError } from '../providerError.ts';
import { BUDGETS } from './providerTraffic.ts';
import type { ProviderTraffic } from './providerTraffic.ts';
import { createSharedTraffic } from './createSharedTraffic.ts';
import { takeQuota } from './sharedBudget.ts';
import { FAILURES_TO_OPEN, OPEN_MS } from './sharedCircuit.ts';

const { knex, url } = await testDatabase();
const second = connectDatabase(url, { applicationName: 'second', poolMax: 10 });
afterAll(async () => await second.destroy());

let clock: number;
let requests: string[];
let answer: (path: string) => Response | Promise<Response>;

const payment =
  '{"payment_id":1,"payment_status":"waiting","pay_address":"a","pay_currency":"btc","pay_amount":1,"price_amount":1}';
const ok = (body = payment) => new Response(body, { status: 200 });
const page = (status: number) =>
  new Response('<html><h1>no</h1></html>', { status, headers: { 'content-type': 'text/html' } });
const refusal = () =>
  new Response(
    '{"status":false,"statusCode":400,"code":"AMOUNT_MINIMAL_ERROR","message":"less than minimal"}',
    { status: 400 },
  );
const unreachable = () =>
  Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED', syscall: 'connect' } }));
const order = { priceAmount: '5.00', priceCurrency: 'usd', payCurrency: 'btc', orderId: 'o' };

beforeEach(async () => {
  clock = Date.parse('2026-09-01T10:00:00Z');
  requests = [];
  answer = () => ok();
  await knex('provider_budgets').update({ nextAt: knex.raw("'-infinity'"), pausedUntil: null, pauses: 0 });
  await knex('provider_circuit').update({
    state: 'closed',
    since: new Date(clock),
    failures: 0,
    openings: 0,
    retryAt: null,
    probeUntil: null,
    lastError: null,
    lastFailureAt: null,
  });
});

/**
 * An instance of the desk: its own pool, the same provider and clock. Waits take no time and are recorded.
 */
function instance(
  pool: typeof knex,
  waits: number[] = [],
): { client: NowpaymentsClient; traffic: ProviderTraffic } {
  const traffic = createSharedTraffic({
    knex: pool,
    budgets: BUDGETS,
    log: pino({ level: 'silent' }),
    now: () => new Date(clock),
    sleep: async (ms) => void waits.push(ms),
  });
  const fetch: typeof globalThis.fetch = async (input) => {
    const path = new URL(input as string).pathname;
    requests.push(path);
    return await answer(path);
  };
  const client = createNowpaymentsClient({
    baseUrl: 'https://provider.example/v1',
    apiKey: 'k',
    ipnSecret: 's',
    attempts: 1,
    fetch,
    traffic,
    sleep: async () => {},
  });
  return { client, traffic };
}

const codeOf = async (call: Promise<unknown>): Promise<string | null> => {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof ProviderError) return error.code;
    throw error;
  }
};

const pollPausedUntil = async () =>
  ((await knex('provider_budgets').where({ name: 'poll' }).first()) as { paused_until: Date }).paused_until;
const nextProbeAt = async () => ((await knex('provider_circuit').first()) as { retry_at: Date }).retry_at;

describe('a budget', () => {
  test('is shared by all instances: together they get two creates a second', async () => {
    const waits: number[] = [];
    const [a, b] = [instance(knex, waits), instance(second, waits)];
    await Promise.all(
      [1, 2, 3, 4, 5].flatMap(() => [a.client.createPayment(order), b.client.createPayment(order)]),
    );
    expect(requests).toHaveLength(10);
    // Two at once, the other eight at intervals of half a second.
    expect(waits.toSorted((x, y) => x - y)).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500, 4000]);
  });

  test('fills up again while it is not used, to its burst and not beyond', async () => {
    const waits: number[] = [];
    const { client } = instance(knex, waits);
    await client.createPayment(order);
    clock += 3_600_000;
    for (let call = 0; call < 3; call += 1) await client.createPayment(order);
    expect(waits).toEqual([500]);
  });

  test('refuses a queue that is too long before anything is sent, and takes no quota for it', async () => {
    const { client } = instance(knex);
    const codes = await Promise.all(
      Array.from({ length: 30 }, async () => await codeOf(client.createPayment(order))),
    );
    const sent = codes.filter((code) => code === null).length;
    // The burst, and what fits into ten seconds of queueing.
    expect(sent).toBe(2 + 20);
    expect(codes.filter((code) => code === 'LOCAL_BUDGET')).toHaveLength(8);
    expect(requests).toHaveLength(sent);
    clock += 500;
    expect(await codeOf(client.createPayment(order))).toBeNull();
  });

  test('grants no more than its burst and its rate, in any stretch of time, whatever the clocks of its callers', async () => {
    const { perSecond, burst, maximumWaitMs } = BUDGETS.poll;
    const granted: number[] = [];
    // Seeded, so that a failure comes again.
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let at = clock;
    for (let take = 0; take < 3000; take += 1) {
      // Time passes in jumps, and some callers read theirs long before they are served.
      at += random() < 0.1 ? random() * 8000 : random() * 400;
      const read = Math.floor(random() < 0.3 ? at - random() * 2000 : at);
      const { waitMs, refusal } = await takeQuota(
        knex,
        'poll',
        { perSecond, burst, maximumWaitMs },
        new Date(read),
      );
      if (refusal === null) granted.push(read + waitMs);
    }
    granted.sort((a, b) => a - b);
    expect(granted.length).toBeGreaterThan(2000);
    for (const seconds of [1, 10, 60]) {
      const busiest = Math.max(
        ...granted.map(
          (from, first) => granted.findLastIndex((to) => to < from + seconds * 1000) - first + 1,
        ),
      );
      expect([seconds, busiest]).toEqual([
        seconds,
        expect.toSatisfy((most: number) => most <= burst + seconds * perSecond),
      ]);
    }
  });

  test('grants no more than its rate in the long run', async () => {
    const { perSecond, burst } = BUDGETS.poll;
    const budget = { perSecond, burst, maximumWaitMs: 3_600_000 };
    for (let take = 0; take < 300; take += 1) {
      const { waitMs } = await takeQuota(knex, 'poll', budget, new Date(clock));
      expect(waitMs).toBeGreaterThanOrEqual(((take - burst + 1) * 1000) / perSecond);
    }
  });

  test('that polling has used up delays no create and no interactive request', async () => {
    const waits: number[] = [];
    const [worker, server] = [instance(knex), instance(second, waits)];
    await Promise.all(
      Array.from({ length: 40 }, async () => await worker.client.getPayment('1', { background: true })),
    );
    expect(await worker.traffic.quotaLeft('poll')).toBe(0);
    await server.client.createPayment(order);
    await server.client.getPayment('1');
    expect(waits).toEqual([]);
  });

  test('returns the quota that is left', async () => {
    const { traffic } = instance(knex);
    expect(await traffic.quotaLeft('poll')).toBe(6);
    for (let round = 0; round < 4; round += 1) await traffic.acquire('poll');
    expect(await traffic.quotaLeft('poll')).toBe(2);
    clock += 1000;
    expect(await traffic.quotaLeft('poll')).toBe(5);
  });
});

describe('“too many requests”', () => {
  test.each([
    ['429', 429],
    ['a page with 403', 403],
  ])('answered with %s pauses the group on all instances, and no other group', async (_name, status) => {
    const [a, b] = [instance(knex), instance(second)];
    answer = () => page(status);
    expect(await codeOf(a.client.getPayment('1', { background: true }))).toBe('NOT_JSON');
    answer = () => ok();
    expect(await b.traffic.quotaLeft('poll')).toBe(0);
    expect(await b.traffic.quotaLeft('read')).toBe(6);
    const pausedUntil = await pollPausedUntil();
    expect(pausedUntil.getTime() - clock).toBeGreaterThanOrEqual(1000);
    expect(pausedUntil.getTime() - clock).toBeLessThanOrEqual(1500);
    clock = pausedUntil.getTime();
    expect(await codeOf(b.client.getPayment('1', { background: true }))).toBeNull();
  });

  test('pauses longer each time in a row, and from the start after a success', async () => {
    const { client, traffic } = instance(knex);
    const pauses: number[] = [];
    answer = () => page(429);
    for (let round = 0; round < 8; round += 1) {
      await codeOf(client.getPayment('1', { background: true }));
      const pausedUntil = await pollPausedUntil();
      pauses.push(pausedUntil.getTime() - clock);
      clock = pausedUntil.getTime();
    }
    expect(pauses[4]).toBeGreaterThan(pauses[2] as number);
    expect(pauses.at(-1)).toBeLessThanOrEqual(90_000);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(60_000);
    answer = () => ok();
    await client.getPayment('1', { background: true });
    expect(await knex('provider_budgets').where({ name: 'poll' }).first()).toMatchObject({ pauses: 0 });
    expect(await traffic.circuit()).toMatchObject({ state: 'closed' });
  });

  test('respects a Retry-After', async () => {
    const { client } = instance(knex);
    answer = () => new Response('slow down', { status: 429, headers: { 'retry-after': '90' } });
    await codeOf(client.estimate({ amount: '1', currencyFrom: 'usd', currencyTo: 'btc' }));
    expect(await codeOf(client.estimate({ amount: '1', currencyFrom: 'usd', currencyTo: 'btc' }))).toBe(
      'PAUSED',
    );
    expect(requests).toHaveLength(1);
  });
});

describe('the circuit', () => {
  const fail = async (client: NowpaymentsClient, times: number) => {
    for (let call = 0; call < times; call += 1) {
      await codeOf(client.getPayment('1'));
      clock += 1000;
    }
  };

  test('opens after failures in a row, on all instances at once: calls fail without being sent', async () => {
    const [a, b] = [instance(knex), instance(second)];
    answer = unreachable;
    await fail(a.client, FAILURES_TO_OPEN - 1);
    expect(await b.traffic.circuit()).toMatchObject({ state: 'closed' });
    await fail(b.client, 1);
    expect(await a.traffic.circuit()).toMatchObject({
      state: 'open',
      lastError: 'ECONNREFUSED: The payment provider cannot be reached.',
    });
    const sent = requests.length;
    expect(await codeOf(a.client.createPayment(order))).toBe('CIRCUIT_OPEN');
    expect(await codeOf(b.client.getPayment('1'))).toBe('CIRCUIT_OPEN');
    expect(await b.traffic.quotaLeft('poll')).toBe(0);
    expect(requests).toHaveLength(sent);
  });

  test.each<[string, () => Response]>([
    ['a refusal', refusal],
    ['a rate limit', () => page(429)],
    [
      'a refused key',
      () => new Response('{"status":false,"statusCode":403,"code":"INVALID_API_KEY"}', { status: 403 }),
    ],
  ])('%s is an answer of a provider that works: it opens nothing', async (_name, reply) => {
    const { client, traffic } = instance(knex);
    answer = reply;
    for (let call = 0; call < 3 * FAILURES_TO_OPEN; call += 1) {
      await codeOf(client.getPayment('1'));
      clock += 100_000;
    }
    expect(await traffic.circuit()).toMatchObject({ state: 'closed' });
  });

  test.each<[string, () => Response]>([
    [
      'status 500',
      () =>
        new Response('{"status":false,"statusCode":500,"code":"INTERNAL_ERROR","message":"x"}', {
          status: 500,
        }),
    ],
    ['a page with 502', () => page(502)],
  ])('%s counts as a failure', async (_name, reply) => {
    const { client, traffic } = instance(knex);
    answer = reply;
    await fail(client, FAILURES_TO_OPEN);
    expect(await traffic.circuit()).toMatchObject({ state: 'open' });
  });

  test('a success, or a quiet time, resets the count', async () => {
    const { client, traffic } = instance(knex);
    for (const recovery of ['a call that works', 'a quiet time']) {
      answer = unreachable;
      await fail(client, FAILURES_TO_OPEN - 1);
      if (recovery === 'a quiet time') clock += 10 * 60_000;
      answer = () => ok();
      if (recovery === 'a call that works') await client.getPayment('1');
      answer = unreachable;
      await fail(client, FAILURES_TO_OPEN - 1);
      expect(await traffic.circuit()).toMatchObject({ state: 'closed' });
      answer = () => ok();
      await client.getPayment('1');
    }
  });

  test('when a probe is due exactly one of many callers sends it, by GET /status, and closes the circuit', async () => {
    const [a, b] = [instance(knex), instance(second)];
    answer = unreachable;
    await fail(a.client, FAILURES_TO_OPEN);
    requests = [];
    answer = (path) => (path.endsWith('/status') ? ok('{"message":"OK"}') : ok());
    expect(await a.client.probeIfDue()).toBe(false);
    clock += OPEN_MS;
    const looks = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => await (index % 2 === 0 ? a : b).client.probeIfDue()),
    );
    expect(looks.filter(Boolean)).toHaveLength(1);
    expect(requests).toEqual(['/v1/status']);
    expect(await codeOf(b.client.createPayment(order))).toBeNull();
    expect(await a.traffic.circuit()).toMatchObject({ state: 'closed' });
  });

  test('a caller that finds a probe due sends it and continues', async () => {
    const { client } = instance(knex);
    answer = unreachable;
    await fail(client, FAILURES_TO_OPEN);
    clock += OPEN_MS;
    answer = (path) => (path.endsWith('/status') ? ok('{"message":"OK"}') : ok());
    expect(await codeOf(client.createPayment(order))).toBeNull();
  });

  test('a failed probe keeps it open, each time for longer, up to five minutes', async () => {
    const { client } = instance(knex);
    answer = unreachable;
    await fail(client, FAILURES_TO_OPEN);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const retryAt = await nextProbeAt();
      clock = retryAt.getTime() - 1;
      expect(await client.probeIfDue()).toBe(false);
      expect(await knex('provider_circuit').first()).toMatchObject({ state: 'open', retry_at: retryAt });
      clock = retryAt.getTime();
      await client.probeIfDue();
      waits.push((await nextProbeAt()).getTime() - clock);
    }
    expect(waits).toEqual([20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000, 300_000]);
  });

  test('that has just closed opens again at the first failure, but not after a success', async () => {
    const { client, traffic } = instance(knex);
    const isBack = (path: string) => (path.endsWith('/status') ? ok('{"message":"OK"}') : page(500));
    answer = unreachable;
    await fail(client, FAILURES_TO_OPEN);
    clock += OPEN_MS;
    answer = isBack;
    expect(await client.probeIfDue()).toBe(true);
    await fail(client, 1);
    expect(await traffic.circuit()).toMatchObject({ state: 'open' });
    clock += 2 * OPEN_MS;
    expect(await client.probeIfDue()).toBe(true);
    answer = () => ok();
    await client.getPayment('1');
    answer = isBack;
    await fail(client, FAILURES_TO_OPEN - 1);
    expect(await traffic.circuit()).toMatchObject({ state: 'closed' });
  });

  test('a probe of a process that died is taken over', async () => {
    const [a, b] = [instance(knex), instance(second)];
    answer = unreachable;
    await fail(a.client, FAILURES_TO_OPEN);
    clock += OPEN_MS;
    expect(await a.traffic.claimProbe()).toBe(true);
    expect(await b.traffic.claimProbe()).toBe(false);
    expect(await b.traffic.circuit()).toMatchObject({ state: 'half_open' });
    clock += 20_000;
    expect(await b.traffic.claimProbe()).toBe(true);
  });

  test('records since when the provider has been down', async () => {
    const { client, traffic } = instance(knex);
    answer = unreachable;
    await fail(client, FAILURES_TO_OPEN);
    const since = new Date(clock - 1000);
    clock += 60_000;
    await client.probeIfDue();
    expect((await traffic.circuit()).since).toEqual(since);
  });
});

test('an answer is returned when its outcome cannot be recorded; nothing is sent when the quota is unknown', async () => {
  const broken = connectDatabase('postgres://none:x@127.0.0.1:1/none', { poolMax: 1 });
  afterAll(async () => await broken.destroy());
  const { traffic: good } = instance(knex);
  const { traffic: bad, client } = instance(broken);
  await expect(bad.recordOutcome('create', null)).resolves.toBeUndefined();
  expect(await codeOf(client.createPayment(order))).toBe('QUOTA_UNKNOWN');
  expect(requests).toEqual([]);
  await good.recordOutcome('create', null);
});
