import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { CONTRAST, disableAnimations, EVERYTHING, violations } from '../support/axeViolations.ts';
import { trackRequests, waitUntilQuiet } from '../support/quiet.ts';
import type { Session } from './desk.ts';

interface Walk extends Session {
  language: string;
  width: number;
  /** Addresses behind the `#`. */
  pages: string[];
  /** A folder for the screenshots. */
  out: string;
}

/** Opens each page in light and dark colours; returns what is wrong, one line each. */
export async function walkPages(browser: Browser, walk: Walk): Promise<string[]> {
  const context = await browser.newContext({
    baseURL: walk.base,
    storageState: walk.state,
    viewport: { width: walk.width, height: walk.width > 1000 ? 900 : 844 },
    colorScheme: 'light',
    locale: 'en-US',
  });
  await context.addInitScript(
    (language) => localStorage.setItem('paydesk.language', language),
    walk.language,
  );
  const page = await context.newPage();
  trackRequests(page);
  const problems: string[] = [];
  let where = '';
  const report = (problem: string) => problems.push(`${walk.language} ${walk.width} /${where}: ${problem}`);
  watchErrors(page, walk.base, report);
  for (const path of walk.pages) {
    where = path;
    await page.goto(`/#/${path}`);
    await waitUntilReady(page);
    await disableAnimations(page);
    for (const problem of await problemsOf(page)) report(problem);
    for (const problem of await violations(page, EVERYTHING)) report(problem);
    const file = join(
      walk.out,
      `${walk.language}-${walk.width}-${path.replaceAll(/\W+/g, '_') || 'dashboard'}`,
    );
    await page.screenshot({ path: `${file}-light.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-colors="dark"]').waitFor();
    for (const problem of await violations(page, CONTRAST)) report(`dark: ${problem}`);
    await page.screenshot({ path: `${file}-dark.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await context.close();
  return problems;
}

function watchErrors(page: Page, base: string, report: (problem: string) => void): void {
  page.on('pageerror', ({ message }) => report(`error ${message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') report(`console ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) report(`${response.status()} of ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url.startsWith('http') && !url.startsWith(base)) report(`asks ${url}`);
  });
}

const WAIT = { timeout: 15_000 };
const BUSY = 'main [role=progressbar], main .MuiSkeleton-root';

/** What is still loading after a while is a problem of the page. */
async function waitUntilReady(page: Page): Promise<void> {
  await page
    .locator('main h1')
    .first()
    .waitFor(WAIT)
    .catch(() => {});
  await waitUntilQuiet(page);
  await page
    .waitForFunction((selector) => document.querySelector(selector) === null, BUSY, WAIT)
    .catch(() => {});
}

/** What every page must have, whatever is on it. */
async function problemsOf(page: Page): Promise<string[]> {
  return await page.evaluate((busy) => {
    const found: string[] = [];
    const root = document.documentElement;
    const sideways = root.scrollWidth - root.clientWidth;
    if (sideways > 0) found.push(`scrolls sideways by ${sideways} px`);
    if (!/\S.* · \S/.test(document.title)) found.push(`title "${document.title}"`);
    const headings = document.querySelectorAll('h1');
    if (headings.length !== 1) found.push(`${headings.length} main headings`);
    if (document.querySelector(busy)) found.push('still loading');
    const key = /["'>]ra\.\w+\.\w+/.exec(document.body.outerHTML);
    if (key) found.push(`a key instead of a text: ${key[0]}`);
    return found;
  }, BUSY);
}
