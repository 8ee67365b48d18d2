import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

/**
 * Counts the keys pressed in this page from now on; the page must not be reloaded. A held modifier counts as a key, and
 * what is typed into an input as text does not.
 */
export async function countKeys(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { keys?: number };
    const isListening = counted.keys !== undefined;
    counted.keys = 0;
    if (isListening) return;
    const isText = ({ key, target, ctrlKey }: KeyboardEvent) =>
      key.length === 1 && !ctrlKey && target instanceof Element && target.matches('input, textarea');
    const count = (event: KeyboardEvent) => {
      if (event.isTrusted && !isText(event)) counted.keys = (counted.keys ?? 0) + 1;
    };
    addEventListener('keydown', count, true);
  });
  return async () => await page.evaluate(() => (window as unknown as { keys: number }).keys);
}

/** Waits until an element has the focus. */
export async function expectFocus(element: Locator): Promise<void> {
  await expect
    .poll(async () => await element.evaluate((found) => found === document.activeElement))
    .toBe(true);
}
