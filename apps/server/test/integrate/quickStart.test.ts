import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SERVICE_SCOPES } from '@paydesk/types';
import { expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { Payment } from '../../src/models/Payment.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { appCaller, httpDesk } from '../support/http.ts';
import { offerCurrencies } from '../support/testDesk.ts';
import { blocksOf, codeBlocks } from './codeBlocks.ts';
import { interpreters, runProgram } from './runProgram.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const root = resolve(import.meta.dirname, '../../../..');
const page = readFileSync(resolve(root, 'docs/integrate/quick-start.md'), 'utf8');
const typescriptProgram = resolve(root, 'packages/client/examples/topUpAndCharge.ts');

/** The page's own key: it has to do for everything on the page. */
const [, scopes = ''] = /create-api-key --name shop --scopes (\S+)/.exec(page) ?? [];
const caller = await appCaller(desk, SERVICE_SCOPES);
const pageCaller = await appCaller(
  desk,
  SERVICE_SCOPES.filter((scope) => scopes.split(',').includes(scope)),
);
const env = {
  PAYDESK_URL: await app.listen({ port: 0, host: '127.0.0.1' }),
  PAYDESK_API_KEY: (pageCaller['authorization'] ?? '').replace('Bearer ', ''),
};

/** The payer of the newest payment pays, and the desk learns of it. */
async function payNewest(): Promise<void> {
  const payment = await Payment.query(desk.knex).orderBy('createdAt', 'desc').first().throwIfNotFound();
  await desk.simulator.deposit(payment.providerPaymentId ?? '', { amount: 'full' });
  await desk.advance(5);
  await refreshPayment(desk, payment.id);
}

/** Each program adds 50.00 to the same user and charges 9.99, once, however often it runs. */
async function runTwice(run: () => Promise<string>): Promise<void> {
  expect(await run()).toMatch(/^Pay [\d.]+ USDT at http\S+\/pay\/\S+\nNot paid yet\n$/);
  await payNewest();
  const paid = await run();
  expect(paid).toMatch(/\nCharged; 40\.01 USD are left\n$/);
  expect(await run()).toBe(paid);
  // The next language begins without a balance.
  const [user] = (await app.inject({ url: '/api/v1/balances', headers: caller })).json<{
    data: { userId: string; balanceUsd: string }[];
  }>().data;
  const emptied = await app.inject({
    method: 'POST',
    url: '/api/v1/charges',
    headers: caller,
    payload: { userId: user?.userId, amountUsd: user?.balanceUsd },
  });
  expect(emptied.statusCode).toBe(200);
}

test('the program in TypeScript tops up and charges once', async () => {
  await runTwice(async () => await runProgram(process.execPath, [typescriptProgram], env));
});

test('the program in Python does the same over REST', async (context) => {
  const { py } = interpreters;
  if (py === null) return context.skip('there is no Python 3.9');
  const [program = ''] = blocksOf('py', 'quick-start');
  await runTwice(async () => await runProgram(py, ['-c', program], env));
});

test('the program in PHP does the same over REST', async (context) => {
  const { php } = interpreters;
  if (php === null) return context.skip('there is no PHP 8');
  const [program = ''] = blocksOf('php', 'quick-start');
  await runTwice(async () => await runProgram(php, ['-r', program.replace(/^<\?php\n/, '')], env));
});

test('the calls with curl run, one after the other', async () => {
  const scripts = blocksOf('sh', 'quick-start');
  expect(scripts).toHaveLength(5);
  const [upsert, create, get, charge, events] = scripts as [string, string, string, string, string];
  const curl = async (script: string, values: Record<string, string> = {}) =>
    JSON.parse(await runProgram('sh', ['-c', script], { ...env, ...values })) as Record<string, string>;
  const user = await curl(upsert);
  expect(user).toMatchObject({ externalId: '42' });
  const values = { USER: user['id'] ?? '', PAYMENT: '' };
  values.PAYMENT = (await curl(create, values))['id'] ?? '';
  await payNewest();
  expect(await curl(get, values)).toMatchObject({ status: 'completed', creditedAmountUsd: '50.00' });
  expect(await curl(charge, values)).toMatchObject({ transactionType: 'payment', balanceAfter: '30.00' });
  await sequenceEvents(desk);
  const { data } = (await curl(events, values)) as unknown as { data: { type: string }[] };
  expect(data.map(({ type }) => type)).toContain('payment.credited');
});

test('the key of the page reads the currencies that it names', async () => {
  const [, url = ''] = /`GET (\/api\/v1\/currencies\S*)`/.exec(page) ?? [];
  const answer = await app.inject({ url, headers: pageCaller });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json<{ data: object[] }>().data.length).toBeGreaterThan(0);
});

const otherScripts = codeBlocks.filter(({ language, page }) => language === 'sh' && page !== 'quick-start');

test.each(otherScripts)('the script in $page.md runs', async ({ code }) => {
  expect(JSON.parse(await runProgram('sh', ['-c', code], env))).toHaveProperty('data');
});

test('every JSON in the guide can be read', () => {
  const texts = blocksOf('json');
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(() => JSON.parse(text)).not.toThrow();
});

test('the guide has code in no language that no test runs or compiles', () => {
  // TypeScript: packages/client/src/documentation.test.ts; the rest: this folder.
  const languages = new Set(codeBlocks.map(({ language }) => language));
  expect([...languages].toSorted()).toEqual(['', 'json', 'php', 'py', 'sh', 'ts']);
  expect(blocksOf('py')).toHaveLength(2);
  expect(blocksOf('php')).toHaveLength(2);
});
