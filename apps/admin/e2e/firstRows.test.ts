import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAsAdmin, openPage, waitUntilQuiet } from './support/browser.ts';
import { createFixtures } from './support/fixtures.ts';
import { layoutShift, mostRendersOfARow, openFirstRows, watchFirstRows } from './support/watchFirstRows.ts';

/*
 * What makes a deep link to a list fast, without a clock: one request, few files, few renders until the first row.
 * `node apps/admin/e2e/walk/speed.ts` measures the time.
 */

/** What no first row needs. */
const LATER = ['Bell', 'LiveUpdates', 'SystemBanners', 'SimulatorChip', 'AccountMenu', 'SearchDialog'].concat(
  ['ExportDialog', 'FilterForm', 'MovementCharts', 'libraryPages'],
);

beforeAll(async () => {
  const { richUser, payment, withdrawal } = await createFixtures();
  const user = await richUser(`First rows ${Date.now()}`);
  for (let n = 0; n < 12; n += 1) await payment(user.id, `${20 + n}.00`);
  await withdrawal(user.id);
});

/** Somebody who has been here before: the page knows that they were signed in. */
async function comeBack(options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await openAsAdmin(options);
  await waitUntilQuiet(page);
  const again = await page.context().newPage();
  await page.close();
  await watchFirstRows(again);
  return again;
}

test.each(['payments', 'withdrawals', 'users'])(
  '%s: the first rows need one request, which is sent first',
  async (list) => {
    const page = await comeBack();
    const { requests, filesBeforeRequests, files } = await openFirstRows(page, `/#/${list}`);
    expect(requests[0]).toContain(`system.session,${list}.list?`);
    // Asked once: the list has used the early answer.
    expect(
      requests.filter((one) => one.includes(`${list}.list`) && one.includes('"perPage":25')),
    ).toHaveLength(1);
    expect(filesBeforeRequests).not.toContain('App');
    expect(files.filter((file) => LATER.includes(file))).toEqual([]);
    expect(files.length).toBeLessThan(45);
  },
);

test.each(['payments', 'withdrawals', 'users'])(
  '%s: the first rows need few renders, and are not rendered again',
  async (list) => {
    const page = await comeBack();
    const { commits, rendered } = await openFirstRows(page, `/#/${list}`);
    expect(commits).toBeLessThan(5);
    expect(rendered).toBeLessThan(1_500);
    // Payments change by themselves.
    if (list === 'payments') return;
    // The bell, the filters, the sums, the names and the live stream have come meanwhile.
    await page.getByRole('button', { name: /^Waiting for you/ }).waitFor();
    await page.getByRole('combobox').first().waitFor();
    await waitUntilQuiet(page);
    expect(await mostRendersOfARow(page)).toBe(1);
  },
);

// Payments change by themselves.
test.each(['transactions', 'users'])('%s on a phone: the first rows stay as they are', async (list) => {
  const page = await comeBack({ viewport: { width: 390, height: 844 } });
  const { commits } = await openFirstRows(page, `/#/${list}`);
  expect(commits).toBeLessThan(5);
  await page.getByRole('button', { name: /^Waiting for you/ }).waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await waitUntilQuiet(page);
  expect(await layoutShift(page)).toBeLessThan(0.01);
  expect(await mostRendersOfARow(page)).toBe(1);
});

test('rows that come with a refused session are never shown', async () => {
  const page = await comeBack();
  const row = { id: 'x', internalPaymentId: 'PAY_OF_SOMEONE' };
  await page.route('**/trpc/**', async (route) => {
    const error = { error: { message: 'no', code: -32001, data: { code: 'UNAUTHORIZED', httpStatus: 401 } } };
    const json = [error, { result: { data: { data: [row], pageInfo: {}, total: 1 } } }];
    await route.fulfill({ status: 401, json });
  });
  await page.goto('/#/payments');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.locator('body').innerText()).not.toContain('PAY_OF_SOMEONE');
  expect(await page.locator('tr[data-row]').count()).toBe(0);
});

test('nothing is asked before somebody has signed in', async () => {
  const { page } = await openPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/trpc/')) asked.push(request.url());
  });
  await page.goto('/#/payments');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(asked).toEqual([]);
});
