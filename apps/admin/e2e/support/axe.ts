import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { CONTRAST, disableAnimations, EVERYTHING, violations } from './axeViolations.ts';

/**
 * Fails if axe-core finds violations in light or dark colours; leaves the page in light colours.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await disableAnimations(page);
  expect(await violations(page, EVERYTHING), `${where}, light`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-colors="dark"]').waitFor();
  expect(await violations(page, CONTRAST), `${where}, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html[data-colors="light"]').waitFor();
}

/** The violations on a page in the colors that it has now. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  return await violations(page, EVERYTHING);
}
