import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAuthenticator } from './support/authenticator.ts';
import { expectAccessible } from './support/axe.ts';
import { type OpenPage, openPage, watchFailure } from './support/browser.ts';
import { STAFF } from './support/desk.ts';
import type { RunningDesk } from '../../desk/test/support/runDesk.ts';
import { draftRate, openPublishDialog } from './support/draft.ts';
import { enrolPasskey } from './support/enrol.ts';
import { startRealProviderDesk } from './support/realProviderDesk.ts';

const DAY_MS = 86_400_000;

let desk: RunningDesk;
let opened: OpenPage;
let page: Page;

beforeAll(async () => {
  desk = await startRealProviderDesk();
  opened = await openPage({ baseURL: desk.url });
  page = opened.page;
});
beforeEach(() => watchFailure(page));
afterAll(async () => await desk.stop());

/** Calls a procedure with the session of the page. */
const call = async (path: string, input?: unknown) => {
  const answer =
    input === undefined
      ? await page.request.get(`/trpc/${path}`)
      : await page.request.post(`/trpc/${path}`, { data: input, headers: { origin: desk.url } });
  return { status: answer.status(), body: await answer.json() };
};

test('the first sign-in enrols: until there is a second factor, the first admin can only read', async () => {
  await addAuthenticator(page);
  await page.goto('/');
  await page.getByLabel('E-mail').fill(STAFF.email);
  await page.getByLabel('Password', { exact: true }).fill(STAFF.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
  const banner = page.getByRole('alert').filter({ hasText: 'Your role requires a second factor' });
  await banner.getByText('A passkey is the quickest and strongest option').waitFor();
  // A passkey comes first, and is the one that is recommended.
  const first = page.getByRole('region').first();
  await first.getByRole('heading', { name: 'Passkeys' }).waitFor();
  await first.getByText('Recommended').waitFor();
  await expectAccessible(page, 'the security page at the first sign-in');

  await page.goto('/#/currencies');
  await page.getByRole('heading', { name: 'Currencies', level: 1 }).waitFor();
  const sync = page.getByRole('button', { name: 'Sync with provider' });
  expect(await sync.getAttribute('aria-disabled')).toBe('true');
  expect(await call('currencies.sync', {})).toMatchObject({
    status: 403,
    body: { error: { data: { reason: 'PERMISSION_DENIED' } } },
  });
  await expectAccessible(page, 'a list before the second factor is set up');
  await banner.getByRole('link', { name: 'Set it up' }).click();

  await enrolPasskey(page, STAFF.password, 'Laptop of the owner');
  await banner.waitFor({ state: 'hidden' });
  await page.getByText('without a second way in you are locked out').waitFor();
  await page.getByRole('menuitem', { name: 'Staff' }).waitFor();
  await page.goto('/#/currencies');
  await sync.waitFor();
  expect(await sync.getAttribute('aria-disabled')).toBeNull();
  expect(opened.problems).toEqual([]);
});

test('a policy of the only admin takes effect after a day, which the dashboard shows, and can be cancelled', async () => {
  const version = async () => (await call('policies.current')).body.result.data.version;
  const before = await version();
  await draftRate(page, '901');
  await openPublishDialog(page, 'One second more');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish version/ })
    .click();
  const later = page.getByRole('dialog', { name: 'Takes effect later' });
  await later.getByText('Nothing has changed yet.').waitFor();
  await expectAccessible(page, 'the dialog of a change with a delay');
  await later.getByRole('link', { name: 'Open the request' }).click();
  await page.getByRole('region', { name: 'What changes' }).getByText('15 minutes 1 second').waitFor();
  // No one can approve it; it can only be stopped.
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  const [request] = (await call('changeRequests.list')).body.result.data.data;
  expect(Date.parse(request.notBefore) - Date.parse(request.createdAt)).toBe(DAY_MS);

  await page.goto('/#/');
  const notice = page.getByRole('alert').filter({ hasText: 'without another person’s approval' });
  await notice.waitFor();
  await expectAccessible(page, 'the dashboard with a change that takes effect later');
  await notice.getByRole('button', { name: 'Cancel request' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel request' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await notice.waitFor({ state: 'hidden' });
  expect((await call('changeRequests.list')).body.result.data.data[0]).toMatchObject({ status: 'cancelled' });
  expect(await version()).toBe(before);
  // The browser itself notes that publishing was refused.
  expect(opened.problems.filter((problem) => !problem.includes('412'))).toEqual([]);
});
