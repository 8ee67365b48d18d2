import type { Page, Request } from 'playwright-core';

const pending = new WeakMap<Page, Set<Request>>();

/** The stream of events is open all the time, and not counted. */
export function trackRequests(page: Page): void {
  const requests = new Set<Request>();
  pending.set(page, requests);
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
}

/** Waits until the page has waited for no answer for so long, half a second by default. */
export async function waitUntilQuiet(page: Page, quietMs = 500): Promise<void> {
  for (let quietSince = Date.now(); Date.now() - quietSince < quietMs;) {
    if ((pending.get(page)?.size ?? 0) > 0) quietSince = Date.now();
    await page.waitForTimeout(50);
  }
}
