import type { Page } from 'playwright-core';

/** Counts what the person presses in this page from now on; the page must not be reloaded meanwhile. */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    addEventListener('click', (event) => event.isTrusted && event.detail > 0 && (counted.clicks += 1), true);
  });
  return async () => await page.evaluate(() => (window as unknown as { clicks: number }).clicks);
}
