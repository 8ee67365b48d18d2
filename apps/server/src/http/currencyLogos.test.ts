import { fastify } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { offerCurrencies, testDesk } from '../../test/support/testDesk.ts';
import { presentCurrency } from '../currencies/presentCurrency.ts';
import { Currency } from '../models/Currency.ts';
import { currencyLogoRoutes } from './currencyLogos.routes.ts';

const desk = await testDesk();
const app = fastify();
currencyLogoRoutes(app, desk);
beforeAll(async () => await offerCurrencies(desk));

test('every currency’s logoUrl is an image that this desk draws', async () => {
  const currencies = await Currency.query(desk.knex);
  expect(currencies.length).toBeGreaterThan(60);
  for (const currency of currencies) {
    const { logoUrl } = presentCurrency(currency);
    expect(logoUrl).toMatch(/^\/currency-logos\/[a-z0-9]+\.svg$/);
    const answer = await app.inject(logoUrl as string);
    expect(answer.statusCode, currency.code).toBe(200);
    expect(answer.headers['content-type']).toContain('image/svg+xml');
    expect(answer.body).toMatch(/^<svg /);
  }
});

test.each([
  '/currency-logos/nosuchcoin.svg',
  '/currency-logos/btc.png',
  '/currency-logos/..%2f..%2fetc%2fpasswd',
  "/currency-logos/btc'.svg",
])('%s is not found', async (path) => {
  expect((await app.inject(path)).statusCode).toBe(404);
});
