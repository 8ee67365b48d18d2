import { expect, test } from 'vitest';
import { startFakeDesk } from './support/fakeDesk.ts';
import { bundledPage, openShopPage, startShop } from './support/shopPage.ts';

test('in a browser, a page of another origin calls the desk with a user token', async () => {
  const bundle = await bundledPage();
  expect(bundle.length).toBeLessThan(60_000);
  const { origin } = await startShop(bundle);
  const desk = await startFakeDesk({ allowedOrigin: origin });
  const closedDesk = await startFakeDesk();
  const page = await openShopPage(origin);

  expect(await page.evaluate(`callDesk(${JSON.stringify(desk.url)}, 'ut_ada')`)).toEqual({
    all: ['p1', 'p2', 'p3'],
    created: 'p4',
    refused: ['INSUFFICIENT_FUNDS', true],
    event: 'payment.credited',
    webhook: 'HEADER_MISSING',
  });
  expect(desk.seen.some(({ method }) => method === 'OPTIONS')).toBe(true);
  const calls = desk.seen.filter(({ method }) => method !== 'OPTIONS');
  expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer ut_ada']));
  expect(await page.evaluate(`callForbiddenDesk(${JSON.stringify(closedDesk.url)})`)).toBe('NETWORK');
});
