import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CheckoutView } from '@paydesk/checkout';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutHub, type Viewer } from '../../src/checkout/checkoutHub.ts';
import { checkoutRoutes } from '../../src/http/checkout.routes.ts';
import { readCheckoutFiles } from '../../src/http/checkoutFiles.ts';
import { createApp } from '../../src/http/createApp.ts';
import { Payment } from '../../src/models/Payment.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { actors, newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const settings = testSettings({
  MERCHANT_NAME: 'Tom & "Jerry" <b>',
  MERCHANT_URL: 'https://shop.example.com/back',
  CHECKOUT_FRAME_ANCESTORS: 'https://shop.example.com',
});
const desk = await testDesk({ settings });
const app = await createApp(desk);
afterAll(async () => await app.close());
beforeAll(async () => await offerCurrencies(desk));

const create = async (currencyCode = 'USDTTRC20', amountUsd = '100.00') =>
  await createPayment(desk, actors.service(), {
    userId: (await newUser(desk)).id,
    amountUsd,
    currencyCode,
    description: 'a secret description',
  });

let addresses = 0;
/** Each call comes from another address, so that tests do not use up each other's limits. */
const get = async (url: string, headers: Record<string, string> = {}) =>
  await app.inject({
    url,
    headers,
    remoteAddress: `10.1.${Math.floor(addresses / 250)}.${(addresses += 1) % 250}`,
  });
const statusOf = async (payment: Payment) =>
  (await get(`/pay/${payment.checkoutToken}/status`)).json<CheckoutView>();

test('the page is complete before any script runs', async () => {
  const payment = await create();
  const { statusCode, body, headers } = await get(`/pay/${payment.checkoutToken}`);
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  for (const text of [
    payment.payAddress as string,
    '100.00 USD',
    'TRON (TRC20)',
    'Waiting for your payment',
    '<svg class="qr"',
    'http-equiv="refresh"',
    'What happens next',
    payment.internalPaymentId,
  ])
    expect(body).toContain(text);
});

test('the name of the merchant is escaped', async () => {
  const { body } = await get(`/pay/${(await create()).checkoutToken}`);
  expect(body).toContain('Tom &amp; &quot;Jerry&quot; &lt;b&gt;');
  expect(body).not.toContain('<b>');
});

test('neither page nor status reveal the user', async () => {
  const payment = await create();
  const user = (await payment.$relatedQuery<Payment>('user', desk.knex)) as unknown as {
    username: string;
    externalId: string;
  };
  for (const path of ['', '/status']) {
    const { body } = await get(`/pay/${payment.checkoutToken}${path}`);
    for (const secret of [
      payment.id,
      payment.userId,
      user.username,
      user.externalId,
      'a secret description',
      payment.providerPaymentId as string,
    ])
      expect(body).not.toContain(secret);
  }
});

test('headers forbid caching, framing, indexing and loading anything that the page does not need', async () => {
  const { headers } = await get(`/pay/${(await create()).checkoutToken}`);
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'sha256-[\w+/=]+'; /);
  expect(policy).toContain('frame-ancestors https://shop.example.com');
  expect(policy).not.toContain('unsafe');
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
  expect(headers['x-frame-options']).toBeUndefined();
});

