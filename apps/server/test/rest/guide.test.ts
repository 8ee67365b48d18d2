import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const folder = mkdtempSync(join(tmpdir(), 'guide-'));
const dist = join(folder, 'dist');
const app = await createApp(desk, undefined, dist);
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const html = { accept: 'text/html,application/xhtml+xml' };

beforeEach(() => {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), '<h1>Overview</h1>');
  writeFileSync(join(dist, '404.html'), '<h1>No such page</h1>');
  writeFileSync(join(dist, 'assets/main-abc.js'), 'start()');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
});

test('its pages are served with a policy that allows nothing but the desk’s own files', async () => {
  expect((await app.inject({ url: '/docs/guide' })).headers['location']).toBe('/docs/guide/');
  const page = await app.inject({ url: '/docs/guide/', headers: html });
  expect([page.statusCode, page.body, page.headers['content-type']]).toEqual([
    200,
    '<h1>Overview</h1>',
    'text/html; charset=utf-8',
  ]);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).not.toMatch(/unsafe|https?:/);
});

test('pages are asked for again, files with a hash in their name are kept', async () => {
  const page = await app.inject({ url: '/docs/guide/index.html' });
  expect(page.headers['cache-control']).toBe('no-cache');
  const again = await app.inject({
    url: '/docs/guide/index.html',
    headers: { 'if-none-match': String(page.headers['etag']) },
  });
  expect(again.statusCode).toBe(304);
  const script = await app.inject({ url: '/docs/guide/assets/main-abc.js' });
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('an unknown page is a page for people and an error for programs', async () => {
  const page = await app.inject({ url: '/docs/guide/nothing.html', headers: html });
  expect([page.statusCode, page.body]).toEqual([404, '<h1>No such page</h1>']);
  const error = await app.inject({ url: '/docs/guide/nothing.html' });
  expect([error.statusCode, error.json<{ error: object }>().error]).toMatchObject([
    404,
    { data: { reason: 'NOT_FOUND' } },
  ]);
  expect((await app.inject({ method: 'POST', url: '/docs/guide/', payload: {} })).statusCode).toBe(405);
});

test.each(['/docs/guide/../secret.txt', '/docs/guide/%2e%2e/secret.txt', '/docs/guide/..%2fsecret.txt'])(
  'nothing beside its folder is served: %s',
  async (url) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('secret');
  },
);

test('without a build the desk says how to make one, and serves it as soon as it is there', async () => {
  rmSync(dist, { recursive: true, force: true });
  const bareApp = await createApp(desk, undefined, dist);
  const missing = await bareApp.inject({ url: '/docs/guide/', headers: html });
  expect(missing.statusCode).toBe(404);
  expect(missing.body).toContain('The guide is not built');
  expect((await bareApp.inject({ url: '/docs' })).statusCode).toBe(200);
  mkdirSync(dist);
  writeFileSync(join(dist, 'index.html'), '<h1>Built</h1>');
  expect((await bareApp.inject({ url: '/docs/guide/' })).body).toBe('<h1>Built</h1>');
  await bareApp.close();
});
