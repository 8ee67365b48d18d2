import type { Page } from 'playwright-core';
import { totp } from './totp.ts';

/**
 * Sets up the authenticator app on the open security page; returns the secret and the recovery codes.
 */
export async function enrolTotp(
  page: Page,
  password: string,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  await page.getByRole('button', { name: 'Set up authenticator app' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Show QR code' }).click();
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
  await page.getByText('Signing in requires a code from your authenticator app.').waitFor();
  return { secret, recoveryCodes };
}

/** Adds a passkey on the open security page, whose browser must have a virtual authenticator. */
export async function enrolPasskey(page: Page, password: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Device name').fill(name);
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Create passkey' }).click();
  await page.getByRole('list', { name: 'Your passkeys' }).getByText(name).waitFor();
}
