import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { syncCurrencies } from '../../src/currencies/syncCurrencies.ts';
import { createApp } from '../../src/http/createApp.ts';
import { actors, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const dist = await mkdtemp(join(tmpdir(), 'admin-'));
const script = 'export const text = "the same again and again";\n'.repeat(100);
await mkdir(join(dist, 'assets'));
await writeFile(join(dist, 'index.html'), '<!doctype html>');
await writeFile(join(dist, 'assets/App-1.js'), script);
await writeFile(join(dist, 'assets/App-1.js.br'), brotliCompressSync(script));
await writeFile(join(dist, 'assets/App-1.js.gz'), gzipSync(script));
const app = await createApp(desk, dist);
afterAll(async () => {
  await app.close();
  await rm(dist, { recursive: true });
});

test('the files of the admin app are sent as the build compressed them', async () => {
  const get = async (encodings?: string) =>
    await app.inject({
      url: '/assets/App-1.js',
      ...(encodings !== undefined && { headers: { 'accept-encoding': encodings } }),
    });
  const [brotli, zipped, plain] = [await get('gzip, deflate, br'), await get('gzip'), await get()];
  expect(brotli.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: expect.stringContaining('accept-encoding') as string,
  });
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script);
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(script);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body).toBe(script);
});

await syncCurrencies(desk, actors.system, {});

test.each(['/trpc/currencies.list', '/api/v1/currencies'])('%s is compressed', async (url) => {
  const { key } = await insertApiKey(desk.knex, {
    name: 'shop',
    scopes: ['currencies.read'],
    createdByStaffId: null,
  });
  const headers = { authorization: `Bearer ${key}` };
  const plain = await app.inject({ url, headers });
  expect(plain.statusCode).toBe(200);
  const brotli = await app.inject({ url, headers: { ...headers, 'accept-encoding': 'br' } });
  expect(brotli.headers).toMatchObject({ 'content-encoding': 'br' });
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body);
  expect(brotli.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
  const short = await app.inject({
    url: url.replace('currencies.list', 'currencies.get'),
    headers: { ...headers, 'accept-encoding': 'br' },
    query: { input: '{"id":"x"}', perPage: '0' },
  });
  expect([short.statusCode, short.headers['content-encoding']]).toEqual([400, undefined]);
});

test('a compressed request body is refused, not unpacked', async () => {
  const response = await app.inject({
    method: 'POST',
    url: '/trpc/payments.create',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: gzipSync('{"amountUsd":"1.00"}'),
  });
  expect(response.statusCode).toBe(400);
});
