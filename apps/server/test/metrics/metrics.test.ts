import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createMetrics } from '../../src/base/metrics.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { createApp } from '../../src/http/createApp.ts';
import { createScrape } from '../../src/http/metrics/scrape.ts';
import { createNowpaymentsClient } from '../../src/nowpayments/createNowpaymentsClient.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { appCaller, type Caller, call, httpDesk, staffCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { newEndpoint } from '../webhooks/webhookDesk.ts';

const { desk, app } = await httpDesk();
const shop = await appCaller(desk, ['users.read', 'transactions.read']);
const prometheus = await appCaller(desk, ['metrics.read']);

const scrape = async (headers: Caller = prometheus, server = app, remoteAddress = '203.0.113.9') =>
  await server.inject({ url: '/metrics', remoteAddress, headers });

async function valueOf(name: string): Promise<number> {
  const { body } = await scrape();
  return Number(
    body
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  );
}

test('a key without the scope metrics.read, and staff, see no figures of the desk', async () => {
  expect((await scrape(shop)).statusCode).toBe(403);
  expect((await scrape(await staffCaller(desk, 'admin'))).statusCode).toBe(403);
  expect((await scrape({})).statusCode).toBe(403);
  expect((await scrape()).body).toContain('paydesk_liabilities_usd 0');
  // The scope opens nothing else.
  expect((await call(app, prometheus, 'users.list')).error?.data.reason).toBe('PERMISSION_DENIED');
});

test('each procedure has its calls by reason, and its duration', async () => {
  const ok = 'paydesk_procedure_calls_total{procedure="users.list",reason="OK"}';
  const refused = 'paydesk_procedure_calls_total{procedure="withdrawals.approve",reason="PERMISSION_DENIED"}';
  const invalid = 'paydesk_procedure_calls_total{procedure="users.get",reason="INVALID_INPUT"}';
  const [before, timed] = [
    await valueOf(ok),
    await valueOf('paydesk_procedure_seconds_count{procedure="users.list"}'),
  ];
  await call(app, shop, 'users.list');
  await app.inject({ url: '/api/v1/users', headers: shop });
  await call(app, shop, 'withdrawals.approve', { id: 'x' });
  await call(app, shop, 'users.get', { id: 'no id' });
  expect(await valueOf(ok)).toBe((before || 0) + 2);
  expect(await valueOf('paydesk_procedure_seconds_count{procedure="users.list"}')).toBe((timed || 0) + 2);
  expect(await valueOf(refused)).toBe(1);
  expect(await valueOf(invalid)).toBe(1);
});

test('the pool, what is not sealed, and events that an endpoint has not got', async () => {
  expect(await valueOf('paydesk_pool_connections_max')).toBe(30);
  const trx = await desk.knex.transaction();
  expect(await valueOf('paydesk_pool_connections_used')).toBeGreaterThanOrEqual(1);
  await trx.rollback();

  const queued = await valueOf('paydesk_seal_queue');
  expect(await valueOf('paydesk_webhook_delivery_lag_seconds')).toBe(0);
  await newEndpoint(desk, 'http://127.0.0.1:1/hook');
  const user = await newUser(desk);
  await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '1.00' });
  await sequenceEvents(desk);
  expect(await valueOf('paydesk_seal_queue')).toBeGreaterThan(queued);
  const lag = await valueOf('paydesk_webhook_delivery_lag_seconds');
  expect(lag).toBeGreaterThan(0);
  await desk.knex('webhook_endpoints').update({ cursor: desk.knex('event_head').select('sequence') });
  expect(await valueOf('paydesk_webhook_delivery_lag_seconds')).toBe(0);
});

