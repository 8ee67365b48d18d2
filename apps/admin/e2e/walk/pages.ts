import type { Browser } from 'playwright-core';
import { trackRequests, waitUntilQuiet } from '../support/quiet.ts';
import type { Session } from './desk.ts';

/** Pages that the menu does not have. */
const OTHERS = [
  '',
  'payments/create',
  'withdrawals/create',
  'users/create',
  'currencies/create',
  'policies/create',
  'security',
  'nowhere/at/all',
];

/** The address of every page behind the `#`: of each list the page of its first row too, and of a currency its form. */
export async function findPages(browser: Browser, { base, state }: Session): Promise<string[]> {
  const context = await browser.newContext({
    baseURL: base,
    storageState: state,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  trackRequests(page);
  await page.goto('/');
  await page.getByRole('menuitem').first().waitFor();
  const menu = await page
    .locator('[role=menuitem][href^="#/"]')
    .evaluateAll((items) => items.map((item) => (item.getAttribute('href') ?? '').slice('#/'.length)));
  const found = [...OTHERS];
  for (const resource of [...menu.filter((path) => path !== ''), 'webhookDeliveries']) {
    found.push(resource);
    await page.goto(`/#/${resource}`);
    await waitUntilQuiet(page);
    const link = page.locator(`main a[href^="#/${resource}/"][href$="/show"]`).first();
    if ((await link.count()) === 0) continue;
    const show = ((await link.getAttribute('href')) ?? '').slice('#/'.length);
    found.push(show);
    if (resource === 'currencies') found.push(show.replace(/\/show$/, ''));
  }
  await context.close();
  return found;
}
