import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createNowpaymentsClient } from './createNowpaymentsClient.ts';
import type { NowpaymentsClient, NowpaymentsClientOptions } from './createNowpaymentsClient.ts';
import { ProviderError } from './providerError.ts';
import { recorded } from './recordedBodies.fixture.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}
type Reply = (response: ServerResponse, request: Seen) => void;

const json =
  (status: number, body: string): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
const html =
  (status: number): Reply =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'text/html', server: 'cloudflare' })
      .end(recorded.tooManyRequests);
const destroyed: Reply = (response) => response.socket?.destroy();
const silent: Reply = () => {};
const cutShort: Reply = (response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '5000' });
  response.write(recorded.created.slice(0, 40), () => response.socket?.destroy());
};

/** A token like the provider's: 300 s from issue to expiry. */
const jwt = (id: number): string =>
  `h.${Buffer.from(JSON.stringify({ id, iat: 1_000, exp: 1_300 })).toString('base64url')}.s`;

let server: Server;
let seen: Seen[];
let replies: Reply[];
let fallback: Reply;
let pauses: number[];
let clock: number;
let logged: unknown[];
let client: NowpaymentsClient;

beforeEach(async () => {
  seen = [];
  replies = [];
  pauses = [];
  logged = [];
  clock = 1_800_000_000_000;
  fallback = json(500, '{"status":false,"statusCode":500,"code":"INTERNAL_ERROR","message":"unexpected"}');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      (replies.shift() ?? fallback)(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = newClient();
});

afterEach(async () => {
  client.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function newClient(options: Partial<NowpaymentsClientOptions> = {}): NowpaymentsClient {
  return createNowpaymentsClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`,
    apiKey: 'KEY-SECRET-1',
    ipnSecret: 'ipn-secret-1',
    email: 'desk@example.com',
    password: 'pass-secret-1',
    timeoutMs: 2_000,
    random: () => 1,
    now: () => clock,
    sleep: async (ms) => {
      pauses.push(ms);
      clock += ms;
    },
    log: { debug: (...line) => logged.push(line), warn: (...line) => logged.push(line) },
    ...options,
  });
}

const order = { priceAmount: '120.10', priceCurrency: 'usd', payCurrency: 'BTC', orderId: 'RGDBP-21314' };
const failure = async (call: Promise<unknown>): Promise<ProviderError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
};

describe('creating a payment', () => {
  test('sends exact amounts with the key and reads the answer without floats', async () => {
    replies = [json(201, recorded.created)];
    const report = await client.createPayment({
      ...order,
      ipnCallbackUrl: 'https://desk.example/webhooks/nowpayments',
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/payment',
      headers: { 'x-api-key': 'KEY-SECRET-1', 'content-type': 'application/json' },
    });
    expect(seen[0]?.body).toBe(
      '{"price_amount":120.10,"price_currency":"usd","pay_currency":"btc","order_id":"RGDBP-21314","ipn_callback_url":"https://desk.example/webhooks/nowpayments"}',
    );
    expect(report).toMatchObject({
      providerPaymentId: '4856560704',
      orderId: 'RGDBP-21314',
      rawStatus: 'waiting',
      payAmount: '0.001891',
      actuallyPaid: null,
      network: 'btc',
      payinExtraId: null,
      parentPaymentId: null,
      expirationEstimateAt: new Date('2026-09-01T10:20:00.000Z'),
      validUntil: new Date('2026-09-08T10:00:00.000Z'),
      raw: { pay_amount: '0.0018910', is_fixed_rate: false },
    });
  });

  test.each([
    ['a broken connection', destroyed],
    ['an answer cut short', cutShort],
    ['a JSON 500', json(500, '{"status":false,"statusCode":500,"code":"INTERNAL_ERROR","message":"x"}')],
    ['an HTML 502', html(502)],
    ['a 201 that is HTML', html(201)],
    ['a 201 of another form', json(201, '[]')],
  ])('is ambiguous and not repeated after %s', async (_name, reply) => {
    replies = [reply];
    expect(await failure(client.createPayment(order))).toMatchObject({ kind: 'ambiguous' });
    expect(seen).toHaveLength(1);
  });

  test('hands over an answer without an address: the caller refuses it', async () => {
    replies = [json(201, '{"payment_id":"1","payment_status":"waiting"}')];
    expect(await client.createPayment(order)).toMatchObject({ providerPaymentId: '1', payAddress: null });
  });

  test('is ambiguous and not repeated after a timeout', async () => {
    replies = [silent];
    expect(await failure(newClient({ timeoutMs: 80 }).createPayment(order))).toMatchObject({
      kind: 'ambiguous',
      code: 'TIMEOUT',
      httpStatus: null,
    });
    expect(seen).toHaveLength(1);
  });

  test('is repeated after an HTML 429 or 403, which the rate limiter sends before anything is done', async () => {
    replies = [html(429), html(403), json(201, recorded.created)];
    expect(await client.createPayment(order)).toMatchObject({ providerPaymentId: '4856560704' });
    expect(pauses).toEqual([1000, 2000]);
  });

  test('is rejected once, with the provider’s code, below the minimum', async () => {
    replies = [json(400, recorded.belowMinimum)];
    const error = await failure(client.createPayment(order));
    expect(error).toMatchObject({ kind: 'rejected', code: 'AMOUNT_MINIMAL_ERROR', httpStatus: 400 });
    expect(error.message).toContain('Crypto amount 0.00022138 is less than minimal');
    expect(seen).toHaveLength(1);
  });

  test('is unavailable, not ambiguous, when the connection is refused', async () => {
    const closedPort = createServer().listen(0, '127.0.0.1');
    await once(closedPort, 'listening');
    const { port } = closedPort.address() as AddressInfo;
    closedPort.close();
    await once(closedPort, 'close');
    const unreachable = newClient({ baseUrl: `http://127.0.0.1:${port}`, attempts: 2 });
    expect(await failure(unreachable.createPayment(order))).toMatchObject({
      kind: 'unavailable',
      code: 'ECONNREFUSED',
    });
    expect(pauses).toEqual([300]);
  });

  test('refuses an amount that is no plain decimal before anything is sent', async () => {
    await expect(client.createPayment({ ...order, priceAmount: '1e3' })).rejects.toThrow(RangeError);
    expect(seen).toHaveLength(0);
  });
});

