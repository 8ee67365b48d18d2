import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openAsAdmin, openPage, signIn, watchFailure } from './support/browser.ts';
import { runCommand, choose } from './support/runCommand.ts';
import { approveWaiting } from './support/settle.ts';
import { staffClient } from './support/staffClient.ts';

const PASSWORD = 'chosen by myself alone';
let page: Page;

beforeAll(async () => {
  ({ page } = await openAsAdmin());
});
beforeEach(() => watchFailure(page));

/** Reads the link from the dialog that shows it once. */
async function readLink(): Promise<string> {
  const link = (await page.locator('[data-secret] .mono').textContent()) ?? '';
  expect(link).toMatch(/\/#\/invite\/in_[A-Za-z0-9_-]{43}$/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  return link;
}

async function accept(other: Page, button: string): Promise<void> {
  await other.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await other.getByLabel('New password again').fill(PASSWORD);
  await other.getByRole('button', { name: button }).click();
  await other.getByRole('button', { name: 'Go to sign-in' }).click();
  await other.getByLabel('E-mail').waitFor();
}

test('an invited person opens the link, chooses a password and signs in; the link works once', async () => {
  await page.goto('/#/staff');
  await page.getByText('A stolen password is enough to sign in as approver or admin.').waitFor();
  await expectAccessible(page, 'the staff page');
  await runCommand(
    page,
    'Invite',
    { Name: 'Ivy Invited', 'E-mail': 'ivy@paydesk.local' },
    async (dialog) => await choose(page, dialog, 'Role', /Viewer/),
  );
  const link = await readLink();
  await page.getByRole('list', { name: 'Invitations' }).getByText('Ivy Invited').waitFor();

  const { page: theirs, problems } = await openPage({ viewport: { width: 390, height: 844 } });
  await theirs.goto(link);
  await theirs.getByRole('heading', { name: 'Join the desk' }).waitFor();
  await theirs.getByText('ivy@paydesk.local').waitFor();
  await expectAccessible(theirs, 'the invitation');
  await theirs.getByLabel('New password', { exact: true }).fill('too short');
  await theirs.getByRole('button', { name: 'Create my account' }).click();
  await theirs.getByRole('alert').filter({ hasText: 'at least 12 characters' }).waitFor();
  await accept(theirs, 'Create my account');
  await signIn(theirs, { email: 'ivy@paydesk.local', password: PASSWORD });
  expect(problems).toEqual([]);

  const { page: thief } = await openPage();
  await thief.goto(link);
  await thief.getByRole('alert').filter({ hasText: 'already used' }).waitFor();
});

test('a revoked link is rejected, a new one works, and an admin resets a password without knowing it', async () => {
  await page.goto('/#/staff');
  await runCommand(page, 'Invite', { Name: 'Rita Reissued', 'E-mail': 'rita@paydesk.local' });
  const first = await readLink();
  await runCommand(page, 'Revoke');
  const { page: theirs } = await openPage();
  await theirs.goto(first);
  await theirs.getByRole('alert').filter({ hasText: 'revoked' }).waitFor();
  await page
    .getByRole('list', { name: 'Invitations' })
    .getByRole('listitem')
    .filter({ hasText: 'Rita' })
    .getByRole('button', { name: 'New link' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).click();
  await theirs.goto(await readLink());
  await accept(theirs, 'Create my account');
  await signIn(theirs, { email: 'rita@paydesk.local', password: PASSWORD });

  const rita = (await staffClient().staff.list.query({ filter: { q: 'rita@' } })).data[0];
  await page.goto(`/#/staff/${rita?.id}/show`);
  await runCommand(page, 'Reset password');
  // Another admin approves it; then whoever requested it gets the link.
  await approveWaiting(page);
  await page.goto('/#/staff');
  await page.reload();
  await page
    .getByRole('list', { name: 'Invitations' })
    .getByRole('listitem')
    .filter({ hasText: 'approved' })
    .getByRole('button', { name: 'New link' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).click();
  const reset = await readLink();
  const { page: again } = await openPage();
  await again.goto(reset);
  await again.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await accept(again, 'Set the password');
  await theirs.reload();
  await theirs.getByLabel('E-mail').waitFor();
});

test('a person ends another of their sessions; deactivating the account ends all of them immediately', async () => {
  const person = { email: 'sam@paydesk.local', password: PASSWORD };
  const sam = await staffClient().staff.create.mutate({ ...person, name: 'Sam Sessions', role: 'viewer' });
  const [{ page: one }, { page: other }] = [await openPage(), await openPage()];
  await signIn(one, person);
  await signIn(other, person);
  await one.goto('/#/security');
  const sessions = one.getByRole('list', { name: 'Your sessions' });
  await sessions.getByText('This browser').waitFor();
  expect(await sessions.getByRole('listitem').count()).toBe(2);
  await expectAccessible(one, 'the security page with sessions');
  await sessions.getByRole('button', { name: 'End session' }).click();
  await expect.poll(async () => await sessions.getByRole('listitem').count()).toBe(1);
  await other.goto('/#/payments');
  await other.getByLabel('E-mail').waitFor();

  await page.goto(`/#/staff/${sam.id}/show`);
  await page.getByRole('list', { name: 'Sessions of Sam Sessions' }).getByRole('listitem').waitFor();
  await expectAccessible(page, 'a member of staff');
  await runCommand(page, 'Deactivate');
  await one.goto('/#/payments');
  await one.getByLabel('E-mail').waitFor();
  await page.getByText('Not signed in anywhere.').waitFor();
});

test('a role that requires a second factor lets members without one only read, and leads them to set it up', async () => {
  const person = { email: 'vic@paydesk.local', password: PASSWORD };
  await staffClient().staff.create.mutate({ ...person, name: 'Vic Viewer', role: 'viewer' });
  await page.goto('/#/staff');
  await runCommand(page, 'Require for viewers');
  await page.getByRole('button', { name: 'Stop requiring for viewers' }).waitFor();
  const { page: theirs } = await openPage();
  await theirs.goto('/');
  await theirs.getByLabel('E-mail').fill(person.email);
  await theirs.getByLabel('Password', { exact: true }).fill(person.password);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await theirs.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
  const reminder = theirs.getByRole('alert').filter({ hasText: 'Your role requires a second factor' });
  await reminder.waitFor();
  expect(new URL(theirs.url()).hash).toBe('#/security');
  await expectAccessible(theirs, 'the security page of a person who must enrol');
  await theirs.goto('/#/payments');
  await theirs.getByRole('heading', { name: 'Payments', level: 1 }).waitFor();
  await reminder.getByRole('link', { name: 'Set it up' }).waitFor();
  await runCommand(page, 'Stop requiring for viewers');
  await approveWaiting(page);
  await theirs.reload();
  await theirs.getByRole('heading', { name: 'Payments', level: 1 }).waitFor();
  expect(await reminder.count()).toBe(0);
});

test('the audit log verifies its chain, filters entries, and shows the browser of an entry', async () => {
  await page.goto('/#/audit');
  await page.getByRole('button', { name: 'Verify the audit log' }).click();
  await page.getByText(/All \d+ chained entries are intact/).waitFor();
  await page.getByRole('search').getByRole('combobox', { name: 'Action' }).click();
  await page.getByRole('option', { name: 'Invitation accepted' }).click();
  await page.getByRole('link', { name: 'Accepted the invitation' }).first().click();
  await page.getByRole('heading', { name: 'Accepted the invitation' }).waitFor();
  await page.getByText('Chrome on Linux').waitFor();
  await expectAccessible(page, 'an audit entry');
  await page.getByRole('link', { name: 'All entries by this actor' }).click();
  await page.getByRole('link', { name: 'Signed in' }).first().waitFor();

  const { page: phone } = await openAsAdmin({ viewport: { width: 390, height: 844 } });
  await phone.goto('/#/audit');
  await phone.getByRole('button', { name: /^Filters/ }).click();
  await phone.getByRole('combobox', { name: 'Action' }).waitFor();
  await phone.getByRole('button', { name: 'Verify the audit log' }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(phone, 'the audit log on a phone');
});
