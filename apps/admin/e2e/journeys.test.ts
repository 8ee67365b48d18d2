import { readFileSync } from 'node:fs';
import type { StaffRole } from '@paydesk/types/rules';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, inject, test, vi } from 'vitest';
import { openAsAdmin, openWithSession } from './support/browser.ts';
import { draftRate, openPublishDialog } from './support/draft.ts';
import { createFixtures, deposit, type Fixtures, WAIT } from './support/fixtures.ts';
import { expectFocus } from './support/keys.ts';
import { createStaff } from './support/person.ts';
import { runCommand } from './support/runCommand.ts';
import { sessionOf } from './support/session.ts';

const HASH = 'cd'.repeat(32);

let fixtures: Fixtures;

beforeAll(async () => void (fixtures = await createFixtures()));

async function openAs(name: string, role: StaffRole, options?: BrowserContextOptions) {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@journeys.test`;
  await createStaff(email, name, role);
  return await openWithSession(await sessionOf(email), options);
}
const openMenu = async (page: Page, name: string | RegExp) =>
  await page.getByRole('navigation', { name: 'Main' }).getByRole('menuitem', { name }).click();
/** Who has done what, as the audit log has it, oldest first. */
async function auditOf(filter: { subjectId: string } | { q: string }): Promise<string[]> {
  const { data } = await fixtures.staff.audit.list.query({
    filter: { ...filter, actorKind: 'staff' },
    sort: { field: 'createdAt', order: 'ASC' },
    perPage: 100,
  });
  return data.map(({ actor, action }) => `${actor.name}: ${action}`);
}
const balanceOf = async (userId: string) =>
  (await fixtures.staff.balances.get.query({ id: userId })).balanceUsd;

test('a viewer exports what a list shows, verifies a balance and the audit log, and finds the export there', async () => {
  const rich = await fixtures.richUser('Audited Anna');
  await fixtures.paidPayment(rich.id);
  const { page, problems } = await openAs('Vito Viewer', 'viewer');

  const filter = encodeURIComponent(JSON.stringify({ userId: rich.id }));
  await page.goto(`/#/transactions?filter=${filter}`);
  await page.getByRole('group', { name: 'Sums' }).getByText('2 rows').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page
    .getByRole('dialog', { name: 'Export transactions' })
    .getByRole('button', { name: 'Export' })
    .click();
  const [heading = '', ...rows] = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split(/\r?\n/);
  expect(heading).toMatch(/amount/i);
  expect(rows).toHaveLength(2);
  expect(rows.join('\n')).toContain('500.00');
  expect(rows.join('\n')).toContain('40.00');
  await page.getByRole('button', { name: 'Close' }).click();

  await page.goto(`/#/balances/${rich.id}/show`);
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await page.getByText('All 2 rows are intact; they sum to $540.00.').waitFor();
  await openMenu(page, 'Audit');
  await page.getByRole('button', { name: 'Verify the audit log' }).click();
  await page.getByText(/All \d+ chained entries are intact/).waitFor();
  await page
    .getByRole('row')
    .filter({ hasText: 'Vito Viewer' })
    .filter({ hasText: /export/i })
    .first()
    .waitFor();
  expect(await auditOf({ q: 'Vito Viewer' })).toEqual(
    expect.arrayContaining(['Vito Viewer: exports.create', 'Vito Viewer: exports.done']),
  );
  expect(problems).toEqual([]);
});

test('an operator finds a payment by the payer’s e-mail, answers the customer, and credits what is in suspense', async () => {
  const user = await fixtures.user('Erin of the e-mail');
  const paid = await fixtures.paidPayment(user.id);
  await deposit(paid.providerPaymentId, '12.5');
  const { page, problems } = await openAs('Otto Operator', 'operator', { permissions: ['clipboard-write'] });

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search everything' }).fill(user.email ?? '');
  await page.getByRole('group', { name: 'Payments' }).getByRole('option').first().click();
  const panel = page.getByRole('region', { name: 'Where is the money?' });
  await panel.getByText(/second transfer to a used address.*staff must decide/).waitFor({ timeout: 20_000 });
  // Of the first transfer or of the second: the provider has a payment for each.
  const [, paymentId = ''] = /payments\/([^/]+)\/show/.exec(page.url()) ?? [];
  await panel.getByRole('button', { name: 'Write to the customer…' }).click();
  const reply = page.getByRole('dialog', { name: 'Write to the customer' });
  await reply.getByRole('button', { name: 'Copy' }).click();
  await reply.getByText('Copied.').waitFor();
  await page.keyboard.press('Escape');
  await reply.waitFor({ state: 'detached' });
  const note = page.getByLabel('Add a note');
  await note.focus();
  await page.keyboard.press('Control+V');
  expect(await note.inputValue()).toContain('12.5 USDT (TRC20)');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list', { name: 'Notes' }).getByText('12.5 USDT (TRC20)').first().waitFor();

  await panel.getByRole('link', { name: 'Open the suspense item' }).click();
  await page.getByRole('button', { name: 'Take this' }).click();
  await page.getByText(/You have taken this/).waitFor();
  await runCommand(page, 'Credit', { 'Why it is credited': 'both transfers were meant for us' });
  await page.getByRole('region', { name: 'Outcome' }).getByText('Otto Operator (staff)').waitFor();
  expect(await balanceOf(user.id)).toBe('52.50');
  expect(await auditOf({ subjectId: paymentId })).toEqual(['Otto Operator: payments.addNote']);
  const [item] = (await fixtures.staff.suspense.list.query({ filter: { userId: user.id } })).data;
  expect(item).toMatchObject({ status: 'credited' });
  expect(await auditOf({ subjectId: item?.id ?? '' })).toEqual([
    'Otto Operator: claims.take',
    'Otto Operator: suspense.credit',
  ]);
  expect(problems).toEqual([]);
});

