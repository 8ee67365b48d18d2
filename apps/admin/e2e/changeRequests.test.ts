import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { addAuthenticator } from './support/authenticator.ts';
import { openAsAdmin } from './support/browser.ts';
import { createFixtures, type Fixtures } from './support/fixtures.ts';
import { openAsNew, PASSWORD } from './support/person.ts';
import { approveWaiting } from './support/settle.ts';

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await createFixtures();
});

const balanceOf = async (userId: string) =>
  (await fixtures.staff.balances.get.query({ id: userId })).balanceUsd;

test('a bonus of 5,000 waits, a colleague approves it with a passkey, and it is applied once', async () => {
  const { id } = await fixtures.user('Wanda Winner');
  const checker = await openAsNew('Paula Passkey', 'approver');
  await addAuthenticator(checker.page);
  await checker.page.goto('/#/security');
  await checker.page.getByRole('button', { name: 'Add a passkey' }).click();
  await checker.page.getByRole('dialog').getByLabel('Your password').fill(PASSWORD);
  await checker.page.getByRole('button', { name: 'Create passkey' }).click();
  await checker.page.getByRole('list', { name: 'Your passkeys' }).waitFor();

  const { page, problems } = await openAsAdmin();
  await page.goto(`/#/users/${id}/show`);
  await page.getByRole('button', { name: 'Bonus', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount in USD').fill('5000.00');
  await dialog.getByLabel('Description').fill('won the raffle');
  await dialog.getByRole('button', { name: 'Give bonus' }).click();
  await page.getByRole('dialog', { name: 'Waiting for another person' }).waitFor();
  await expectAccessible(page, 'the dialog of an action that waits');
  expect(await balanceOf(id)).toBe('0.00');
  await page.getByRole('link', { name: 'Open the request' }).click();
  await page.getByRole('region', { name: 'What changes' }).getByText('$5,000.00').first().waitFor();
  const approve = page.getByRole('button', { name: 'Approve' });
  expect(await approve.getAttribute('aria-disabled')).toBe('true');
  await page
    .getByRole('region', { name: 'Decision' })
    .getByText('another person has to approve it')
    .last()
    .waitFor();
  await expectAccessible(page, 'an own change request');

  await checker.page.goto('/#/');
  await checker.page.reload();
  await checker.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('menuitem', { name: /^Change requests.* for you/ })
    .click();
  await checker.page.getByRole('table', { name: 'Change requests' }).waitFor();
  await expectAccessible(checker.page, 'the queue of change requests');
  await checker.page.keyboard.press('j');
  await checker.page.keyboard.press('Enter');
  await checker.page.getByRole('region', { name: 'What changes' }).waitFor();
  await checker.page.getByRole('button', { name: 'Approve' }).waitFor();
  await checker.page.keyboard.press('a');
  const decision = checker.page.getByRole('dialog', { name: 'Approve this change?' });
  await decision.getByText('Your passkey signs exactly this.').waitFor();
  await expectAccessible(checker.page, 'the dialog that approves a change');
  await decision.getByRole('button', { name: 'Approve and apply' }).click();
  await checker.page.getByText('Approved and applied.').waitFor();
  await checker.page.getByText('signed with a passkey').waitFor();
  expect(await balanceOf(id)).toBe('5000.00');
  const rows = await fixtures.staff.transactions.list.query({ filter: { userId: id } });
  expect(rows.data).toHaveLength(1);

  await page.getByText('Applied:').waitFor();
  // The browser itself notes that the bonus was refused.
  expect(problems.filter((problem) => !problem.includes('412'))).toEqual([]);
});

test('the queue fits on a phone', async () => {
  const { id } = await fixtures.user('Phil Phone');
  const bonus = { userId: id, amountUsd: '5900.00', description: 'For the phone' };
  await expect(fixtures.staff.transactions.bonus.mutate(bonus)).rejects.toMatchObject({
    data: { reason: 'CHANGE_REQUESTED' },
  });
  const { page } = await openAsAdmin({ viewport: { width: 360, height: 740 } });
  await page.goto('/#/changeRequests');
  await page.getByRole('link', { name: /900/ }).first().click();
  await page.getByRole('region', { name: 'What changes' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('button', { name: 'Cancel request' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel request' }).click();
  await page.getByText('Cancelled', { exact: true }).first().waitFor();
  expect(await balanceOf(id)).toBe('0.00');
});

test('payouts are stopped by one person at once, and resumed by another', async () => {
  const { page } = await openAsAdmin();
  await page.goto('/#/withdrawals');
  await page.getByRole('button', { name: 'Stop all payouts' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('an address looks wrong');
  await expectAccessible(page, 'the dialog that stops all payouts');
  await dialog.getByRole('button', { name: 'Stop all payouts' }).click();
  const banner = page.getByRole('alert').filter({ hasText: 'All payouts are stopped' });
  await banner.getByText('an address looks wrong').waitFor();
  await expectAccessible(page, 'the withdrawals while payouts are stopped');
  await page.goto('/#/');
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  await banner.waitFor();
  await expectAccessible(page, 'the dashboard while payouts are stopped');

  await banner.getByRole('button', { name: 'Resume payouts' }).click();
  await dialog.getByLabel('Why it is safe now').fill('the address was checked');
  await dialog.getByRole('button', { name: 'Resume payouts' }).click();
  await approveWaiting(page);
  await page.reload();
  await page.getByRole('button', { name: 'Stop all payouts' }).waitFor();
  expect(await banner.count()).toBe(0);
});
