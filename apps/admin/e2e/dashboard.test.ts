import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin, waitUntilQuiet } from './support/browser.ts';
import { createFixtures, type Fixtures } from './support/fixtures.ts';

const PHONE = { width: 390, height: 844 };
const TABLET = { width: 820, height: 1180 };

let fixtures: Fixtures;
let userId = '';

beforeAll(async () => {
  fixtures = await createFixtures();
  userId = (await fixtures.richUser('Dashboard')).id;
  await fixtures.paidPayment(userId);
  await fixtures.payment(userId);
});

const section = (page: Page): Locator => page.getByRole('region', { name: 'Figures of a range' });
const tile = (page: Page, name: RegExp): Locator => section(page).getByRole('link', { name });

test('the range is chosen with the keyboard, is in the address, and survives a reload', async () => {
  const { page, problems } = await openAsAdmin();
  await section(page).locator('canvas').first().waitFor();
  await section(page).getByRole('combobox', { name: 'Days' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await section(page).getByRole('heading', { name: 'Money in and out by hour' }).waitFor();
  expect(page.url()).toContain('range=today');
  await page.reload();
  await section(page).getByRole('heading', { name: 'Money in and out by hour' }).waitFor();
  expect(problems).toEqual([]);
});

test('a sum, a bar and a step of payments open their rows, with the same sum at the foot', async () => {
  const { page } = await openAsAdmin();
  const foot = page.getByRole('group', { name: 'Sums' });
  const deposits = tile(page, /^Deposits/);
  const amount = (await deposits.innerText()).split('\n')[1] ?? 'none';
  await deposits.click();
  await foot.getByText(/\d rows?$/).waitFor();
  expect(await foot.innerText()).toContain(amount);

  await page.goto('/#/?range=7d');
  const chart = section(page).locator('canvas').first();
  await chart.waitFor();
  await waitUntilQuiet(page);
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart has no place');
  // Today is the last of seven bars, which begin beside the axis.
  const x = 64 + ((box.width - 64) * 13) / 14;
  await chart.hover({ position: { x, y: 20 } });
  await chart.click({ position: { x, y: 20 } });
  await page.getByRole('table', { name: 'Transactions' }).waitFor();
  expect(decodeURIComponent(page.url())).toContain('"transactionType":"deposit"');

  await page.goto('/#/?range=today');
  await section(page)
    .getByRole('link', { name: /^\d+ created$/ })
    .click();
  await page.getByRole('table', { name: 'Payments' }).waitFor();
  await foot.getByText(/\d rows?$/).waitFor();
});

test('what arrives is shown without a reload', async () => {
  const { page } = await openAsAdmin();
  await page.goto('/#/?range=today');
  const deposits = tile(page, /^Deposits · \d/);
  await deposits.waitFor();
  const countOf = async () => Number(/Deposits · (\d+)/.exec(await deposits.innerText())?.[1]);
  const before = await countOf();
  await fixtures.paidPayment(userId);
  await expect.poll(countOf).toBeGreaterThan(before);
});

test.each([
  ['a phone', PHONE],
  ['a tablet', TABLET],
])('%s shows it all without scrolling sideways, in the dark too', async (_name, viewport) => {
  const { page } = await openAsAdmin({ viewport, colorScheme: 'dark' });
  await section(page).locator('canvas').first().waitFor();
  await waitUntilQuiet(page);
  await expectAccessible(page, 'the dashboard');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await section(page).getByRole('button', { name: 'Show as a table' }).click();
  await section(page)
    .getByRole('table', { name: /^Money in and out/ })
    .waitFor();
  await expectAccessible(page, 'the table');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
