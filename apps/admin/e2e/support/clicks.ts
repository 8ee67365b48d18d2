import type { Page } from 'playwright-core';

/** Counts the clicks in this page from now on; the page must not be reloaded. */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    addEventListener('click', (event) => event.isTrusted && event.detail > 0 && (counted.clicks += 1), true);
  });
  return async () => await page.evaluate(() => (window as unknown as { clicks: number }).clicks);
}
