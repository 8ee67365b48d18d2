import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { freePort } from '../../../../packages/embedded-database/src/freePort.ts';
import { type OpenDesk, openDesk } from './desk.ts';

/*
 * Lighthouse's mobile profile for the sign-in page and, signed in, the list of payments, both with an empty cache:
 *   pnpm drill lighthouse [--base URL --email E-MAIL --password PASSWORD] [--runs 3]
 * Fails when the median performance of a page is below 0.90, or when an audit of accessibility or best practices does
 * not pass. Needs the program: npm install --global lighthouse.
 */
const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    runs: { type: 'string', default: '3' },
  },
});

const LEAST_PERFORMANCE = 0.9;
/** How `pnpm drill` says that it could not run. */
const NOT_RUN = 3;

interface Report {
  categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
}

const lighthouse = findLighthouse() ?? endWithout();

const desk = await openDesk(values);
const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
try {
  const pages = [
    { name: 'sign-in page', profile: join(folder, 'signed-out'), url: desk.base },
    { name: 'list of payments', profile: await signedInProfile(desk), url: `${desk.base}/#/payments` },
  ];
  for (const { name, profile, url } of pages) {
    const reports: Report[] = [];
    for (let run = 0; run < Number(values.runs); run += 1)
      reports.push(await measure(profile, url, join(folder, `${run}.json`)));
    judge(name, reports);
  }
} finally {
  await desk.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Where npm installs programs is not always in the path. */
function findLighthouse(): string | undefined {
  const folder = spawnSync('npm', ['prefix', '--global'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  return ['lighthouse', join(folder, 'bin/lighthouse')].find(
    (program) => spawnSync(program, ['--version']).status === 0,
  );
}

function endWithout(): never {
  process.stderr.write(
    'NOT RUN: lighthouse cannot be started. Install it: npm install --global lighthouse\n',
  );
  process.exit(NOT_RUN);
}

/** A browser profile of somebody who has signed in, and was here before. */
async function signedInProfile({ base, email, password }: OpenDesk): Promise<string> {
  const profile = join(folder, 'person');
  const context = await playwright.launchPersistentContext(profile, {
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  const page = await context.newPage();
  await page.goto(base);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor({ timeout: 60_000 });
  await context.close();
  return profile;
}

/** One report, by a browser of its own with that profile and an empty cache. */
async function measure(profile: string, url: string, path: string): Promise<Report> {
  const port = await freePort(null);
  const cache = mkdtempSync(join(folder, 'cache-'));
  const browser = spawn(
    await chromium.executablePath(),
    ['--no-sandbox', '--headless', `--remote-debugging-port=${port}`, `--user-data-dir=${profile}`].concat(
      `--disk-cache-dir=${cache}`,
      'about:blank',
    ),
    { stdio: 'ignore' },
  );
  try {
    await listening(port);
    // Else it would sign the person out.
    const words = [url, '--port', String(port), '--disable-storage-reset', '--quiet', '--output', 'json'];
    const only = '--only-categories=performance,accessibility,best-practices';
    const { status, stderr } = spawnSync(lighthouse, [...words, only, '--output-path', path]);
    if (status !== 0) throw new Error(`lighthouse: ${stderr.toString()}`);
  } finally {
    await end(browser);
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/json/version`);
      return;
    } catch {
      await new Promise((later) => setTimeout(later, 100));
    }
  }
  throw new Error('the browser did not start');
}

async function end(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null) return;
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  browser.kill('SIGKILL');
  await ended;
}

function judge(name: string, reports: readonly Report[]): void {
  const scores = reports
    .map(({ categories }) => categories['performance']?.score ?? 0)
    .toSorted((a, b) => a - b);
  const performance = scores[Math.floor(scores.length / 2)] ?? 0;
  const [report] = reports;
  const shown = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time']
    .concat('cumulative-layout-shift', 'speed-index')
    .map((id) => `${report?.audits[id]?.title}: ${report?.audits[id]?.displayValue}`);
  const failed = ['accessibility', 'best-practices'].flatMap((category) =>
    (report?.categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (report?.audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${category}: ${report?.audits[id]?.title}`),
  );
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(`${name}: performance ${performance}, of ${scores.join(', ')}; load ${load}\n`);
  for (const line of [...shown, ...failed]) process.stdout.write(`  ${line}\n`);
  if (performance < LEAST_PERFORMANCE || failed.length > 0) process.exitCode = 1;
}
