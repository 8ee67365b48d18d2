import { expect, test } from 'vitest';
import { expectAccessible } from './support/axe.ts';
import { openPage, signIn } from './support/browser.ts';
import { staffClient } from './support/staffClient.ts';
import { totp } from './support/totp.ts';

const TINA = { email: 'tina@paydesk.local', password: 'a long enough password' };

test('a second factor is set up and required at the next sign-in, and a recovery code works once', async () => {
  await staffClient().staff.create.mutate({ ...TINA, name: 'Tina Twofactor', role: 'viewer' });
  const { page } = await openPage();
  await page.goto('/');
  await page.getByLabel('E-mail').waitFor();
  await expectAccessible(page, 'the login page');
  await signIn(page, TINA);

  await page.goto('/#/security');
  await page.getByRole('button', { name: 'Set up authenticator app' }).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(page, 'the dialog before the set-up of the second factor');
  await dialog.getByLabel('Your password').fill(TINA.password);
  await dialog.getByRole('button', { name: 'Show QR code' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  await expectAccessible(page, 'the set-up of the second factor');
  const secret =
    (await page
      .locator('.mono')
      .filter({ hasText: /^[A-Z2-7=]{16,}$/ })
      .first()
      .textContent()) ?? '';
  const backupCode =
    (await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').first().textContent()) ??
    '';
  await page.getByLabel('Authentication code').fill(totp(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('Signing in requires a code from your authenticator app.').waitFor();

  const enterPassword = async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('E-mail').fill(TINA.email);
    await page.getByLabel('Password', { exact: true }).fill(TINA.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await enterPassword();
  await page.getByLabel('Authentication code').fill('000000');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('alert').filter({ hasText: /code/i }).waitFor();
  await expectAccessible(page, 'the second step of signing in');
  await page.getByLabel('Authentication code').fill(totp(secret, 1));
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();

  await page.goto('/#/security');
  await enterPassword();
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(backupCode);
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('heading', { name: 'Security' }).waitFor();
  expect(page.url()).toContain('/security');
});
