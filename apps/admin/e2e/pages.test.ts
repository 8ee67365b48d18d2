import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test, vi } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin, waitUntilQuiet } from './support/browser.ts';
import { controlSimulator } from './support/simulator.ts';
import { deposit, createFixtures, WAIT } from './support/fixtures.ts';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff-Nachname der Zweite von und zu Hohenlohe';

let paths: string[] = [];

beforeAll(async () => {
  const { staff, richUser, payment, paidPayment, withdrawal } = await createFixtures();
  const rich = await richUser(LONG_NAME);
  const paid = await paidPayment(rich.id);
  await deposit(paid.providerPaymentId, '17.000001');
  const flagged = await payment(rich.id, '49999.99');
  await controlSimulator(`/payments/${flagged.providerPaymentId}/status`, {
    payment_status: 'a_status_that_no_one_has_heard_of',
  });
  const waiting = await payment(rich.id);
  const request = await withdrawal(rich.id);
  const rejected = await withdrawal(rich.id);
  await staff.withdrawals.reject.mutate({
    id: rejected.id,
    reason:
      'a reason that goes on for a while, as reasons do, andwithoneverylongwordthatdoesnotbreakanywhereatall',
  });
  const run = await staff.reconciliations.start.mutate({ days: 2 });
  const suspenseItems = async () => (await staff.suspense.list.query({ filter: { userId: rich.id } })).data;
  await vi.waitFor(async () => expect(await suspenseItems()).toHaveLength(1), WAIT);
  const [odd] = await suspenseItems();
  const [row] = (await staff.transactions.list.query({ filter: { userId: rich.id } })).data;
  const [coin] = (await staff.currencies.list.query({ filter: { isActive: true } })).data;
  const [entry] = (await staff.audit.list.query({ filter: { action: 'withdrawals.reject' } })).data;
  const [key] = (await staff.apiKeys.list.query({})).data;
  const [person] = (await staff.staff.list.query({})).data;
  // It subscribes to what does not happen here: only the test is sent, and fails.
  const endpoint = await staff.webhookEndpoints.create.mutate({
    url: `http://127.0.0.1:9/${'a-path-that-goes-on-'.repeat(20)}`,
    description: LONG_NAME,
    eventTypes: ['user.anonymized'],
  });
  const delivery = await staff.webhookEndpoints.sendTest.mutate({ id: endpoint.id });
  paths = [
    '',
    'payments',
    'payments/create',
    `payments/${paid.id}/show`,
    `payments/${flagged.id}/show`,
    `payments/${waiting.id}/show`,
    'suspense',
    `suspense/${odd?.id}/show`,
    'balances',
    `balances/${rich.id}/show`,
    'transactions',
    `transactions/${row?.id}/show`,
    'withdrawals',
    'withdrawals/create',
    `withdrawals/${request.id}/show`,
    `withdrawals/${rejected.id}/show`,
    'currencies',
    `currencies/${coin?.id}/show`,
    `currencies/${coin?.id}`,
    'currencies/create',
    'users',
    'users/create',
    `users/${rich.id}/show`,
    'reconciliations',
    `reconciliations/${run.id}/show`,
    'audit',
    `audit/${entry?.id}/show`,
    'apiKeys',
    `apiKeys/${key?.id}/show`,
    'webhookEndpoints',
    `webhookEndpoints/${endpoint.id}/show`,
    'webhookDeliveries',
    `webhookDeliveries/${delivery.id}/show`,
    'staff',
    `staff/${person?.id}/show`,
    'policies',
    'policies/create',
    'security',
    'doctor',
    'nowhere/at/all',
  ];
});

test('every page is accessible in light and dark, fits a phone, has a text for every label, and sends requests only to the desk', async () => {
  const { page, problems, hosts } = await openAsAdmin({ viewport: DESKTOP, colorScheme: 'light' });
  for (const path of paths) {
    await visit(page, path);
    await expectAccessible(page, `/${path}`);
    // A missing translation shows as its key.
    expect(
      await page.locator('body').evaluate((body) => body.outerHTML.match(/["'>]ra\.\w+\.\w+/)),
      `texts of /${path}`,
    ).toBeNull();
    await page.setViewportSize(PHONE);
    await page.waitForTimeout(50);
    expect(await overflowing(page), `/${path} on a phone`).toEqual([]);
    await page.setViewportSize(DESKTOP);
  }
  expect(problems, 'no errors in the pages').toEqual([]);
  expect([...hosts]).toEqual([new URL(inject('deskUrl')).host]);
}, 150_000);

test('phone layouts are accessible: menu, cards, filters, a dialog', async () => {
  const { page } = await openAsAdmin({ viewport: PHONE, colorScheme: 'light' });
  await page.getByRole('button', { name: 'Open the menu' }).click();
  await page.getByRole('menuitem', { name: 'Payments' }).waitFor();
  await expectAccessible(page, 'the menu on a phone');
  await page.getByRole('menuitem', { name: 'Payments' }).click();
  await page.getByRole('button', { name: /^Filters/ }).click();
  await expectAccessible(page, 'the list of payments on a phone');
  await visit(page, paths.find((path) => path.startsWith('withdrawals/') && path.endsWith('/show')) ?? '');
  await page.getByRole('button', { name: 'Approve – no money moves yet' }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page, 'a dialog on a phone');
  expect(await overflowing(page)).toEqual([]);
});

test('while the provider is unreachable every page says so, and that no deposit is lost', async () => {
  const { page } = await openAsAdmin();
  // The circuit breaker is tested on the server; here the response is changed.
  await page.route('**/trpc/**', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('"state":"closed"', '"state":"open"');
    await route.fulfill({ response, body });
  });
  await page.reload();
  const banner = page.getByRole('status').filter({ hasText: 'The payment provider cannot be reached' });
  await banner.getByText('Deposits are not lost: the desk catches up by itself.').waitFor();
  await expectAccessible(page, 'the dashboard while the provider is unreachable');
});

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`/#/${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await waitUntilQuiet(page);
  await expect.poll(async () => await page.getByRole('status', { name: 'Loading' }).count()).toBe(0);
}

/** The elements wider than the screen; empty if the page does not scroll sideways. */
async function overflowing(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 1,
    );
    return wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
  });
}
