import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { accessibilityProblems } from './support/axe.ts';
import { openPage } from './support/browser.ts';

/** The desk has built it at its start. */
const pages = readdirSync(resolve(import.meta.dirname, '../../guide/dist')).filter((name) =>
  name.endsWith('.html'),
);

test('the reference leads to the guide, which asks only the desk and keeps its own policy', async () => {
  const { page, problems, hosts } = await openPage();
  await page.goto('/docs');
  await page.getByRole('link', { name: 'Guide' }).click();
  await page.getByRole('heading', { name: 'Integrate Paydesk', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Errors A–Z' }).first().click();
  await page.getByRole('heading', { name: 'INSUFFICIENT_FUNDS' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/docs/guide/errors.html');
  expect(problems).toEqual([]);
  expect([...hosts]).toEqual([new URL(inject('deskUrl')).host]);
});

test('a reason is found by the keyboard alone', async () => {
  const { page, problems } = await openPage();
  await page.goto('/docs/guide/');
  await page.keyboard.press('/');
  await page.keyboard.type('refund_exceeds');
  await page.getByRole('option', { name: /REFUND_EXCEEDS_CHARGE/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/errors.html#refund_exceeds_charge');
  await page.keyboard.press('/');
  await page.keyboard.type('zzzz');
  await page.getByText('Nothing about “zzzz”').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Nothing about').waitFor({ state: 'hidden' });
  expect(problems).toEqual([]);
});

test('a search that could not be loaded says so, and the next key loads it again', async () => {
  const { page } = await openPage();
  await page.route('**/search-index.json', async (route) => await route.abort());
  await page.goto('/docs/guide/');
  await page.keyboard.press('/');
  await page.keyboard.type('refund_exceed');
  await page.getByText('The desk does not answer').first().waitFor();
  await page.unroute('**/search-index.json');
  await page.keyboard.type('s');
  await page.getByRole('option', { name: /REFUND_EXCEEDS_CHARGE/ }).waitFor();
});

test('code is copied, and the chosen colors stay', async () => {
  const { page, problems } = await openPage({ permissions: ['clipboard-write'], colorScheme: 'light' });
  await page.goto('/docs/guide/quick-start.html');
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  await page.getByRole('button', { name: 'Use dark colors' }).click();
  await page.goto('/docs/guide/limits.html');
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 19, 25)');
  await page.getByRole('button', { name: 'Use light colors' }).waitFor();
  expect(problems).toEqual([]);
});

test('on a phone no page scrolls sideways, and its menu opens', async () => {
  const { page, problems } = await openPage({ viewport: { width: 390, height: 800 } });
  expect(pages.length).toBeGreaterThan(10);
  for (const name of pages) {
    await page.goto(`/docs/guide/${name}`);
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(390);
  }
  await page.goto('/docs/guide/');
  await page.getByText('All pages').click();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  expect(problems).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'the guide can be read by everyone, in %s colors',
  async (colorScheme) => {
    const { page } = await openPage({ colorScheme });
    for (const name of ['index.html', 'quick-start.html', 'errors.html', 'webhooks.html']) {
      await page.goto(`/docs/guide/${name}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await accessibilityProblems(page), name).toEqual([]);
    }
  },
);

test('an unknown page says so, and leads on', async () => {
  const { page, problems } = await openPage();
  const answer = await page.goto('/docs/guide/no/such.html');
  expect(answer?.status()).toBe(404);
  await page.getByRole('link', { name: 'overview', exact: true }).click();
  await page.getByRole('heading', { name: 'Integrate Paydesk', level: 1 }).waitFor();
  // The browser reports the 404 itself, and nothing else.
  expect(problems).toHaveLength(1);
});
