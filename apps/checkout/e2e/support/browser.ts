import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';

let browser: Promise<Browser> | undefined;

/** The folder for screenshots, from `CHECKOUT_PICTURES`; they are not compared. */
const pictures = process.env.CHECKOUT_PICTURES;
export const isPictured = pictures !== undefined;

export interface OpenPage {
  page: Page;
  /** Uncaught errors and console errors, including violations of the content security policy. */
  problems: string[];
  /** Every host that received a request. */
  hosts: Set<string>;
}

/** A new browser context that records errors and hosts. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  browser ??= launch();
  const context = await (
    await browser
  ).newContext({ viewport: { width: 1100, height: 900 }, locale: 'en-US', ...options });
  onTestFinished(async () => await context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:') hosts.add(host);
  });
  await page.goto(url);
  return { page, problems, hosts };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations of WCAG 2.2 A and AA that axe-core finds, one line each: the rule and the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated, because the page's policy allows no added scripts.
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    const { axe: engine } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await engine.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** Saves a screenshot of the whole page if `CHECKOUT_PICTURES` is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

async function launch(): Promise<Browser> {
  const launched = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  afterAll(async () => await launched.close());
  return launched;
}
