import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createSimulator } from '@paydesk/simulator';
import { afterAll, expect, test } from 'vitest';
import { appCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';
import { startTraceReceiver } from '../support/traceReceiver.ts';
import { startProgram } from './deskProgram.ts';

const KEY = 'an API key of the provider';
const IPN = 'an IPN secret of the provider';
/** Prints the names of OpenTelemetry's packages as they are loaded. */
const NAMES_LOADED = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) {
    const [, name] = /node_modules\\/@opentelemetry\\/([\\w-]+)\\//.exec(url) ?? [];
    if (name !== undefined) process.stdout.write('LOADED ' + name + '\\n');
    return next(url, context);
  } });`)}`;

const desk = await testDesk();
const { url: databaseUrl } = await testDatabase();
const receiver = await startTraceReceiver();
const { provider, seen } = await startProvider();
await offerCurrencies(desk, ['BTC']);
const user = await newUser(desk, 'ada-lovelace');
const app = await appCaller(desk, ['payments.create', 'payments.read', 'users.read', 'currencies.read']);

const settings = {
  LOG_LEVEL: 'debug',
  NOWPAYMENTS_API_KEY: KEY,
  NOWPAYMENTS_IPN_SECRET: IPN,
  NOWPAYMENTS_BASE_URL: `${provider}/v1`,
};
const traced = {
  ...settings,
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-receiver',
};

/** The simulator behind a server that keeps the headers of each request. */
async function startProvider() {
  const simulator = createSimulator({ apiKey: KEY, ipnSecret: IPN, stepMs: 0, timers: false });
  const url = await simulator.listen(0);
  const headersSeen: { path: string; headers: Record<string, unknown> }[] = [];
  const proxy = createServer((request, response) => {
    headersSeen.push({ path: request.url ?? '', headers: request.headers });
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const init = { method: request.method, headers: request.headers as Record<string, string> };
      void fetch(`${url}${request.url}`, { ...init, ...(body !== '' && { body }) }).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      });
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  afterAll(async () => {
    proxy.close();
    await simulator.close();
  });
  return {
    provider: `http://127.0.0.1:${(proxy.address() as { port: number }).port}`,
    seen: headersSeen,
  };
}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const create = async (url: string, headers: Record<string, string> = {}) =>
  await fetch(`${url}/trpc/payments.create`, {
    method: 'POST',
    headers: { ...app, ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ userId: user.id, currencyCode: 'BTC', amountUsd: '7654.32' }),
  });

test('a request is one trace: the caller’s, the procedure, its statements, and the call of the provider', async () => {
  const server = await startProgram('main', { databaseUrl, settings: traced });
  const answer = await create(server.url, {
    traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
    tracestate: 'vendor=of-the-caller',
    baggage: 'customer=ada',
    'x-request-id': 'request-of-the-test',
  });
  expect(answer.status).toBe(200);
  const spans = await receiver.trace('POST /trpc/:path', ({ traceId }) => traceId === TRACE_ID);
  const named = (name: string | RegExp) =>
    spans.filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)));
  const [request] = named('POST /trpc/:path');
  expect(request).toMatchObject({
    service: 'paydesk-server',
    kind: 2,
    parentSpanId: 'b7ad6b7169203331',
    isFailed: false,
    attributes: { 'http.route': '/trpc/:path', 'http.response.status_code': 200 },
  });
  const [procedure] = named('payments.create');
  expect(procedure).toMatchObject({ parentSpanId: request?.spanId });
  const inserts = named('INSERT').filter(({ attributes }) =>
    /payments/.test(String(attributes['db.query.text'])),
  );
  expect(inserts[0]).toMatchObject({ kind: 3, parentSpanId: procedure?.spanId });
  const [call] = named('POST /payment');
  expect(call).toMatchObject({
    kind: 3,
    parentSpanId: procedure?.spanId,
    attributes: { 'http.response.status_code': 201 },
  });
  // The provider gets the trace, and nothing that the caller has sent along.
  const sent = seen.find(({ headers }) => String(headers['traceparent']).includes(TRACE_ID));
  expect(sent?.headers).toMatchObject({ traceparent: `00-${TRACE_ID}-${call?.spanId}-01` });
  expect(sent?.headers).not.toHaveProperty('baggage');
  expect(sent?.headers).not.toHaveProperty('tracestate');
  // Lines of the log say what they are part of.
  const line = server
    .output()
    .split('\n')
    .find((text) => text.includes('"path":"/payment"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    trace_id: TRACE_ID,
    span_id: call?.spanId,
    requestId: 'request-of-the-test',
  });
  expect(receiver.headers[0]).toMatchObject({ authorization: 'Bearer of-the-receiver' });
  const end = server.ended();
  server.child.kill('SIGTERM');
  expect((await end).code).toBe(0);
}, 60_000);