test('requests to the provider have their duration by call and outcome, without ids', async () => {
  const metrics = createMetrics();
  const answers = [new Response('{"message":"OK"}'), new Response('{"statusCode":404}', { status: 404 })];
  const client = createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: 'key',
    ipnSecret: 'secret',
    attempts: 1,
    fetch: () => Promise.resolve(answers.shift() ?? Response.error()),
    observeCall: (request) => metrics.observeProviderCall(request),
  });
  await client.status();
  await expect(client.getPayment('123456')).rejects.toThrow();
  client.close();
  const text = await metrics.registry.metrics();
  expect(text).toContain('paydesk_provider_call_seconds_count{call="GET /status",outcome="ok"} 1');
  expect(text).toMatch(/paydesk_provider_call_seconds_count\{call="GET \/payment\/:id",outcome="\w+"\} 1/);
  expect(text).not.toContain('123456');
});

test('a pool that is used up is no outage of the database', async () => {
  const { url } = await testDatabase();
  const small = connectDatabase(url, { poolMax: 1 });
  const trx = await small.transaction();
  try {
    const text = await createScrape({ knex: small, metrics: createMetrics() }).text();
    expect(text).toContain('paydesk_database_up 1\n');
    expect(text).toContain('paydesk_pool_connections_used 1\n');
  } finally {
    await trx.rollback();
    await small.destroy();
  }
});

/** The same desk behind a connection that the test can cut. */
const line = await startLine(new URL((await testDatabase()).url));
const fading = connectDatabase(line.url);
const fadingApp = await createApp(
  createAppContext(desk.settings, fading, desk.log, { clock: desk.clock, provider: desk.provider }),
);
afterAll(async () => {
  await fadingApp.close();
  await fading.destroy();
  line.cut();
});

/** A port that leads to the database until it is cut. */
async function startLine(target: URL): Promise<{ url: string; cut(): void; mend(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    }
    client.pipe(database).pipe(client);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const url = new URL(target);
  url.host = `127.0.0.1:${await listen(0)}`;
  return {
    url: url.href,
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    mend: async () => void (await listen(Number(url.port))),
  };
}

test('without the database it answers what the process knows, and no figure that is not known', async () => {
  expect((await scrape(prometheus, fadingApp)).body).toContain('paydesk_database_up 1\n');
  line.cut();
  try {
    const startedAt = performance.now();
    const local = await fadingApp.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(local.statusCode).toBe(200);
    expect(local.body).toContain('paydesk_database_up 0\n');
    expect(local.body).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(local.body).toMatch(/^paydesk_pool_connections_max \d+$/m);
    // A figure of 0 would be wrong, and an old one too.
    expect(local.body).not.toMatch(
      /^paydesk_(unexplained|liabilities|verified|jobs_|seal|events_|provider_circuit|suspense)\S* /m,
    );
    expect(local.body).not.toMatch(/select |insert |ECONNREFUSED|knex/i);

    // A key that it has accepted before goes on; others cannot be known.
    expect((await scrape(prometheus, fadingApp)).statusCode).toBe(200);
    expect((await scrape(shop, fadingApp)).statusCode).toBe(403);
    expect((await scrape(await appCaller(desk, ['metrics.read']), fadingApp)).statusCode).toBe(403);
    expect((await scrape({}, fadingApp)).statusCode).toBe(403);
    // It may be a key for that one address.
    expect((await scrape(prometheus, fadingApp, '203.0.113.10')).statusCode).toBe(403);
  } finally {
    await line.mend();
  }
  const back = await scrape(prometheus, fadingApp);
  expect(back.body).toContain('paydesk_database_up 1\n');
  expect(back.body).toMatch(/^paydesk_unexplained_usd \S+$/m);
});

test('a key that was revoked reads nothing more, also without the database', async () => {
  const caller = await appCaller(desk, ['metrics.read']);
  expect((await scrape(caller, fadingApp)).statusCode).toBe(200);
  await desk.knex('api_keys').where({ revoked_at: null }).update({ revoked_at: new Date() });
  expect((await scrape(caller, fadingApp)).statusCode).toBe(403);
  line.cut();
  expect((await scrape(caller, fadingApp)).statusCode).toBe(403);
});
