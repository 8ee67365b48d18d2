import { expect, test } from 'vitest';
import { openPage, signIn, waitUntilQuiet } from './support/browser.ts';
import { settle } from './support/settle.ts';
import { deposit, createFixtures } from './support/fixtures.ts';

const PASSWORD = 'a long enough password';
const COMMANDS =
  /^(Create |Sync|Activate|Deactivate|Edit$|Approve|Reject|Start sending|Send through|Record as paid|Fix new rate|Return to approved|Cancel |Refresh$|Mark |Simulate|Clear flag|Credit$|Write off|Charge|Refund$|Bonus|Adjust|Freeze$|Anonymise$|Compare now|End app sessions|Revoke|Set role|Select)/;

test('a viewer sees all money pages without any action; an operator handles payments but cannot approve withdrawals', async () => {
  const { staff, richUser, payment, paidPayment, withdrawal } = await createFixtures();
  const vera = await staff.staff.create.mutate({
    email: 'vera@paydesk.local',
    name: 'Vera Viewer',
    role: 'viewer',
    password: PASSWORD,
  });
  const rich = await richUser('Customer of the viewer');
  const asked = await payment(rich.id);
  const paid = await paidPayment(rich.id);
  await deposit(paid.providerPaymentId, '13');
  const request = await withdrawal(rich.id);
  const suspenseItems = async () => (await staff.suspense.list.query({ filter: { userId: rich.id } })).data;
  await expect.poll(async () => (await suspenseItems()).length, { timeout: 20_000 }).toBe(1);
  const [odd] = await suspenseItems();
  const [coin] = (await staff.currencies.list.query({ filter: { isActive: true } })).data;

  const { page } = await openPage();
  await signIn(page, { email: vera.email, password: PASSWORD });
  const menu = page.getByRole('navigation', { name: 'Main' });
  await menu.getByRole('menuitem', { name: 'Audit' }).waitFor();
  expect(await menu.getByRole('menuitem').allTextContents()).toEqual([
    'Dashboard',
    'Payments',
    'Suspense',
    'Balances',
    'Transactions',
    'Withdrawals',
    'Currencies',
    'Users',
    'Change requests',
    'Reconciliation',
    'Withdrawal policy',
    'Audit',
    'Webhooks',
  ]);

  const main = page.locator('#main-content');
  const paths = [
    'payments',
    `payments/${asked.id}/show`,
    'suspense',
    `suspense/${odd?.id}/show`,
    'withdrawals',
    `withdrawals/${request.id}/show`,
    'users',
    `users/${rich.id}/show`,
    'currencies',
    `currencies/${coin?.id}/show`,
    'reconciliations',
    'webhookEndpoints',
    'webhookDeliveries',
  ];
  for (const path of paths) {
    await page.goto(`/#/${path}`);
    await main.getByRole('heading', { level: 1 }).waitFor();
    // Rows and their buttons load after the heading.
    await waitUntilQuiet(page);
    expect(await main.getByRole('button', { name: COMMANDS }).allTextContents(), path).toEqual([]);
    expect(await main.getByRole('link', { name: COMMANDS }).allTextContents(), path).toEqual([]);
  }
  for (const path of ['staff', 'apiKeys', 'payments/create', `currencies/${coin?.id}`]) {
    await page.goto(`/#/${path}`);
    await page.getByText('Your role does not allow this page.').waitFor();
  }

  await settle(() => staff.staff.setRole.mutate({ id: vera.id, role: 'operator' }));
  await page.reload();
  await page.goto(`/#/payments/${asked.id}/show`);
  await main.getByRole('button', { name: 'Mark completed' }).waitFor();
  await page.goto(`/#/withdrawals/${request.id}/show`);
  await main.getByRole('heading', { level: 1 }).waitFor();
  await waitUntilQuiet(page);
  expect(await main.getByRole('button', { name: COMMANDS }).allTextContents()).toEqual([]);
});
