import type { Page } from 'playwright-core';
import type { PageUser } from './pageUser.ts';

export interface Participants {
  staff: PageUser;
  /** At the dashboard, in a page of their own; in a page behind another one, Enter would press no button. */
  callColleague(): Promise<PageUser>;
  /** A query as the first person, to know what to look for. */
  call(path: string, input: unknown): Promise<unknown>;
}

interface Row {
  id: string;
  userId: string;
  transactionHash: string | null;
  email: string | null;
}

/** Each begins at the dashboard and ends when the page shows what was wanted. */
export const JOBS: Record<string, (participants: Participants) => Promise<void>> = {
  'find a payment by the payer’s e-mail': async ({ staff, call }) => {
    const { user } = await somePayment(call);
    await staff.find(user.email ?? '', 'Payments');
    await regionOf(staff.page, 'Where is the money?').waitFor();
  },
  'find a payment by an explorer’s URL': async ({ staff, call }) => {
    const { payment } = await somePayment(call);
    await staff.find(`https://tronscan.org/#/transaction/${payment.transactionHash ?? ''}`, 'Payments');
    await regionOf(staff.page, 'Where is the money?').waitFor();
  },
  'answer “where is my money?”': async ({ staff, call }) => {
    const { user } = await somePayment(call);
    await staff.find(user.email ?? '', 'Users');
    await staff.click(staff.page.getByRole('button', { name: 'Write to the customer…' }));
    const dialog = staff.page.getByRole('dialog', { name: 'Write to the customer' });
    await staff.page.context().grantPermissions(['clipboard-write']);
    await staff.click(dialog.getByRole('button', { name: 'Copy' }));
    await dialog.getByText('Copied.').waitFor();
  },
  'approve the next withdrawal': async ({ staff }) => {
    await openTile(staff, 'Withdrawals to review');
    await staff.openFirst();
    await regionOf(staff.page, 'Actions').waitFor();
    await staff.press('a');
    await staff.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Approve/ })
      .waitFor();
    await staff.confirm('Enter');
    await staff.page.getByText(/^(Approved\.|Your approval)/).waitFor();
  },
  'reject the next one with a reason': async ({ staff }) => {
    await openTile(staff, 'Withdrawals to review');
    await staff.openFirst();
    await regionOf(staff.page, 'Actions').waitFor();
    await staff.press('r');
    await staff.untilFocused(staff.page.getByRole('dialog').getByLabel('Reason'));
    await staff.write('The address is not theirs');
    await staff.confirm('Control+Enter');
    await staff.page.getByText(/^Rejected\./).waitFor();
  },
  'credit from suspense, with a second person': async ({ staff, callColleague }) => {
    await openTile(staff, 'Suspense open');
    // More than one person may credit alone.
    const large = staff.page.locator('tr[data-row]').filter({ hasText: '$186.71' });
    await staff.click(large.getByRole('link').first());
    await staff.click(staff.page.getByRole('button', { name: 'Credit', exact: true }));
    await staff.untilFocused(staff.page.getByRole('dialog').getByLabel('Why it is credited'));
    await staff.write('Sent to their old address');
    await staff.confirm('Control+Enter');
    await staff.page.getByRole('dialog', { name: 'Waiting for another person' }).waitFor();
    const colleague = await callColleague();
    await openTile(colleague, 'Change requests');
    const request = colleague.page.locator('tr[data-row]').filter({ hasText: 'Credit' });
    await colleague.click(request.getByRole('link').first());
    await regionOf(colleague.page, 'Decision').waitFor();
    await colleague.press('a');
    const dialog = colleague.page.getByRole('dialog', { name: 'Approve this change?' });
    await colleague.untilFocused(dialog.getByRole('button', { name: 'Approve and apply' }));
    await colleague.confirm('Enter');
    await colleague.page.getByText('Approved and applied.').waitFor();
  },
  'export last month’s deposits': async ({ staff }) => {
    await staff.click(staff.page.getByRole('menuitem', { name: 'Payments' }));
    await staff.click(staff.page.getByRole('combobox', { name: 'Created' }));
    await staff.click(staff.page.getByRole('option', { name: 'Last month' }));
    await staff.page.waitForURL(/lastMonth/);
    await staff.click(staff.page.getByRole('button', { name: 'Export' }));
    const download = staff.page.waitForEvent('download');
    await staff.click(staff.page.getByRole('dialog').getByRole('button', { name: 'Export' }));
    await download;
  },
  'compare a tile with its list': async ({ staff }) => {
    const tile = tileOf(staff.page, 'Suspense open');
    const shown = /\$[\d,.]+/.exec((await tile.textContent()) ?? '')?.[0] ?? 'no sum';
    await staff.click(tile);
    await staff.page.getByRole('group', { name: 'Sums' }).getByText(shown).waitFor();
  },
  'find who changed a fee': async ({ staff, call }) => {
    const { data: offered } = (await call('currencies.list', { filter: { isActive: true } })) as {
      data: { id: string; code: string }[];
    };
    const [currency = { id: '', code: '' }] = offered;
    const { data: changes } = (await call('audit.list', {
      filter: { subjectId: currency.id, action: 'currencies.update' },
    })) as { data: { actor: { name: string } }[] };
    const author = changes[0]?.actor.name ?? 'no one has changed it';
    await staff.find(currency.code, 'Currencies');
    const change = regionOf(staff.page, 'Who did what').getByRole('listitem').filter({ hasText: author });
    await staff.click(change.getByRole('link', { name: /^Edited currency/ }).last());
    const fields = staff.page.getByRole('table', { name: 'Before and after' });
    await fields.getByRole('row').filter({ hasText: 'networkFeeUsd' }).waitFor();
    await staff.page.getByRole('main').locator('header').getByText(author).waitFor();
  },
  'block a user and say why': async ({ staff, call }) => {
    const { user } = await somePayment(call);
    await staff.find(user.email ?? '', 'Users');
    await staff.click(staff.page.getByRole('button', { name: 'Freeze', exact: true }));
    await staff.untilFocused(staff.page.getByRole('dialog').getByLabel('Why'));
    await staff.write('Reported by the bank');
    await staff.confirm('Control+Enter');
    await staff.page.getByText('User frozen', { exact: true }).waitFor();
  },
};

/** The newest payment with a hash whose payer has an e-mail address and is not frozen. */
async function somePayment(call: Participants['call']): Promise<{ payment: Row; user: Row }> {
  const { data } = (await call('payments.list', { filter: { status: ['completed'] } })) as { data: Row[] };
  for (const payment of data.filter(({ transactionHash }) => transactionHash !== null)) {
    const user = (await call('users.get', { id: payment.userId })) as Row & { isFrozen: boolean };
    if (user.email !== null && !user.isFrozen) return { payment, user };
  }
  throw new Error('no completed payment with a hash and an e-mail address');
}

const regionOf = (page: Page, name: string) => page.getByRole('region', { name });

const tileOf = (page: Page, name: string) =>
  regionOf(page, 'Waiting for you').getByRole('link').filter({ hasText: name });

async function openTile(user: PageUser, name: string): Promise<void> {
  await user.click(tileOf(user.page, name));
}