test('the page is compressed for browsers that support it, and its scripts may be cached permanently', async () => {
  const { checkoutToken, payAddress } = await create();
  const short = await get(`/pay/${checkoutToken}`, { 'accept-encoding': 'gzip, deflate' });
  expect(short.headers).toMatchObject({
    'content-encoding': 'gzip',
    vary: 'accept-language, accept-encoding',
  });
  expect(gunzipSync(short.rawPayload).toString()).toContain(payAddress);
  const files = readCheckoutFiles();
  for (const name of files.scripts.keys()) {
    const script = await get(`/pay-assets/${name}`);
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(script.rawPayload).toEqual(files.scripts.get(name)?.plain);
    // Compressed by the build, as small as can be, and not for each request.
    for (const [accepted, encoding, expand] of [
      ['gzip, deflate', 'gzip', gunzipSync],
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
    ] as const) {
      const answer = await get(`/pay-assets/${name}`, { 'accept-encoding': accepted });
      expect(answer.headers).toMatchObject({ vary: 'accept-encoding', 'content-encoding': encoding });
      expect(expand(answer.rawPayload)).toEqual(script.rawPayload);
      const built = files.scripts.get(name)?.compressed.find((one) => one.encoding === encoding);
      expect(answer.rawPayload).toEqual(built?.content);
    }
  }
  expect(files.scripts.size).toBeGreaterThan(5);
  expect((await get('/pay-assets/manifest.json')).statusCode).toBe(404);
});

test('an unknown link and an invalid one get the same answer, which reveals nothing', async () => {
  const unknown = await get(`/pay/${'A'.repeat(32)}`);
  const mistyped = await get('/pay/x');
  expect(unknown.statusCode).toBe(404);
  expect(unknown.body).toContain('There is no such payment');
  expect(mistyped.body).toBe(unknown.body);
  expect((await get(`/pay/${'A'.repeat(32)}/status`)).json()).toMatchObject({
    error: { data: { reason: 'NOT_FOUND' } },
  });
  expect((await get(`/pay/${'A'.repeat(32)}/events`)).statusCode).toBe(404);
});

test('the language is the requested one, else the browser’s, else English', async () => {
  const { checkoutToken } = await create();
  const accept = { 'accept-language': 'ja, fr-CH;q=0.8, de;q=0.9' };
  expect((await get(`/pay/${checkoutToken}?lang=ar`, accept)).body).toContain('<html lang="ar" dir="rtl"');
  expect((await get(`/pay/${checkoutToken}`, accept)).body).toContain('Wir warten auf Ihre Zahlung');
  expect((await get(`/pay/${checkoutToken}?lang=xx`)).body).toContain('<html lang="en"');
});

test('for a coin with a tag there is a warning above the address', async () => {
  const payment = await create('XRP');
  expect(payment.payinExtraId).not.toBeNull();
  const { body } = await get(`/pay/${payment.checkoutToken}`);
  expect(body.indexOf('Destination tag</bdi> needed')).toBeGreaterThan(0);
  expect(body.indexOf('Destination tag</bdi> needed')).toBeLessThan(
    body.indexOf(`id="address">${payment.payAddress}`),
  );
  expect(body).toContain(`id="extra-id">${payment.payinExtraId}`);
});

test('the page follows a payment from partial to its top-up, which staff resolve', async () => {
  const payment = await create();
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: '60' });
  await refreshPayment(desk, payment.id);
  expect(await statusOf(payment)).toMatchObject({
    state: 'partial',
    seenAmount: '60',
    creditedUsd: '60.00',
    missing: { amount: '40', amountUsd: '40.00', belowMinimumUsd: null },
  });
  expect((await get(`/pay/${payment.checkoutToken}`)).body).toContain('counts as a new deposit');
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: '40' });
  await desk.advance(30);
  await refreshPayment(desk, payment.id);
  expect(await statusOf(payment)).toMatchObject({
    state: 'partial',
    missing: null,
    review: [{ amount: '40', coin: 'USDT', state: 'open' }],
  });
});

test('an expired payment that is paid late is credited on the page as well', async () => {
  const payment = await create();
  await desk.advance(7 * 24 * 3600 + 60);
  await refreshPayment(desk, payment.id);
  expect(await statusOf(payment)).toMatchObject({ state: 'expired', isWatched: true });
  expect((await get(`/pay/${payment.checkoutToken}`)).body).toContain('Late money still counts');
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  await desk.advance(5);
  await refreshPayment(desk, payment.id);
  expect(await statusOf(payment)).toMatchObject({ state: 'credited', creditedUsd: '100.00' });
});

