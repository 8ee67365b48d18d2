import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, expect, inject, onTestFailed } from 'vitest';
import { STAFF } from './desk.ts';
import { trackRequests } from './quiet.ts';

export { waitUntilQuiet } from './quiet.ts';

let browser: Promise<Browser> | undefined;

export interface OpenPage {
  page: Page;
  /** Errors in the page so far: uncaught ones and those on its console. */
  problems: string[];
  /** Hosts that the page has sent requests to. */
  hosts: Set<string>;
}

/** A page in a new browser context that records errors and contacted hosts. */
export async function openPage(options: BrowserContextOptions = {}): Promise<OpenPage> {
  browser ??= launch();
  const context = await (
    await browser
  ).newContext({ baseURL: inject('deskUrl'), viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  if (expect.getState().currentTestName !== undefined) watchFailure(page);
  const problems: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  trackRequests(page);
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http')) hosts.add(url.host);
  });
  return { page, problems, hosts };
}

/** Signs in, as the first admin by default, and waits for the dashboard. */
export async function signIn(page: Page, { email, password } = STAFF): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
}

/** A page with the session of the first admin; waits for the dashboard. */
export const openAsAdmin = async (options: BrowserContextOptions = {}): Promise<OpenPage> =>
  await openWithSession(inject('staffCookie'), options);

/** A page with a session that exists already; waits for the dashboard. */
export async function openWithSession(
  session: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const opened = await openPage(options);
  const url = inject('deskUrl');
  const cookies = session.split('; ').map((pair) => ({
    name: pair.slice(0, pair.indexOf('=')),
    value: pair.slice(pair.indexOf('=') + 1),
    url,
  }));
  await opened.page.context().addCookies(cookies);
  await opened.page.goto('/');
  await opened.page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  return opened;
}

/**
 * Saves what the page shows if the running test fails. Call it in each test for a page that was opened before.
 */
export function watchFailure(page: Page): void {
  onTestFailed(async ({ task }) => await saveEvidence(page, task.name));
}

/** Writes a screenshot to test-results/ and the page's accessibility tree to stderr. */
async function saveEvidence(page: Page, name: string): Promise<void> {
  const folder = resolve(import.meta.dirname, '../../../../test-results');
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, name.slice(0, 60).replaceAll(/\W+/g, '-'));
  await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {});
  const seen = await page
    .locator('body')
    .ariaSnapshot()
    .catch(() => 'the page was closed');
  process.stderr.write(`${seen}\n`);
}

async function launch(): Promise<Browser> {
  const launched = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  afterAll(async () => await launched.close());
  return launched;
}