test('an approver approves a withdrawal from the bell with keys, and a second one sends and records it', async () => {
  const rich = await fixtures.richUser('Wilma Withdraws');
  const { id, internalWithdrawalId } = await fixtures.withdrawal(rich.id);
  const [first, second] = await Promise.all([
    openAs('Ada Approver', 'approver'),
    openAs('Bela Payer', 'approver'),
  ]);

  await first.page.getByRole('button', { name: /^Waiting for you/ }).click();
  const bell = first.page.getByRole('dialog', { name: 'Waiting for you' });
  await bell.locator(`a[href*="${id}"]`).click();
  await first.page.getByRole('heading', { level: 1, name: '$25.00 in USDT' }).waitFor();
  await first.page.getByText(internalWithdrawalId).first().waitFor();
  // Keys belong to actions from when they are shown.
  await first.page.getByRole('button', { name: 'Approve – no money moves yet' }).waitFor();
  await first.page.keyboard.press('a');
  const approve = first.page.getByRole('dialog').getByRole('button', { name: /^Approve/ });
  await expectFocus(approve);
  await first.page.keyboard.press('Enter');
  await first.page.getByText('Approved. Another person can send it now.').waitFor();

  await openMenu(second.page, 'Withdrawals');
  await second.page.getByRole('link', { name: internalWithdrawalId }).click();
  await runCommand(second.page, 'Start sending – shows the team that you are paying it');
  await first.page.goto(`/#/withdrawals/${id}/show`);
  await first.page.getByText('is sending it. No one else should.').waitFor();
  await runCommand(second.page, 'Record as paid – deducts $25.00 from the balance', {
    'Transaction hash': HASH,
  });
  // The page of the one who approved follows.
  await first.page.getByRole('main').locator('header').getByText('Completed', { exact: true }).waitFor();
  expect(await balanceOf(rich.id)).toBe('475.00');
  expect(await fixtures.staff.withdrawals.get.query({ id })).toMatchObject({ transactionHash: HASH });
  expect(await auditOf({ subjectId: id })).toEqual([
    'Ada Approver: withdrawals.approve',
    'Bela Payer: withdrawals.startProcessing',
    'Bela Payer: withdrawals.complete',
  ]);
  expect([...first.problems, ...second.problems]).toEqual([]);
});

test('an admin changes the withdrawal policy; another admin finds the request, reads what changes, and approves it', async () => {
  const { policies } = fixtures.staff;
  const { version, rules } = await policies.current.query();
  const seconds = rules.rateSeconds === 240 ? 300 : 240;
  const { page } = await openAsAdmin();
  await draftRate(page, String(seconds));
  await openPublishDialog(page, 'the provider keeps rates for so long');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Publish version ${version + 1}` })
    .click();
  const request = page.getByRole('link', { name: 'Open the request' });
  const [, requestId = ''] = /changeRequests\/([^/]+)/.exec((await request.getAttribute('href')) ?? '') ?? [];
  await request.click();
  await page.getByRole('region', { name: 'What changes' }).waitFor();
  expect((await policies.current.query()).version).toBe(version);

  const other = await openWithSession(inject('checkerCookie'));
  await openMenu(other.page, /^Change requests.* for you/);
  const waiting = other.page.getByRole('row').filter({ hasText: /policy/i });
  await waiting.getByRole('link').first().click();
  await other.page
    .getByRole('region', { name: 'What changes' })
    .getByText(`${seconds / 60} min`)
    .first()
    .waitFor();
  await other.page.getByRole('main').getByRole('button', { name: 'Approve' }).click();
  await other.page.getByRole('dialog').getByRole('button', { name: 'Approve and apply' }).click();
  await other.page.getByText('Approved and applied.').waitFor();

  await page.getByText('Applied:').waitFor();
  await vi.waitFor(async () => expect((await policies.current.query()).version).toBe(version + 1), WAIT);
  expect((await policies.current.query()).rules.rateSeconds).toBe(seconds);
  expect(await auditOf({ subjectId: requestId })).toEqual([
    'Desk admin: changeRequests.create',
    'Charlie Checker: changeRequests.approve',
    'Charlie Checker: changeRequests.apply',
  ]);
});
