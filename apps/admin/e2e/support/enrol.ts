import type { Page } from 'playwright-core';
import { totp } from './totp.ts';

/**
 * Sets up the authenticator app on the security page, which must be open; gives the secret and the recovery
 * codes.
 */
export async function enrolTotp(
  page: Page,
  password: string,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  await page.getByRole('button', { name: 'Set up the authenticator app' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Show the code to scan' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  const secret =
    (await page
      .locator('.mono')
      .filter({ hasText: /^[A-Z2-7=]{16,}$/ })
      .first()
      .textContent()) ?? '';
  const recoveryCodes = await page
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  await page.getByLabel('Authentication code').fill(totp(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('Signing in asks for a code of your authenticator app.').waitFor();
  return { secret, recoveryCodes };
}

/** Adds a passkey on the security page, which must be open and have an authenticator plugged in. */
export async function enrolPasskey(page: Page, password: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the device').fill(name);
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Make the passkey' }).click();
  await page.getByRole('list', { name: 'Your passkeys' }).getByText(name).waitFor();
}
