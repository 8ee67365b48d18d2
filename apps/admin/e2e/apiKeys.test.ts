import { createPaydeskClient } from '@paydesk/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openAsAdmin, type OpenPage, watchFailure } from './support/browser.ts';
import { createKey } from './support/fixtures.ts';
import { runCommand } from './support/runCommand.ts';
import { staffClient } from './support/staffClient.ts';

const staff = staffClient();
const url = inject('deskUrl');
let opened: OpenPage;
let page: Page;

beforeAll(async () => {
  opened = await openAsAdmin();
  page = opened.page;
});
beforeEach(() => watchFailure(page));
// One test provokes this error on purpose.
afterAll(() =>
  expect(opened.problems, 'no other errors in the page').toEqual([expect.stringContaining('status of 400')]),
);

const appWith = (apiKey: string) => createPaydeskClient({ url, apiKey, retries: 0 });

test('a rotated key shows both secrets, and the app works with either of them', async () => {
  const { id, key } = await staff.apiKeys.create.mutate({ name: 'Rotating shop', scopes: ['users.read'] });
  await appWith(key).users.list.query({});
  await page.goto(`/#/apiKeys/${id}/show`);
  await page.getByRole('heading', { name: 'Rotating shop', level: 1 }).waitFor();
  await runCommand(page, 'Rotate');
  const secret = await page.locator('[data-secret]').textContent();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const rotated = /pk_[A-Za-z0-9_-]{43}/.exec(String(secret))?.[0] ?? '';
  expect(rotated).not.toBe(key);
  for (const one of [key, rotated]) await appWith(one).users.list.query({});

  const secrets = page.getByRole('table', { name: 'Secrets' });
  await secrets.getByText('Current').waitFor();
  await secrets.getByText(/^Valid until /).waitFor();
  expect(await secrets.getByText(`${key.slice(0, 8)}…`).count()).toBe(1);
  expect(await secrets.getByText(`${rotated.slice(0, 8)}…`).count()).toBe(1);
});

test('a key is restricted to addresses, and an invalid address is reported at its field', async () => {
  const { id, key } = await staff.apiKeys.create.mutate({ name: 'Bound shop', scopes: ['users.read'] });
  await page.goto(`/#/apiKeys/${id}/show`);
  await page.getByRole('heading', { name: 'Bound shop', level: 1 }).waitFor();
  await runCommand(page, 'Allowed addresses', { Addresses: '203.0.113.7\n198.51.100.0/24' });
  await page.getByText('203.0.113.7/32').waitFor();
  await expect(appWith(key).users.list.query({})).rejects.toMatchObject({ reason: 'ADDRESS_NOT_ALLOWED' });

  await page.getByRole('main').getByRole('button', { name: 'Allowed addresses' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Addresses').fill('over there');
  await dialog.getByRole('button', { name: 'Save addresses' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('button', { name: 'Back' }).click();

  await runCommand(page, 'Allowed addresses', { Addresses: '' });
  await page.getByText('any', { exact: true }).waitFor();
  await appWith(key).users.list.query({});
});

test('app sessions are ended from the user’s page', async () => {
  const key = await createKey('Token shop', ['users.write', 'users.token']);
  const user = await appWith(key).users.upsert.mutate({
    externalId: `ended-${crypto.randomUUID()}`,
    username: 'Ended Ernie',
  });
  const { token } = await appWith(key).users.token.mutate({ userId: user.id, scopes: ['balances.read'] });
  const phone = createPaydeskClient({ url, userToken: token, retries: 0 });
  await phone.balances.list.query({});
  await page.goto(`/#/users/${user.id}/show`);
  await page.getByRole('heading', { name: 'Ended Ernie', level: 1 }).waitFor();
  await runCommand(page, 'End app sessions');
  await page.getByText('1 session ended').waitFor();
  await expect(phone.balances.list.query({})).rejects.toMatchObject({ reason: 'UNAUTHENTICATED' });
  await page.getByRole('button', { name: 'Actions that are not possible now' }).click();
  await page.getByText('This user has no active tokens.').waitFor({ state: 'attached' });
});
