import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openPublishDialog, draftRate } from './support/draft.ts';
import { enrolTotp } from './support/enrol.ts';
import { savePolicy } from './support/savePolicy.ts';
import { approveWaiting } from './support/settle.ts';
import { openAsNew, PASSWORD } from './support/person.ts';
import { staffClient } from './support/staffClient.ts';
import { totp } from './support/totp.ts';

let restore: () => Promise<void>;
beforeAll(async () => {
  restore = await savePolicy();
});
afterAll(async () => await restore());

const seconds = async () => (await staffClient().policies.current.query()).rules.rateSeconds;

test('a wrong code is reported at its field, the right one submits with its sixth digit, and a recovery code works once', async () => {
  const { page } = await openAsNew('Tara Totp');
  await page.goto('/#/security');
  const { secret, recoveryCodes } = await enrolTotp(page, PASSWORD);

  await draftRate(page, '901');
  await openPublishDialog(page, 'One second more');
  const dialog = page.getByRole('dialog');
  const code = dialog.getByLabel('Authentication code');
  const published = page.getByRole('heading', { name: 'Withdrawal policy', level: 1, exact: true });
  await expectAccessible(page, 'a dialog that asks for a code');
  await dialog.getByRole('button', { name: /^Publish version/ }).click();
  await dialog.getByRole('alert').filter({ hasText: 'Enter the six digits' }).waitFor();
  await code.pressSequentially('000000');
  await dialog.getByRole('alert').filter({ hasText: 'That code is not right' }).waitFor();
  await expect.poll(async () => await code.inputValue()).toBe('');
  await expectAccessible(page, 'a dialog after a wrong code');
  await code.pressSequentially(totp(secret, 1));
  await approveWaiting(page);
  await published.waitFor();
  await page.reload();
  expect(await seconds()).toBe(901);

  const useRecoveryCode = async () => {
    await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
    await dialog.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
    await dialog.getByLabel('Recovery code').press('Enter');
  };
  await draftRate(page, '902');
  await openPublishDialog(page, 'The phone is at home');
  await useRecoveryCode();
  await approveWaiting(page);
  await published.waitFor();
  await page.reload();
  expect(await seconds()).toBe(902);

  await draftRate(page, '903');
  await openPublishDialog(page, 'The same code again');
  await useRecoveryCode();
  await dialog.getByRole('alert').filter({ hasText: 'That recovery code is not right' }).waitFor();
  expect(await seconds()).toBe(902);
});

test('five wrong codes lock the second factor, and the field shows a countdown', async () => {
  const { page } = await openAsNew('Lola Locked');
  await page.goto('/#/security');
  const { secret } = await enrolTotp(page, PASSWORD);
  const before = await seconds();
  await draftRate(page, '1200');
  await openPublishDialog(page, 'Guessing');
  const dialog = page.getByRole('dialog');
  for (const guess of ['000001', '000002', '000003', '000004', '000005']) {
    const answer = page.waitForResponse(/policies\.publish/);
    await dialog.getByLabel('Authentication code').pressSequentially(guess);
    await answer;
    // Waits until the field is empty again; after the last code there is no field.
    if (guess !== '000005') await dialog.locator('input[name=totp]:not([readonly])[value=""]').waitFor();
  }
  const left = dialog.getByRole('timer');
  await left.waitFor();
  const first = await left.textContent();
  expect(first).toMatch(/^1[45]:\d\d$/);
  await expect.poll(async () => await left.textContent()).not.toBe(first);
  await expectAccessible(page, 'a dialog with a locked second factor');
  expect(await dialog.getByRole('button', { name: /^Publish version/ }).isDisabled()).toBe(true);

  // The lock is held by the server: the right code is refused on another page as well.
  await page.reload();
  await draftRate(page, '1200');
  await openPublishDialog(page, 'Guessing on');
  await left.waitFor();
  expect(totp(secret, 1)).toMatch(/^\d{6}$/);
  expect(await seconds()).toBe(before);
});
