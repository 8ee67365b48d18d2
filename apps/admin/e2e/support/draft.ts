import type { Page } from 'playwright-core';

/** Opens the editor of the policy and waits until it knows the one in force. */
export async function openEditor(page: Page): Promise<void> {
  await page.goto('/#/policies/create');
  await page.getByLabel('New addresses wait').waitFor();
}

/** Changes one harmless rule: how long the rate stays good, in seconds. */
export async function draftRate(page: Page, seconds: string): Promise<void> {
  await openEditor(page);
  await page.getByLabel('The rate stays good for').fill(seconds);
}

/** Opens the dialog that publishes, with a reason, and without a back-test where none was run. */
export async function askToPublish(page: Page, why: string): Promise<void> {
  const skip = page.getByLabel('Publish without a back-test');
  if (await skip.isVisible()) await skip.check();
  await page.getByRole('main').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Why').fill(why);
}
