import type { Locator, Page } from 'playwright-core';
import { expectAccessible } from './axe.ts';

/**
 * Opens a command's dialog, checks its accessibility, fills its inputs by label, submits it and waits until it closes.
 */
export async function runCommand(
  page: Page,
  button: string | RegExp,
  inputs: Record<string, string> = {},
  more?: (dialog: Locator) => Promise<void>,
): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await expectAccessible(page, `the dialog of "${String(button)}"`);
  await more?.(dialog);
  for (const [label, value] of Object.entries(inputs)) await dialog.getByLabel(label).fill(value);
  const submit = dialog.locator('button[type=submit]');
  await submit.click();
  // Another dialog may follow, with a secret to copy.
  await submit.waitFor({ state: 'hidden' });
}

/** Chooses an option of a MUI select, whose list opens as a popover. */
export async function choose(
  page: Page,
  dialog: Locator,
  label: string,
  option: string | RegExp,
): Promise<void> {
  await dialog.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}