describe('finding a payment whose answer was lost', () => {
  const createdAfter = new Date('2026-09-01T10:00:00.000Z');

  test('signs in, reads the list by date and returns the parent, not its child', async () => {
    replies = [json(200, JSON.stringify({ token: jwt(1) })), json(200, recorded.listed)];
    expect(await client.findPaymentByOrderId('ours-1', createdAfter)).toMatchObject({
      providerPaymentId: '5592161154',
      childPaymentIds: ['4526424492'],
      actuallyPaid: '10',
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/auth',
      body: '{"email":"desk@example.com","password":"pass-secret-1"}',
    });
    expect(seen[1]?.headers).toMatchObject({
      authorization: `Bearer ${jwt(1)}`,
      'x-api-key': 'KEY-SECRET-1',
    });
    const query = new URL(seen[1]?.url ?? '', 'http://x').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      limit: '500',
      page: '0',
      sortBy: 'created_at',
      orderBy: 'asc',
      dateFrom: '2026-09-01T09:45:00.000Z',
    });
  });

  test('is null when the provider has none', async () => {
    replies = [json(200, JSON.stringify({ token: jwt(1) })), json(200, recorded.listed)];
    expect(await client.findPaymentByOrderId('another', createdAfter)).toBeNull();
  });

  test('reads to the last page', async () => {
    const page = (order: string, number: number): string =>
      JSON.stringify({
        data: [{ payment_id: number, payment_status: 'waiting', order_id: order }],
        limit: 1,
        page: number,
        pagesCount: 3,
        total: 3,
      });
    replies = [
      json(200, JSON.stringify({ token: jwt(1) })),
      json(200, page('a', 0)),
      json(200, page('b', 1)),
      json(200, page('c', 2)),
    ];
    expect(await client.findPaymentByOrderId('c', createdAfter)).toMatchObject({ providerPaymentId: '2' });
  });

  test('never returns null when it could not read to the end', async () => {
    fallback = json(
      200,
      JSON.stringify({
        data: [{ payment_id: 1, payment_status: 'waiting', order_id: 'x' }],
        limit: 1,
        page: 0,
        pagesCount: 999,
        total: 999,
      }),
    );
    replies = [json(200, JSON.stringify({ token: jwt(1) }))];
    expect(await failure(client.findPaymentByOrderId('c', createdAfter))).toMatchObject({
      kind: 'unavailable',
      code: 'TOO_MANY_PAGES',
    });
  });

  test('names what is missing without a sign-in', async () => {
    expect(
      await failure(newClient({ email: undefined }).findPaymentByOrderId('c', createdAfter)),
    ).toMatchObject({ kind: 'unauthorized', code: 'NO_SIGN_IN' });
    expect(seen).toHaveLength(0);
  });
});

