import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { runDesk } from '../../../apps/desk/test/support/runDesk.ts';
import { freePort } from '../../embedded-database/src/freePort.ts';
import { bundledPage, openShopPage, startShop } from './support/shopPage.ts';

const root = resolve(import.meta.dirname, '../../..');
const STAFF = { email: 'admin@paydesk.local', password: 'correct horse battery' };

const shop = await startShop(await bundledPage());
const settings = {
  SIMULATOR_PORT: String(await freePort(null)),
  PAYDESK_STAFF_EMAIL: STAFF.email,
  PAYDESK_STAFF_PASSWORD: STAFF.password,
  ALLOWED_ORIGINS: shop.origin,
  NOWPAYMENTS_API_KEY: '',
};
const desk = await runDesk(settings);
afterAll(async () => await desk.stop());

const words = ['create-api-key', '--name', 'shop', '--scopes', 'users.write,users.token,transactions.bonus'];
const { stdout } = await promisify(execFile)(process.execPath, ['apps/desk/src/cli.ts', ...words], {
  cwd: root,
  env: { ...process.env, ...settings, PAYDESK_DATA_DIR: desk.dataDir, DATABASE_URL: '', LOG_LEVEL: 'error' },
});
const apiKey = stdout.trim();

/** A call of the shop's server, or of staff. */
async function call<T>(path: string, body: object, headers: Record<string, string>): Promise<T> {
  const answer = await fetch(`${desk.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
const asShop = async <T>(path: string, body: object) =>
  await call<T>(`/api/v1${path}`, body, { authorization: `Bearer ${apiKey}` });

const user = await asShop<{ id: string }>('/users', { externalId: 'ada', username: 'ada' });
const addMoney = async (amountUsd: string) =>
  await asShop('/bonuses', { userId: user.id, amountUsd, description: 'for a test' });
await addMoney('12.00');
const { token } = await asShop<{ token: string }>(`/users/${user.id}/tokens`, {});
const page = await openShopPage(shop.origin);
const inPage = async (expression: string) => await page.evaluate<unknown>(expression);
const target = `${JSON.stringify(desk.url)}, ${JSON.stringify(token)}`;

test('a page of an allowed origin reads its user’s rows, and the headers that it may know', async () => {
  const read = (await inPage(`readDesk(${target})`)) as {
    requestId: string;
    headers: Record<string, string>;
  };
  expect(read).toMatchObject({ userId: user.id, balanceUsd: '12.00', refused: 'PERMISSION_DENIED' });
  expect(read.requestId).toMatch(/^[\w-]{8,}$/);
  expect(Object.keys(read.headers)).toEqual(
    expect.arrayContaining(['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'x-request-id']),
  );
  // Not exposed, although the desk sends it.
  expect(read.headers).not.toHaveProperty('content-security-policy');
});

test('a page follows its user’s events over the stream', async () => {
  await inPage(`followDesk(${target})`);
  await expect.poll(async () => await inPage('asked')).toContain('/api/v1/events/stream');
  await addMoney('3.00');
  expect(await inPage('nextEvent')).toEqual({
    type: 'transaction.created',
    amountUsd: '3.00',
    asked: ['/trpc/events.list', '/api/v1/events/stream'],
  });
});

test('a page of another origin, and an API key in a page, read nothing', async () => {
  const other = await startShop('');
  const elsewhere = await openShopPage(other.origin);
  const fetchIn = (secret: string) =>
    `fetch(${JSON.stringify(`${desk.url}/api/v1/balances`)}, { headers: { authorization: 'Bearer ${secret}' } }).then((a) => a.status, (e) => e.name)`;
  expect(await elsewhere.evaluate(fetchIn(token))).toBe('TypeError');
  expect(await inPage(fetchIn(token))).toBe(200);
  expect(await inPage(fetchIn(apiKey))).toBe('TypeError');
});

test('what the desk sends to a webhook is verified with the secret of its endpoint', async () => {
  const signIn = await fetch(`${desk.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: desk.url },
    body: JSON.stringify(STAFF),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const asAdmin = async <T>(path: string, input: object) =>
    (await call<{ result: { data: T } }>(`/trpc/${path}`, input, { cookie, origin: desk.url })).result.data;
  const { id, secret } = await asAdmin<{ id: string; secret: string }>('webhookEndpoints.create', {
    url: `${shop.origin}/hook`,
    description: 'shop',
    eventTypes: null,
  });
  await asAdmin('webhookEndpoints.sendTest', { id });
  await expect.poll(() => shop.received.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const [request] = shop.received;
  const verify = async (changes: object) =>
    await inPage(`verify(${JSON.stringify({ ...request, secrets: [secret], ...changes })})`);
  expect(await verify({})).toBe('test');
  expect(await verify({ body: `${request?.body} ` })).toBe('SIGNATURE_MISMATCH');
});
