import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openAsAdmin, type OpenPage, watchFailure } from './support/browser.ts';
import { runCommand, choose } from './support/runCommand.ts';
import { colleague } from './support/colleague.ts';
import { createUnknownPayment, controlSimulator } from './support/simulator.ts';
import { approveWaiting } from './support/settle.ts';
import { deposit, createFixtures, type Fixtures } from './support/fixtures.ts';

const HASH = 'ab'.repeat(32);

let fixtures: Fixtures;
let opened: OpenPage;
let page: Page;

beforeAll(async () => {
  fixtures = await createFixtures();
  opened = await openAsAdmin();
  page = opened.page;
});

beforeEach(() => watchFailure(page));

afterAll(() => {
  // The browser itself notes each action that waits for another person.
  expect(
    opened.problems.filter((problem) => !problem.includes('412')),
    'no errors in the page',
  ).toEqual([]);
  expect([...opened.hosts], 'the page sent requests to no one but the desk').toEqual([
    new URL(inject('deskUrl')).host,
  ]);
});

const show = async (resource: string, id: string) => {
  await page.goto(`/#/${resource}/${id}/show`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const badge = async (text: string) =>
  await page.getByRole('main').locator('header').getByText(text, { exact: true }).waitFor();

test('a payment is cancelled, another marked failed, and a third marked completed and credited', async () => {
  const { staff, user, payment } = fixtures;
  const ada = await user('Ada of the payments');
  const [first, second, third] = [
    await payment(ada.id),
    await payment(ada.id),
    await payment(ada.id, '33.00'),
  ];

  await show('payments', first.id);
  await runCommand(page, 'Cancel payment');
  await badge('Cancelled');
  await show('payments', second.id);
  await runCommand(page, 'Mark failed', { Why: 'the payer gave up' });
  await badge('Failed');
  await show('payments', third.id);
  await runCommand(page, 'Mark completed', { 'How do you know?': 'seen on the chain' });
  await badge('Completed');
  expect(await staff.balances.get.query({ id: ada.id })).toMatchObject({ balanceUsd: '33.00' });
});

test('a flag shows its reason and is cleared with a note', async () => {
  const { staff, user, payment } = fixtures;
  const flagged = await payment((await user('Flagged Fay')).id);
  await controlSimulator(`/payments/${flagged.providerPaymentId}/status`, { payment_status: 'on_hold' });
  await expect
    .poll(async () => (await staff.payments.get.query({ id: flagged.id })).needsAttention)
    .toBe('unknown_status: on_hold');

  await page.goto('/#/payments?filter=%7B%22needsAttention%22%3Atrue%7D');
  await page.getByRole('link', { name: flagged.internalPaymentId }).click();
  await page.getByText('Unknown provider status: on_hold', { exact: true }).waitFor();
  await runCommand(page, 'Clear flag', { 'What you found': 'the provider is looking into it' });
  await page.getByText('Unknown provider status: on_hold', { exact: true }).waitFor({ state: 'hidden' });
  expect((await staff.payments.get.query({ id: flagged.id })).needsAttention).toBeNull();
});

test('a comparison finds a payment that the desk did not create; its money is credited to a chosen customer', async () => {
  const { staff, user } = fixtures;
  const owner = await user('Olga Owner-Of-It');
  const unknownPayment = await createUnknownPayment('usdttrc20');
  await deposit(unknownPayment, 'full');

  await page.goto('/#/reconciliations');
  await runCommand(page, 'Compare now', {}, async (dialog) => await choose(page, dialog, 'Period', /2 days/));
  await page.getByRole('heading', { name: /^Comparison of/ }).waitFor();
  await page.getByText('The provider and the books agree').waitFor({ timeout: 45_000 });
  await page.getByText(unknownPayment).first().waitFor();

  await page.getByRole('menuitem', { name: 'Suspense' }).click();
  await page.getByRole('button', { name: 'Open', exact: true, pressed: true }).waitFor();
  await page.getByRole('link', { name: 'Unknown payment' }).first().click();
  await runCommand(
    page,
    'Credit',
    { 'Why it is credited': 'the customer showed the transfer' },
    async (dialog) => {
      await dialog.getByRole('combobox', { name: 'Credit to' }).fill('Olga Owner');
      await page.getByRole('option', { name: /Olga Owner/ }).click();
    },
  );
  await page.getByRole('region', { name: 'Outcome' }).getByText('the customer showed the transfer').waitFor();
  await page.getByRole('region', { name: 'Outcome' }).getByText('Desk admin (staff)').waitFor();
  expect((await staff.balances.get.query({ id: owner.id })).isEmpty).toBe(false);
});

test('of three suspense items one is returned, one is written off, and one is priced and credited', async () => {
  const { staff, user, paidPayment } = fixtures;
  const ada = await user('Ada of the suspense items');
  const paid = await paidPayment(ada.id);
  await deposit(paid.providerPaymentId, '11');
  await deposit(paid.providerPaymentId, '12');
  await deposit(paid.providerPaymentId, '70', 'trx');
  const waiting = async () =>
    (
      await staff.suspense.list.query({
        filter: { userId: ada.id, status: 'open' },
        sort: { field: 'amountUsd', order: 'ASC' },
      })
    ).data;
  await expect
    .poll(async () => (await waiting()).map((item) => item.amountUsd), { timeout: 30_000 })
    .toEqual(['0.00', '11.00', '12.00']);
  const [unpriced, eleven, twelve] = await waiting();

  await show('suspense', eleven?.id ?? '');
  await runCommand(page, 'Mark returned', { 'How it was returned': 'sent back manually' });
  await badge('Returned');
  await show('suspense', twelve?.id ?? '');
  await runCommand(page, 'Write off', { Why: 'the payer does not want it' });
  await badge('Written off');
  await show('suspense', unpriced?.id ?? '');
  await page.getByText('This amount has no price.').waitFor();
  await page.getByText('Sent to the address of an earlier payment:').waitFor();
  await runCommand(page, 'Credit', { 'Worth in USD': '18.20', 'Why it is credited': 'rate of the day' });
  await badge('Credited');
  expect(await staff.balances.get.query({ id: ada.id })).toMatchObject({ balanceUsd: '58.20' });

  await page.goto('/#/');
  await page.getByText('Every received cent is accounted for.').waitFor();
  await page
    .getByText(/Matches the provider’s list|difference/)
    .first()
    .waitFor();
});

test('a withdrawal is rejected, another approved and cancelled, and a third is returned to approved when sending fails, then paid', async () => {
  const { staff, richUser, withdrawal } = fixtures;
  const rich = await richUser('Rich Withdrawer');
  const [first, second, third] = [
    await withdrawal(rich.id),
    await withdrawal(rich.id),
    await withdrawal(rich.id),
  ];

  await show('withdrawals', first.id);
  await runCommand(page, 'Reject – returns $25.00 to the user', { Reason: 'the address is on a list' });
  await badge('Rejected');
  await show('withdrawals', second.id);
  await runCommand(page, 'Approve – no money moves yet');
  await badge('Approved');
  await runCommand(page, 'Cancel withdrawal – when the user asks for it');
  await badge('Cancelled');
  await (await colleague('Cora Countersign')).withdrawals.approve.mutate({ id: third.id });
  await show('withdrawals', third.id);
  await badge('Approved');
  await runCommand(page, 'Start sending – shows the team that you are paying it');
  await badge('Processing');
  await runCommand(page, 'Return to approved – nothing was sent', {
    'What went wrong': 'the wallet was empty',
  });
  await badge('Approved');
  await runCommand(page, 'Record as paid – deducts $25.00 from the balance', { 'Transaction hash': HASH });
  await badge('Completed');
  expect(await staff.balances.get.query({ id: rich.id })).toMatchObject({
    balanceUsd: '475.00',
    heldUsd: '0.00',
  });
});

test('a customer is charged, refunded, frozen, unfrozen and anonymised', async () => {
  const rich = await fixtures.richUser('Rita Rich');
  await show('users', rich.id);
  await runCommand(page, 'Charge', { 'Amount in USD': '20.00', Description: 'a book' });
  await page.getByRole('tab', { name: 'Transactions' }).click();
  await page.getByRole('table', { name: 'Transactions' }).getByRole('link').first().click();
  await runCommand(page, 'Refund', { 'Amount in USD': '5.00' });
  await show('users', rich.id);
  await runCommand(page, 'Adjust', { 'Amount in USD, with its sign': '-1.00', Reason: 'a rounding of ours' });
  await page.getByText('$484.00').first().waitFor();
  await runCommand(page, 'Freeze', { Why: 'asked for it' });
  await badge('Frozen');
  await runCommand(page, 'Unfreeze', { Why: 'changed their mind' });
  // Who still has money cannot be anonymised.
  await runCommand(page, 'Charge', { 'Amount in USD': '484.00', Description: 'paid out in cash' });
  await runCommand(page, 'Anonymise');
  await page.getByRole('heading', { name: 'Anonymised user' }).waitFor();
});

test('a staff account is created, changes role, is deactivated and reactivated; a key is revoked', async () => {
  await page.goto('/#/staff');
  await runCommand(page, 'Create staff', { Name: 'Cora Colleague', 'E-mail': 'cora@paydesk.local' });
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('link', { name: 'Cora Colleague' }).click();
  await runCommand(
    page,
    'Set role',
    {},
    async (dialog) => await choose(page, dialog, 'New role', /Operator/),
  );
  await approveWaiting(page);
  await page.reload();
  await page.getByText('Operator', { exact: true }).first().waitFor();
  await runCommand(page, 'Deactivate');
  await runCommand(page, 'Reactivate');
  await approveWaiting(page);
  await page.reload();
  await page.getByRole('button', { name: 'Deactivate' }).waitFor();

  const key = await fixtures.staff.apiKeys.create.mutate({
    name: 'a key to revoke',
    scopes: ['currencies.read'],
  });
  await show('apiKeys', key.id);
  await runCommand(page, 'Revoke');
  await badge('Revoked');
});
