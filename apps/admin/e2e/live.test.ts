import { expect, test } from 'vitest';
import { openAsAdmin } from './support/browser.ts';
import { openAsNew } from './support/person.ts';
import { approveWaiting } from './support/settle.ts';

/** Pages look by themselves after 30 seconds: what shows earlier was pushed. */
const PUSHED = { timeout: 10_000 };

test('what one person does shows in another browser without a reload', async () => {
  const other = await openAsNew('Lena Live', 'admin');
  await other.page.goto('/#/withdrawals');
  const stop = other.page.getByRole('button', { name: 'Stop all payouts' });
  await stop.waitFor();

  const { page, problems } = await openAsAdmin();
  const streaming = page.waitForRequest((request) => request.url().includes('/api/v1/events/stream'));
  await page.reload();
  await streaming;
  await page.getByRole('button', { name: 'Stop all payouts' }).waitFor();
  await page.waitForTimeout(500);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));

  await stop.click();
  const dialog = other.page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('someone else must see this');
  await dialog.getByRole('button', { name: 'Stop all payouts' }).click();
  const banner = page.getByRole('alert').filter({ hasText: 'All payouts are stopped' });
  await banner.getByText('someone else must see this').waitFor(PUSHED);

  const badge = page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('menuitem', { name: /^Change requests.* for you/ });
  expect(await badge.count()).toBe(0);
  await other.page
    .getByRole('alert')
    .filter({ hasText: 'All payouts are stopped' })
    .getByRole('button', { name: 'Resume payouts' })
    .click();
  await dialog.getByLabel('Why it is safe now').fill('it was a test');
  await dialog.getByRole('button', { name: 'Resume payouts' }).click();
  await badge.waitFor(PUSHED);

  await approveWaiting(other.page);
  await banner.waitFor({ state: 'detached', ...PUSHED });
  await badge.waitFor({ state: 'detached', ...PUSHED });
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  expect(problems).toEqual([]);
});