test('"I have paid" asks the provider at once, from the desk’s own page only', async () => {
  const payment = await create();
  await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
  const url = `/pay/${payment.checkoutToken}/check`;
  expect(
    (
      await app.inject({
        method: 'POST',
        url,
        headers: { 'sec-fetch-site': 'cross-site', accept: 'application/json' },
      })
    ).statusCode,
  ).toBe(403);
  expect(
    (
      await app.inject({
        method: 'POST',
        url,
        headers: { origin: 'https://evil.example', accept: 'application/json' },
      })
    ).statusCode,
  ).toBe(403);
  expect((await app.inject({ method: 'POST', url })).statusCode).toBe(403);
  expect(await statusOf(payment)).toMatchObject({ state: 'waiting' });
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { 'sec-fetch-site': 'same-origin', accept: 'application/json' },
  });
  expect(answer.json()).toMatchObject({ state: 'credited', creditedUsd: '100.00' });
});

test('without a script "I have paid" is a form that returns to the page and shows the result', async () => {
  const payment = await create();
  const headers = {
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
  };
  const answer = await app.inject({
    method: 'POST',
    url: `/pay/${payment.checkoutToken}/check?lang=de`,
    headers,
    payload: '',
  });
  expect(answer).toMatchObject({ statusCode: 303 });
  expect((await get(String(answer.headers.location))).body).toContain('Noch nichts Neues');
});

test('a provider that does not answer is reported as such, and the payment stays as it is', async () => {
  const payment = await create();
  await desk.simulator.setFaults({ http: '500', count: 3 });
  const answer = await app.inject({
    method: 'POST',
    url: `/pay/${payment.checkoutToken}/check`,
    headers: { 'sec-fetch-site': 'same-origin', accept: 'application/json' },
  });
  await desk.simulator.setFaults({ http: null });
  expect([answer.statusCode, answer.json().error.data.reason]).toEqual([503, 'PROVIDER_UNAVAILABLE']);
  expect(await statusOf(payment)).toMatchObject({ state: 'waiting' });
});

test('limits apply to an address, to a link and to "I have paid", each separately', async () => {
  const [first, second] = [await create(), await create()];
  const from = async (remoteAddress: string, url: string, method: 'GET' | 'POST' = 'GET') =>
    (
      await app.inject({
        method,
        url,
        remoteAddress,
        headers: { 'sec-fetch-site': 'same-origin', accept: 'application/json' },
      })
    ).statusCode;
  const checks = [];
  for (let i = 0; i < 8; i += 1)
    checks.push(await from(`10.9.0.${i}`, `/pay/${first.checkoutToken}/check`, 'POST'));
  expect(checks).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  for (let i = 0; i < 120; i += 1) await from('10.9.1.1', '/pay/nothing');
  expect(await from('10.9.1.1', `/pay/${second.checkoutToken}/status`)).toBe(429);
  expect(await from('10.9.1.2', `/pay/${second.checkoutToken}/status`)).toBe(200);
});

test('an open page makes the worker check sooner, and is recorded at most every twenty seconds', async () => {
  const payment = await create();
  await desk.advance(3600);
  await refreshPayment(desk, payment.id);
  const before = await payment.$query(desk.knex);
  expect((before.nextCheckAt?.getTime() ?? 0) - desk.clock.now().getTime()).toBeGreaterThan(300_000);
  await get(`/pay/${payment.checkoutToken}`);
  const watched = await payment.$query(desk.knex);
  expect((watched.nextCheckAt?.getTime() ?? 0) - desk.clock.now().getTime()).toBeLessThanOrEqual(5000);
  await get(`/pay/${payment.checkoutToken}`);
  expect((await payment.$query(desk.knex)).watchedUntil).toEqual(watched.watchedUntil);
  await desk.advance(21);
  await get(`/pay/${payment.checkoutToken}`);
  expect((await payment.$query(desk.knex)).watchedUntil?.getTime()).toBeGreaterThan(
    watched.watchedUntil?.getTime() ?? Infinity,
  );
  await refreshPayment(desk, payment.id);
  const checked = await payment.$query(desk.knex);
  expect((checked.nextCheckAt?.getTime() ?? 0) - (checked.checkedAt?.getTime() ?? 0)).toBeLessThan(8000);
});