describe('the bearer token', () => {
  const list = json(200, recorded.listed);

  test('is fetched once by concurrent callers and kept until 30 s before its expiry', async () => {
    replies = [
      json(200, JSON.stringify({ token: jwt(1) })),
      list,
      list,
      list,
      json(200, JSON.stringify({ token: jwt(2) })),
      list,
    ];
    await Promise.all([client.listPayments(), client.listPayments()]);
    clock += 269_000;
    await client.listPayments();
    clock += 2_000;
    await client.listPayments();
    expect(seen.map(({ url }) => (url.startsWith('/v1/auth') ? 'auth' : 'list'))).toEqual([
      'auth',
      'list',
      'list',
      'list',
      'auth',
      'list',
    ]);
    expect(seen.at(-1)?.headers.authorization).toBe(`Bearer ${jwt(2)}`);
  });

  test('is renewed once after a 401', async () => {
    replies = [
      json(200, JSON.stringify({ token: jwt(1) })),
      json(401, recorded.authRequired),
      json(200, JSON.stringify({ token: jwt(2) })),
      list,
    ];
    expect((await client.listPayments()).payments).toHaveLength(2);
    replies = [
      json(401, recorded.authRequired),
      json(200, JSON.stringify({ token: jwt(3) })),
      json(401, recorded.authRequired),
    ];
    expect(await failure(client.listPayments())).toMatchObject({
      kind: 'unauthorized',
      code: 'AUTH_REQUIRED',
    });
    expect(seen).toHaveLength(7);
  });

  test('is used for a single payment only when the provider asks for it', async () => {
    replies = [
      json(401, recorded.authRequired),
      json(200, JSON.stringify({ token: jwt(1) })),
      json(200, recorded.fetched),
    ];
    expect(await client.getPayment('6249365965')).toMatchObject({ rawStatus: 'finished' });
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[2]?.headers.authorization).toBe(`Bearer ${jwt(1)}`);
  });
});