test('a refusal is marked with its reason', async () => {
  const server = await startProgram('main', { databaseUrl, settings: traced });
  await fetch(`${server.url}/trpc/payments.get?input=%7B%22id%22%3A%22${user.id}%22%7D`, { headers: app });
  const spans = await receiver.trace('payments.get');
  expect(spans.find(({ name }) => name === 'payments.get')).toMatchObject({
    isFailed: true,
    attributes: { 'error.type': 'NOT_FOUND' },
  });
  server.child.kill('SIGTERM');
  await server.ended();
}, 60_000);

test('each run of a job is a trace of its own, with its statements', async () => {
  const worker = await startProgram('worker', { databaseUrl, settings: traced });
  const spans = await receiver.trace('job audit-seal');
  const [job] = spans.filter(({ name }) => name.startsWith('job '));
  expect(job).toMatchObject({ service: 'paydesk-worker', parentSpanId: undefined });
  expect(spans.filter(({ parentSpanId }) => parentSpanId === job?.spanId).length).toBeGreaterThan(0);
  const end = worker.ended();
  worker.child.kill('SIGTERM');
  expect((await end).code).toBe(0);
}, 60_000);

test('no span has an amount, a person, a key or a value of a statement', async () => {
  expect(receiver.spans.length).toBeGreaterThan(20);
  const text = receiver.text();
  for (const value of [
    '7654.32',
    'ada-lovelace',
    'Ada',
    'vendor=of',
    user.id,
    KEY,
    IPN,
    app.authorization ?? 'x',
    databaseUrl,
  ])
    expect([value, text.includes(value)]).toEqual([value, false]);
  for (const { attributes } of receiver.spans) {
    expect(JSON.stringify(attributes['db.query.text'] ?? '')).not.toMatch(/'[^']|(?<![\w$])\d/);
    expect(Object.keys(attributes).filter((key) => !KNOWN_ATTRIBUTES.has(key))).toEqual([]);
  }
});

const KNOWN_ATTRIBUTES = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'url.template',
  'rpc.system',
  'rpc.method',
  'db.system.name',
  'db.operation.name',
  'db.query.text',
  'error.type',
]);

test('without the setting nothing of the SDK is loaded, and a receiver that is away holds nothing up', async () => {
  const off = await startProgram('main', { databaseUrl, settings, imports: [NAMES_LOADED] });
  const loaded = (output: string) =>
    new Set([...output.matchAll(/LOADED ([\w-]+)/g)].map(([, name]) => name));
  expect((await create(off.url)).status).toBe(200);
  // The sign-in's library brings `semantic-conventions` along: names, and nothing that runs.
  expect(loaded(off.output())).toEqual(new Set(['api', 'semantic-conventions']));
  const away = await startProgram('main', {
    databaseUrl,
    settings: { ...traced, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' },
    imports: [NAMES_LOADED],
  });
  expect((await create(away.url)).status).toBe(200);
  expect([...loaded(away.output())]).toEqual(
    expect.arrayContaining(['sdk-trace', 'exporter-trace-otlp-http']),
  );
  await pause(10);
  const end = away.ended();
  away.child.kill('SIGTERM');
  const { code, ms } = await end;
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
}, 60_000);