test('any number of viewers costs one query a round, and none without viewers', async () => {
  const payments = [await create(), await create(), await create()];
  const hub = checkoutHub(desk, { viewers: 100, viewersPerAddress: 40 });
  const sent: [string, string][] = [];
  const viewer = (payment: Payment, address: string): Viewer => ({
    token: payment.checkoutToken,
    address,
    send: (view) => sent.push([view.reference, view.state]),
  });
  const places = Array.from({ length: 60 }, (_, i) =>
    hub.join(viewer(payments[i % 3] as Payment, `a${i % 2}`)),
  );
  await hub.poll();
  expect(sent).toHaveLength(60);
  const queries: string[] = [];
  const count = ({ sql }: { sql: string }) => queries.push(sql);
  desk.knex.on('query', count);
  await hub.poll();
  expect(queries).toHaveLength(1);
  expect(sent).toHaveLength(60);
  desk.knex.removeListener('query', count);

  const [paid] = payments as [Payment];
  await desk.simulator.deposit(paid.providerPaymentId as string, { amount: 'full' });
  await refreshPayment(desk, paid.id);
  await hub.poll();
  expect(sent.slice(60)).toEqual(Array.from({ length: 20 }, () => [paid.internalPaymentId, 'credited']));

  for (const place of places) place?.leave();
  expect(hub.viewerCount).toBe(0);
  desk.knex.on('query', count);
  await hub.poll();
  expect(queries).toHaveLength(1);
  desk.knex.removeListener('query', count);
  hub.close();
});

test('viewers are limited, in all and per address', async () => {
  const payment = await create();
  const hub = checkoutHub(desk, { viewers: 3, viewersPerAddress: 2 });
  const join = (address: string) => hub.join({ token: payment.checkoutToken, address, send() {} });
  const first = join('a');
  expect([first, join('a'), join('a'), join('b'), join('c')].map((place) => place !== null)).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  first?.leave();
  expect(join('c')).not.toBeNull();
  hub.close();
});

test('the event stream reports a payment while it is made', async () => {
  const payment = await create();
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    httpGet({ host: '127.0.0.1', port, path: `/pay/${payment.checkoutToken}/events` }, resolve).on(
      'error',
      reject,
    ),
  );
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
  });
  const states: string[] = [];
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    const seen = [...text.matchAll(/"state":"(\w+)"/g)].map(([, state]) => String(state));
    if (seen.length > states.length && seen.length === 1) {
      await desk.simulator.deposit(payment.providerPaymentId as string, { amount: 'full' });
      await refreshPayment(desk, payment.id);
    }
    states.splice(0, states.length, ...seen);
    if (states.length === 2) break;
  }
  expect(states).toEqual(['waiting', 'credited']);
});

test('the page works when nothing is built', async () => {
  const payment = await create();
  const { fastify } = await import('fastify');
  const bare = fastify();
  await bare.register((await import('@fastify/rate-limit')).default, { max: 100 });
  await checkoutRoutes(bare, desk, { ...readCheckoutFiles(), scripts: new Map(), scriptsFor: () => null });
  const { body, statusCode } = await bare.inject({ url: `/pay/${payment.checkoutToken}` });
  expect(statusCode).toBe(200);
  expect(body).toContain(payment.payAddress);
  expect(body).not.toContain('type="module"');
  expect(body).toMatch(/<meta http-equiv="refresh"(?![^]*<noscript><meta)/);
  await bare.close();
});
