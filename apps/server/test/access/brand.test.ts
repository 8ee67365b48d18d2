import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accentOf, NO_BRAND, withBrand } from '@paydesk/design';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/http/createApp.ts';
import { newPayment } from '../support/money.ts';
import { newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const folder = mkdtempSync(join(tmpdir(), 'paydesk-brand-'));
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>';
const logoFile = join(folder, 'logo.svg');
writeFileSync(logoFile, SVG);
writeFileSync(join(folder, 'secret.txt'), 'hush');
writeFileSync(
  join(folder, 'index.html'),
  withBrand('<!doctype html><head><!--brand--><!--/brand--></head>', NO_BRAND),
);

const desk = await testDesk();
await offerCurrencies(desk);
const branded = {
  ...desk,
  settings: testSettings({
    MERCHANT_NAME: 'Tom & "Jerry" <b>',
    MERCHANT_COLOR: '#FFD500',
    MERCHANT_LOGO: logoFile,
  }),
};
const [app, plain] = [await createApp(branded, folder), await createApp(desk, folder)];
afterAll(async () => {
  await Promise.all([app.close(), plain.close()]);
  rmSync(folder, { recursive: true });
});
const { checkoutToken } = await newPayment(desk, (await newUser(desk)).id, '20.00');
const link = `/pay/${checkoutToken}`;
const logoIn = (page: string) => /<img class="logo" src="([^"]+)" alt="">/.exec(page)?.[1] ?? '';

test('the checkout page shows the logo and the colour, and its policy allows nothing more', async () => {
  const { body, headers } = await app.inject(link);
  expect(logoIn(body)).toMatch(/^\/brand\/logo-[0-9a-f]{16}\.svg$/);
  expect(body).toContain(`--accent:${accentOf('light', '#ffd500').accent};`);
  expect(body).toContain('--accent:#ffd500;');
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/style-src 'sha256-[\w+/=]+'; img-src 'self' data:;/);
  expect(logoIn((await app.inject('/pay/nothing')).body)).toBe(logoIn(body));
});

test('the logo is served as the image it is, and can do nothing when it is opened by itself', async () => {
  const path = logoIn((await app.inject(link)).body);
  const { body, headers, statusCode } = await app.inject(path);
  expect(statusCode).toBe(200);
  expect(body).toBe(SVG);
  expect(headers).toMatchObject({
    'content-type': 'image/svg+xml',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
});

test.each([
  '/brand/',
  '/brand/logo.svg',
  '/brand/secret.txt',
  '/brand/..%2fsecret.txt',
  '/brand/logo-0000000000000000.svg',
])('%s is not found', async (url) => {
  const { statusCode, body } = await app.inject(url);
  expect(statusCode).toBe(404);
  expect(body).not.toContain('hush');
});

test.each(['/', '/index.html'])('the admin app at %s has name, colour and logo, escaped', async (url) => {
  const { body, headers, statusCode } = await app.inject(url);
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-cache');
  expect(body).toContain('<title>Tom &amp; &quot;Jerry&quot; &lt;b&gt;</title>');
  expect(body).toContain(`<link rel="icon" href="${logoIn((await app.inject(link)).body)}" />`);
  expect(body).toContain('--accent:#ffd500;');
  expect(body).not.toContain('<b>');
  expect((await app.inject('/api/desk')).json()).toMatchObject({ name: 'Tom & "Jerry" <b>' });
});

test('without these settings both have the look of the product', async () => {
  const [checkout, admin] = [(await plain.inject(link)).body, (await plain.inject('/')).body];
  expect(checkout).not.toContain('class="logo"');
  expect(admin).toContain('<title>Paydesk</title><link rel="icon" href="/favicon.svg"');
  for (const page of [checkout, admin]) expect(page).toContain(`--accent:${accentOf('light', null).accent};`);
  expect((await plain.inject('/api/desk')).json()).toMatchObject({ name: 'Paydesk' });
});
