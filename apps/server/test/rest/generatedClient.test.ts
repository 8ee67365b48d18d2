import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { afterAll, expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { restDesk } from './restDesk.ts';

const { desk, app, shop } = await restDesk();
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const key = (shop['authorization'] ?? '').replace('Bearer ', '');
const run = promisify(execFile);

// Inside the package, so that the program finds what it imports.
const cache = resolve(import.meta.dirname, '../../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'rest-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first calls of a shop, with nothing but what was generated. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths } from './openapi.ts';

const headers = { authorization: \`Bearer \${process.env['KEY']}\` };
const desk = createClient<paths>({ baseUrl: process.env['DESK'] ?? '', headers });
function must<T>({ data, error }: { data?: T; error?: components['schemas']['Error'] }): T {
  if (error !== undefined) throw new Error(error.error.data.reason);
  return data as T;
}

const user = must(await desk.POST('/users', { body: { externalId: '42', username: 'ada' } }));
const payment = must(
  await desk.POST('/payments', {
    params: { header: { 'Idempotency-Key': 'order-4711' } },
    body: { userId: user.id, amountUsd: '50.00', currencyCode: 'USDTBSC' },
  }),
);
console.log('paid', payment.id, payment.providerPaymentId);
await new Promise((resolve) => process.stdin.once('data', resolve));
const read = must(await desk.GET('/payments/{id}', { params: { path: { id: payment.id } } }));
const list = must(
  await desk.GET('/payments', { params: { query: { status: ['completed', 'expired'], sort: '-createdAt' } } }),
);
const charge = must(
  await desk.POST('/charges', { body: { userId: user.id, amountUsd: '20.00', idempotencyKey: 'charge-1' } }),
);
const events = must(await desk.GET('/events', { params: { query: { after: '0' } } }));
// The type of an event narrows its data.
const credited = events.data.flatMap((event) => (event.type === 'payment.credited' ? [event.data?.creditedAmountUsd] : []));
const posted = events.data.flatMap((event) => (event.type === 'transaction.created' ? [event.data?.transactionType] : []));
const refused = await desk.POST('/charges', { body: { userId: user.id, amountUsd: '9000.00' } });
console.log(JSON.stringify({
  credited: read.creditedAmountUsd,
  listed: list.data.map(({ id }) => id === payment.id),
  balance: charge.balanceAfter,
  events: events.data.map(({ type }) => type),
  narrowed: [credited, posted],
  refused: refused.error?.error.data.reason,
}));
process.exit();
`;

/** What the types must refuse. */
const WRONG = `
import createClient from 'openapi-fetch';
import type { paths } from './openapi.ts';
const desk = createClient<paths>({ baseUrl: '' });
await desk.POST('/charges', { body: { userId: 'x', amountUsd: 20 } });
await desk.GET('/payments', { params: { query: { status: ['paid'] } } });
await desk.POST('/withdrawals/{id}/approve', { params: { path: { id: 'x' } } });
const { data } = await desk.GET('/events');
const [event] = data?.data ?? [];
if (event?.type === 'withdrawal.completed') event.data?.creditedAmountUsd;
`;

const CONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    outDir: 'built',
    rewriteRelativeImportExtensions: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ['node'],
  },
};

async function typeCheck(file: string): Promise<string> {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...CONFIG, files: [file] }));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  return await run(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    (failure: unknown) => (failure as { stdout: string }).stdout,
  );
}

test('a client generated from the served document type-checks and makes the first calls', async () => {
  const document = await (await fetch(`${url}/api/v1/openapi.json`)).text();
  writeFileSync(join(folder, 'openapi.ts'), astToString(await openapiTypescript(document)));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  writeFileSync(join(folder, 'wrong.ts'), WRONG);
  expect(await typeCheck('program.ts')).toBe('');
  const problems = await typeCheck('wrong.ts');
  for (const line of [5, 6, 7, 10]) expect(problems).toContain(`wrong.ts(${line},`);
  expect(readFileSync(join(folder, 'openapi.ts'), 'utf8')).not.toContain('approve:');

  const env = { ...process.env, DESK: `${url}/api/v1`, KEY: key };
  const program = execFile(process.execPath, [join(folder, 'built/program.js')], { env });
  const lines: string[] = [];
  const ended = new Promise<number | null>((done) => program.once('exit', done));
  program.stderr?.on('data', (text: string) => lines.push(text));
  program.stdout?.on('data', (text: string) => {
    lines.push(text);
    const [, id = '', providerId = ''] = /paid (\S+) (\S+)/.exec(text) ?? [];
    if (id === '') return;
    void desk.simulator
      .deposit(providerId, { amount: 'full' })
      .then(async () => await desk.advance(5))
      .then(async () => await refreshPayment(desk, id))
      .then(async () => await sequenceEvents(desk))
      .then(() => program.stdin?.write('\n'));
  });
  expect(await ended, lines.join('')).toBe(0);
  expect(JSON.parse(lines[1] ?? '')).toEqual({
    credited: '50.00',
    listed: [true],
    balance: '30.00',
    events: expect.arrayContaining([
      'payment.created',
      'payment.credited',
      'transaction.created',
    ]) as string[],
    narrowed: [['50.00'], ['deposit']],
    refused: 'INSUFFICIENT_FUNDS',
  });
}, 120_000);
