import type { Page } from 'playwright-core';

/** Opens the policy editor and waits until the current policy is loaded. */
export async function openEditor(page: Page): Promise<void> {
  await page.goto('/#/policies/create');
  await page.getByLabel('Delay for new addresses').waitFor();
}

/** Changes a harmless rule: how long a rate is valid, in seconds. */
export async function draftRate(page: Page, seconds: string): Promise<void> {
  await openEditor(page);
  await page.getByLabel('Rate valid for').fill(seconds);
}

/** Opens the publish dialog and enters a reason; skips the back-test if none was run. */
export async function openPublishDialog(page: Page, why: string): Promise<void> {
  const skip = page.getByLabel('Publish without a back-test');
  if (await skip.isVisible()) await skip.check();
  await page.getByRole('main').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Why').fill(why);
}
