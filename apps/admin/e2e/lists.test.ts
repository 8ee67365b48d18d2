import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin, waitUntilQuiet } from './support/browser.ts';
import { createFixtures } from './support/fixtures.ts';

const TABLET = { width: 820, height: 1180 };
let name = '';

beforeAll(async () => {
  const { richUser, payment, withdrawal } = await createFixtures();
  name = `Lists ${Date.now()}`;
  const user = await richUser(name);
  for (let n = 0; n < 4; n += 1) await payment(user.id, `${20 + n}.00`);
  await withdrawal(user.id);
});

const listOf = (resource: string, filter: object, more: Record<string, string> = {}) =>
  `/#/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter), ...more }).toString()}`;

test('each figure of the dashboard opens its rows, with their sum at the foot', async () => {
  const { page } = await openAsAdmin();
  const tile = page
    .getByRole('region', { name: 'Waiting for you' })
    .getByRole('link', { name: /^Withdrawals to review/ });
  const text = (await tile.innerText()).split('\n');
  await tile.click();
  const foot = page.getByRole('group', { name: 'Sums' });
  await foot.getByText(/\d rows?$/).waitFor();
  expect(await foot.innerText()).toContain(`${text[1]} row`);
  expect(await foot.innerText()).toContain(text[2]?.split(' · ')[0]);
  // Who has waited longest comes first.
  const requested = page.getByRole('columnheader', { name: 'Requested' });
  expect(await requested.getAttribute('aria-sort')).toBe('ascending');
});

test('pages go by cursor to the last and back, and an address can be shared', async () => {
  const { page } = await openAsAdmin();
  await page.goto(listOf('payments', { q: name }, { perPage: '10' }));
  await page.getByRole('table', { name: 'Payments' }).waitFor();
  expect(await page.getByRole('navigation', { name: 'Pages' }).innerText()).toContain('1–4 of 4');
  await page.goto('/#/payments?page=1200');
  await page.getByText('This page is too deep to open by its number.').waitFor();
  await page.getByRole('button', { name: 'Last page' }).click();
  await page.getByRole('table', { name: 'Payments' }).waitFor();
  expect(page.url()).toContain('cursor=last');
});

test.each([
  ['payments', 'Payments', ['Payment', 'User', 'Amount', 'Status', 'Created']],
  ['withdrawals', 'Withdrawals', ['Withdrawal', 'User', 'Amount', 'Status', 'Requested']],
])('a tablet keeps user, amount, status and time of %s, in its width', async (resource, title, kept) => {
  const { page } = await openAsAdmin({ viewport: TABLET });
  await page.goto(listOf(resource, { q: name }));
  const table = page.getByRole('table', { name: title });
  await table.getByRole('link', { name }).first().waitFor();
  const headings = await table.getByRole('columnheader').allInnerTexts();
  expect(headings.filter((heading) => heading !== '')).toEqual(kept);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  const hidden = await table.evaluate((found) => found.scrollWidth - (found.parentElement?.clientWidth ?? 0));
  expect(hidden).toBeLessThanOrEqual(0);
});

test('a view is kept on the server, and opens the list as it was', async () => {
  const { page } = await openAsAdmin();
  await page.goto(listOf('payments', { q: name, amountUsdMin: '21.00' }));
  await page.getByRole('table', { name: 'Payments' }).waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Save this list as' }).fill('At least 21');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'At least 21', exact: true }).waitFor();
  await waitUntilQuiet(page);
  await expectAccessible(page, 'the list');
  await page.goto('/#/payments?filter=%7B%7D');
  await page.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'At least 21', exact: true }).click();
  await page.getByText('1–3 of 3').waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Delete the view At least 21' }).click();
  await page.getByText('No saved views of this list yet.').waitFor();
});

test('space previews a row beside the list', async () => {
  const { page } = await openAsAdmin();
  await page.goto(listOf('payments', { q: name }));
  const rows = page.getByRole('table', { name: 'Payments' }).getByRole('row');
  await rows.nth(1).focus();
  await page.keyboard.press('Space');
  const preview = page.getByRole('complementary', { name: /^Preview of PAY_/ });
  await preview.waitFor();
  const first = await preview.locator('strong').first().innerText();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => await preview.locator('strong').first().innerText()).not.toBe(first);
  await waitUntilQuiet(page);
  await expectAccessible(page, 'the list');
  await page.keyboard.press('Escape');
  await preview.waitFor({ state: 'detached' });
});
