import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, expect, inject, onTestFailed } from 'vitest';
import { STAFF } from './desk.ts';

let browser: Promise<Browser> | undefined;

export interface OpenPage {
  page: Page;
  /** What went wrong in the page so far: uncaught errors and errors on its console. */
  problems: string[];
  /** Hosts that the page has asked for anything. */
  hosts: Set<string>;
}

/** A page of a fresh browser context, watched for errors and foreign hosts. */
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

/** A page of the first admin, who has signed in before; waits for the dashboard. */
export async function openAsAdmin(options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage(options);
  const url = inject('deskUrl');
  const cookies = inject('staffCookie')
    .split('; ')
    .map((pair) => ({
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
 * Keeps what the page shows when the running test fails; a page that was opened before the tests is watched
 * in each of them.
 */
export function watchFailure(page: Page): void {
  onTestFailed(async ({ task }) => await keepEvidence(page, task.name));
}

/** What a failed test saw last, in test-results/. */
async function keepEvidence(page: Page, name: string): Promise<void> {
  const folder = resolve(import.meta.dirname, '../../../../test-results');
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, name.slice(0, 60).replaceAll(/\W+/g, '-'));
  await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {});
  const seen = await page
    .locator('body')
    .ariaSnapshot()
    .catch(() => 'the page was gone');
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