describe('reading', () => {
  test('a payment: numeric ids, "null" words and children', async () => {
    replies = [json(200, recorded.fetched)];
    expect(await client.getPayment('6249365965')).toMatchObject({
      providerPaymentId: '6249365965',
      payAmount: '11.8',
      actuallyPaid: '12',
      outcomeAmount: '11.8405',
      payinHash: 'hash',
      network: null,
      validUntil: null,
      childPaymentIds: ['5513339153'],
      updatedAt: new Date('2023-07-28T15:09:40.535Z'),
    });
    expect(seen[0]?.url).toBe('/v1/payment/6249365965');
  });

  test.each(['', 'status', '../auth', '1/2', '1?x'])(
    'sends no request for the payment id "%s"',
    async (id) => {
      expect(await failure(client.getPayment(id))).toMatchObject({
        kind: 'not_found',
        code: 'INVALID_PAYMENT_ID',
      });
      expect(seen).toHaveLength(0);
    },
  );

  test('a payment that the provider does not have', async () => {
    replies = [
      json(404, '{"status":false,"statusCode":404,"code":"NOT_FOUND","message":"Payment not found"}'),
    ];
    expect(await failure(client.getPayment('1'))).toMatchObject({ kind: 'not_found', code: 'NOT_FOUND' });
  });

  test('an HTML 404 is no proof that a payment does not exist', async () => {
    fallback = html(404);
    expect(await failure(client.getPayment('1'))).toMatchObject({ kind: 'unavailable' });
  });

  test.each([
    ['the form in practice', '{"selectedCurrencies":["BTC","XRP","USDTTRC20","BTC"]}'],
    ['the documented form', '{"currencies":["btc","xrp","usdttrc20"]}'],
    [
      'the fixed-rate form',
      '{"currencies":[{"min_amount":0.0001,"max_amount":10,"currency":"btc"},{"currency":"XRP"},{"currency":"usdttrc20"}]}',
    ],
  ])('currency codes in %s', async (_name, body) => {
    fallback = json(200, body);
    expect(await client.merchantCoins()).toEqual(['btc', 'xrp', 'usdttrc20']);
    expect(await client.currencies()).toEqual(['btc', 'xrp', 'usdttrc20']);
  });

  test('the catalogue, with rows of old and new form', async () => {
    replies = [json(200, recorded.usdtTrc20)];
    const currencies = await client.fullCurrencies();
    expect(currencies).toHaveLength(2);
    expect(currencies[0]).toMatchObject({
      providerId: '52',
      code: 'usdttrc20',
      network: 'trx',
      ticker: 'usdt',
      networkPrecision: 6,
      precision: 6,
      isStable: true,
      isEnabled: true,
      contractAddress: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    });
    expect(currencies[1]).toMatchObject({
      code: 'aave',
      network: 'eth',
      ticker: null,
      networkPrecision: null,
      contractAddress: null,
      availableForPayment: true,
    });
  });

  test.each(['0.17061637', '"0.17061637"'])('an estimate of %s', async (token) => {
    replies = [
      json(
        200,
        `{"currency_from":"usd","amount_from":3999.5,"currency_to":"btc","estimated_amount":${token}}`,
      ),
    ];
    expect(await client.estimate({ amount: '3999.5', currencyFrom: 'USD', currencyTo: 'BTC' })).toEqual({
      amountFrom: '3999.5',
      currencyFrom: 'usd',
      currencyTo: 'btc',
      estimatedAmount: '0.17061637',
    });
    expect(seen[0]?.url).toBe('/v1/estimate?amount=3999.5&currency_from=usd&currency_to=btc');
  });

  test.each([
    ['another currency', '"currency_from":"usd","amount_from":3999.5,"currency_to":"eth"'],
    ['another currency to start from', '"currency_from":"eur","amount_from":3999.5,"currency_to":"btc"'],
    ['another amount', '"currency_from":"usd","amount_from":1,"currency_to":"btc"'],
  ])('an estimate of %s than was asked for is none', async (_what, fields) => {
    replies = [json(200, `{${fields},"estimated_amount":"0.17061637"}`)];
    expect(
      await failure(client.estimate({ amount: '3999.5', currencyFrom: 'USD', currencyTo: 'BTC' })),
    ).toMatchObject({ kind: 'unavailable', code: 'OTHER_ESTIMATE' });
  });

  test('a minimum, with the flags of the payment to be created', async () => {
    replies = [
      json(
        200,
        '{"currency_from":"eth","currency_to":"trx","min_amount":0.0078999,"fiat_equivalent":35.40626584}',
      ),
    ];
    expect(
      await client.minAmount({ currencyFrom: 'ETH', fiatEquivalent: 'usd', isFixedRate: false }),
    ).toMatchObject({ minAmount: '0.0078999', fiatEquivalent: '35.40626584' });
    expect(seen[0]?.url).toBe('/v1/min-amount?currency_from=eth&fiat_equivalent=usd&is_fixed_rate=false');
  });

  test('the status, without a key', async () => {
    replies = [json(200, '{"message":"OK"}')];
    expect(await client.status()).toEqual({ isUp: true, message: 'OK' });
    expect(seen[0]?.headers['x-api-key']).toBeUndefined();
  });

  test('a list page, and its unreadable rows', async () => {
    replies = [
      json(200, JSON.stringify({ token: jwt(1) })),
      json(
        200,
        '{"data":[{"payment_id":1,"payment_status":"waiting"},{"broken":true}],"limit":2,"page":0,"pages_count":"2","total":"3"}',
      ),
    ];
    expect(await client.listPayments({ limit: 2 })).toMatchObject({
      payments: [{ providerPaymentId: '1' }],
      unreadableRows: 1,
      hasNextPage: true,
      total: 3,
    });
  });
});

