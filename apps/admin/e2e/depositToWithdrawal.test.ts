import { randomBytes } from 'node:crypto';
import { createPaydeskClient } from '@paydesk/client';
import { expect, inject, test } from 'vitest';
import { openPage, signIn } from './support/browser.ts';
import { openAsNew } from './support/person.ts';
import { approveWaiting } from './support/settle.ts';

const WALLET = '0x1f9Aa417c7A0A6B138967aE4bf55cc76fDe6cb50';
const HASH = `0x${randomBytes(32).toString('hex')}`;

test('a deposit is credited and paid out again as an approved withdrawal', async () => {
  const { page, problems, hosts } = await openPage();
  await signIn(page);

  // The admin syncs the provider's currencies and activates one of them.
  await page.getByRole('menuitem', { name: 'Currencies' }).click();
  await page.getByRole('button', { name: 'Sync with provider' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Sync/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('searchbox', { name: 'Search' }).fill('USDTBSC');
  await page.getByRole('link', { name: 'USDT (BEP20)' }).click();
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Withdrawals enabled').check();
  await page.getByLabel(/network fee/).fill('1.00');
  await page.getByRole('button', { name: 'Save currency' }).click();
  // Fees are a guard: another admin has to agree.
  await approveWaiting(page);
  await page.goBack();
  await page.getByRole('button', { name: 'Deactivate' }).waitFor();

  // An app gets an API key, which is shown once.
  await page.getByRole('menuitem', { name: 'API keys' }).click();
  await page.getByRole('button', { name: 'Create API key' }).click();
  await page.getByLabel('Name of the app').fill('shop');
  for (const scope of ['users.write', 'withdrawals.create', 'balances.read', 'transactions.read'])
    await page.getByLabel(scope, { exact: true }).check();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Create/ })
    .click();
  // So is a key that can move money. Whoever requested it collects its secret.
  await approveWaiting(page);
  await page.reload();
  await page.getByRole('link', { name: 'shop' }).click();
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create new secret' }).click();
  const apiKey = (await page.getByRole('dialog').getByText(/^pk_/).textContent()) ?? '';
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const shop = createPaydeskClient({ url: inject('deskUrl'), apiKey });
  const ada = await shop.users.upsert.mutate({
    externalId: 'customer-1',
    username: 'Ada Lovelace',
    email: 'ada@example.com',
  });

  // Staff create a deposit for her; the payer pays, in the simulator.
  await page.getByRole('menuitem', { name: 'Payments' }).click();
  await page.getByRole('link', { name: 'Create payment' }).first().click();
  await page.getByRole('combobox', { name: 'User' }).fill('Ada');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await page.getByLabel('Amount in USD').fill('99.99');
  await page.getByRole('combobox', { name: 'Currency' }).fill('USDTBSC');
  await page.getByRole('option', { name: /USDT/ }).click();
  await page.getByRole('button', { name: 'Create payment' }).click();
  await page
    .getByText(/^0x[0-9a-fA-F]{40}$/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Simulate payment' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Simulate/ })
    .click();
  // The page updates on its own.
  await page.getByText('Completed', { exact: true }).first().waitFor({ timeout: 30_000 });
  expect(await shop.balances.get.query({ id: ada.id })).toMatchObject({
    balanceUsd: '99.99',
    availableUsd: '99.99',
    totalDeposited: '99.99',
  });

  // Her app requests a withdrawal: the amount is held immediately.
  const request = await shop.withdrawals.create.mutate({
    userId: ada.id,
    amountUsd: '50.00',
    currencyCode: 'USDTBSC',
    walletAddress: WALLET,
    idempotencyKey: 'shop-payout-1',
  });
  expect(request).toMatchObject({
    status: 'pending',
    networkFeeUsd: '1.00',
    serviceFeeUsd: '0.50',
    totalFeeUsd: '1.50',
    finalAmountUsd: '48.50',
  });
  expect(await shop.balances.get.query({ id: ada.id })).toMatchObject({
    balanceUsd: '99.99',
    heldUsd: '50.00',
    availableUsd: '49.99',
  });

  // One person approves exactly what was requested; another pays and records it with the hash.
  await page.getByRole('menuitem', { name: 'Withdrawals' }).click();
  await page.getByRole('link', { name: request.internalWithdrawalId }).click();
  await page.getByRole('button', { name: /^Approve/ }).click();
  const approval = page.getByRole('dialog');
  await approval.getByText(WALLET).waitFor();
  await approval
    .getByText(/\$48\.50/)
    .first()
    .waitFor();
  await approval.getByRole('button', { name: /^Approve/ }).click();
  await approval.waitFor({ state: 'hidden' });
  const payer = await openAsNew('Paula Payer', 'approver');
  await payer.page.goto(`/#/withdrawals/${request.id}/show`);
  await payer.page.getByRole('button', { name: /^Record as paid/ }).click();
  const record = payer.page.getByRole('dialog');
  await record.getByLabel(/hash/i).fill(HASH);
  await record.getByRole('button', { name: /^Record as paid/ }).click();
  await record.waitFor({ state: 'hidden' });
  await payer.page.getByText('Completed', { exact: true }).first().waitFor();
  await page.reload();
  await page.getByText('Completed', { exact: true }).first().waitFor();

  // The ledger has both rows, the hold is settled, and nothing is unexplained.
  const { data } = await shop.transactions.list.query({
    filter: { userId: ada.id },
    sort: { field: 'seq', order: 'ASC' },
  });
  expect(data.map((row) => [row.transactionType, row.amountUsd, row.balanceAfter])).toEqual([
    ['deposit', '99.99', '99.99'],
    ['withdrawal', '-48.50', '51.49'],
    ['fee', '-1.50', '49.99'],
  ]);
  expect(await shop.balances.get.query({ id: ada.id })).toMatchObject({
    balanceUsd: '49.99',
    heldUsd: '0.00',
    availableUsd: '49.99',
    totalWithdrawn: '48.50',
  });
  await page.getByRole('menuitem', { name: 'Transactions' }).click();
  await page.getByText('-$48.50').first().waitFor();
  await page.getByText('-$1.50').first().waitFor();
  await page.getByRole('menuitem', { name: 'Dashboard' }).click();
  await page.getByText('Every received cent is accounted for.').waitFor();

  // The browser itself notes the two actions that had to wait for another person.
  expect(
    problems.filter((problem) => !problem.includes('412')),
    'no errors in the page',
  ).toEqual([]);
  expect([...hosts], 'the page sent requests to no one but the desk').toEqual([
    new URL(inject('deskUrl')).host,
  ]);
});
