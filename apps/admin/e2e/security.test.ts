import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { addAuthenticator } from './support/authenticator.ts';
import { expectAccessible } from './support/axe.ts';
import { enrolPasskey, enrolTotp } from './support/enrol.ts';
import { openAsNew, PASSWORD } from './support/person.ts';

test('a passkey is added with the password, renamed, and removed with its own signature', async () => {
  const { page } = await openAsNew('Petra Passkey', 'viewer');
  const device = await addAuthenticator(page);
  await page.goto('/#/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(page, 'the dialog that adds a passkey');
  await dialog.getByLabel('Your password').fill('not the password at all');
  await dialog.getByRole('button', { name: 'Create passkey' }).click();
  await dialog.getByRole('alert').filter({ hasText: 'not the password' }).waitFor();
  await dialog.getByRole('button', { name: 'Back' }).click();
  await dialog.waitFor({ state: 'hidden' });

  await enrolPasskey(page, PASSWORD, 'My laptop');
  const list = page.getByRole('list', { name: 'Your passkeys' });
  await list.getByText('not used yet').waitFor();
  await expectAccessible(page, 'the security page with a passkey');

  await list.getByRole('button', { name: 'Rename' }).click();
  await dialog.getByLabel('Name').fill('The laptop at home');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await list.getByText('The laptop at home').waitFor();

  const signed = async () => (await device.signCounts()).reduce((sum, count) => sum + count, 0);
  const before = await signed();
  await list.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByText('Your passkey signs exactly this.').waitFor();
  await dialog.getByRole('button', { name: 'Remove passkey' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await list.waitFor({ state: 'hidden' });
  expect(await signed()).toBeGreaterThan(before);
});

test('a dismissed prompt is shown as information, and the second attempt works', async () => {
  const { page } = await openAsNew('Calla Calm', 'viewer');
  const device = await addAuthenticator(page);
  await page.goto('/#/security');
  await enrolPasskey(page, PASSWORD, 'Calm phone');
  await page.getByRole('button', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog');
  const remove = dialog.getByRole('button', { name: 'Remove passkey' });
  await device.setVerified(false);
  await remove.click();
  await dialog
    .locator('.MuiAlert-colorInfo')
    .filter({ hasText: 'The passkey was not used. Nothing was sent' })
    .waitFor();
  await expectAccessible(page, 'the dialog after a closed prompt');
  await device.setVerified(true);
  await remove.click();
  await page.getByText('Passkey removed').waitFor();
});

test('new recovery codes require a second factor, are shown once, and can be downloaded', async () => {
  const { page } = await openAsNew('Rhea Recovery', 'viewer');
  await page.goto('/#/security');
  const { recoveryCodes } = await enrolTotp(page, PASSWORD);
  const panel = page.getByRole('region', { name: 'Recovery codes' });
  await panel.getByText('10 left').waitFor();

  await panel.getByRole('button', { name: 'Generate new codes' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
  await dialog.getByRole('button', { name: 'Generate new codes' }).click();
  await page.getByRole('dialog', { name: 'Your new recovery codes' }).waitFor();
  await expectAccessible(page, 'the new recovery codes');
  const fresh = await dialog
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  expect(fresh).toHaveLength(10);
  expect(fresh.filter((code) => recoveryCodes.includes(code))).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download codes' }).click(),
  ]);
  const kept = await readFile((await file.path()) ?? '', 'utf8');
  for (const code of fresh) expect(kept).toContain(code);
  await dialog.getByRole('button', { name: 'I have saved them' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.reload();
  await panel.getByText('10 left').waitFor();
  expect(await page.getByText(fresh[0] ?? '').count()).toBe(0);
});

test('a person without a required second factor is warned, and can set one up', async () => {
  const { page } = await openAsNew('Nora None', 'approver');
  await addAuthenticator(page);
  // Publishing such a policy would affect the other tests, so the response is changed.
  await page.route('**/trpc/**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: (await response.text()).replaceAll('"isRequired":false', '"isRequired":true'),
    });
  });
  await page.goto('/#/security');
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'without it you cannot approve or complete withdrawals' });
  await banner.waitFor();
  await expectAccessible(page, 'the security page with nothing set up');
  await enrolPasskey(page, PASSWORD, 'First of all');
  await banner.waitFor({ state: 'hidden' });
});