describe('when the provider is in trouble', () => {
  test('a read is repeated with growing delays after HTML, broken connections and 5xx', async () => {
    replies = [
      html(429),
      destroyed,
      json(500, '{"status":false,"code":"INTERNAL_ERROR","message":"x"}'),
      json(200, recorded.fetched),
    ];
    expect(await client.getPayment('6249365965')).toMatchObject({ rawStatus: 'finished' });
    expect(pauses).toEqual([1000, 600, 1200]);
  });

  test('a read gives up after the set number of attempts', async () => {
    fallback = html(429);
    expect(await failure(client.getPayment('1'))).toMatchObject({
      kind: 'rate_limited',
      httpStatus: 429,
      code: 'NOT_JSON',
    });
    expect(seen).toHaveLength(4);
  });

  test('half of each delay is jitter', async () => {
    replies = [html(502), json(200, recorded.fetched)];
    await newClient({ random: () => 0 }).getPayment('1');
    expect(pauses).toEqual([150]);
  });

  test('a short Retry-After is waited for, a long one is passed on', async () => {
    replies = [
      (response) => response.writeHead(429, { 'retry-after': '3' }).end('slow down'),
      json(200, recorded.fetched),
      (response) => response.writeHead(429, { 'retry-after': '3600' }).end('slow down'),
    ];
    await client.getPayment('1');
    expect(pauses).toEqual([3000]);
    expect(await failure(client.getPayment('1'))).toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 3_600_000,
    });
    expect(seen).toHaveLength(3);
  });

  test('a call with a refused key is not repeated', async () => {
    replies = [json(403, recorded.invalidKey)];
    expect(await failure(client.currencies())).toMatchObject({
      kind: 'unauthorized',
      code: 'INVALID_API_KEY',
    });
    expect(seen).toHaveLength(1);
  });

  test('a redirect is not followed: the key stays here', async () => {
    fallback = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/steal' }).end();
    expect(await failure(newClient({ attempts: 1 }).currencies())).toMatchObject({
      kind: 'unavailable',
      httpStatus: 302,
    });
  });

  test.each(['{}', '[]', '{"currencies":"btc"}', '"OK"', 'null'])(
    'a good status with %s is not taken for a list',
    async (body) => {
      fallback = json(200, body);
      expect(await failure(client.currencies())).toMatchObject({ kind: 'unavailable', code: 'BAD_ANSWER' });
    },
  );

  test('errors and logs hold no key, token, password or query, even when the provider echoes them', async () => {
    fallback = json(
      400,
      '{"status":false,"statusCode":400,"code":"BAD_REQUEST","message":"key KEY-SECRET-1 and ipn-secret-1 and pass-secret-1 refused"}',
    );
    const error = await failure(client.estimate({ amount: '7.77', currencyFrom: 'usd', currencyTo: 'btc' }));
    const output = `${error.message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(logged)}`;
    expect(error.message).toContain('key *** and *** and *** refused');
    expect(output).not.toMatch(/SECRET-1|secret-1|7\.77/);
    expect(error.cause).toBeUndefined();
    expect(logged).toEqual([
      [
        expect.objectContaining({
          method: 'GET',
          path: '/estimate',
          kind: 'rejected',
          code: 'BAD_REQUEST',
          status: 400,
        }),
        'provider call failed',
      ],
    ]);
  });

  test('a closed client aborts calls in flight and sends nothing more', async () => {
    replies = [silent];
    const inFlight = failure(client.createPayment(order));
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    client.close();
    expect(await inFlight).toMatchObject({ kind: 'ambiguous', code: 'CLOSED' });
    expect(await failure(client.currencies())).toMatchObject({ kind: 'unavailable', code: 'CLOSED' });
    expect(seen).toHaveLength(1);
  });
});

describe('budgets', () => {
  test('creates are spaced to two a second after a burst of two', async () => {
    fallback = json(201, recorded.created);
    const limited = newClient({
      requestsPerSecond: { create: 2 },
      sleep: async (ms) => void pauses.push(ms),
    });
    await Promise.all([1, 2, 3, 4].map(async () => await limited.createPayment(order)));
    expect(pauses).toEqual([500, 1000]);
    clock += 10_000;
    await limited.createPayment(order);
    expect(pauses).toEqual([500, 1000]);
  });

  test('a queue that is too long is refused here, before the provider refuses everyone', async () => {
    fallback = json(201, recorded.created);
    const limited = newClient({ requestsPerSecond: { create: 0.01 } });
    await Promise.all([limited.createPayment(order), limited.createPayment(order)]);
    expect(await failure(limited.createPayment(order))).toMatchObject({
      kind: 'rate_limited',
      code: 'LOCAL_BUDGET',
    });
    expect(seen).toHaveLength(2);
  });

  test('connections are kept and used again', async () => {
    fallback = json(200, recorded.fetched);
    let connections = 0;
    server.on('connection', () => connections++);
    for (let call = 0; call < 20; call++) await client.getPayment('1');
    // Node may open a second one before the first is free again.
    expect(connections).toBeLessThanOrEqual(2);
  });
});
