import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { callDesk, launchBrowser, openDesk, type Session, signIn } from './desk.ts';
import { PageUser } from './pageUser.ts';
import { type Participants, JOBS } from './jobList.ts';

/*
 * How many clicks and keys ten everyday jobs take, each from the dashboard:
 *   node apps/admin/e2e/walk/jobs.ts [--base URL --email E-MAIL --password PASSWORD]
 * Without `--base` it starts a desk with demo data. It does the jobs for good: withdrawals are approved, money is
 * credited. Ends with 1 when a job cannot be done.
 */
const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    only: { type: 'string' },
  },
});
/** For screenshots of what failed. */
const OUT = resolve(import.meta.dirname, '../../../../test-results');
const COLLEAGUE = { email: `colleague${Date.now()}@paydesk.local`, password: 'a long enough password' };

const desk = await openDesk(values);
const browser = await launchBrowser();
try {
  const session = await signIn(browser, desk);
  await callDesk(session, 'staff.create', { ...COLLEAGUE, name: 'Colleague', role: 'approver' });
  const colleague = await signIn(browser, { ...desk, ...COLLEAGUE });
  say('clicks  keys  texts  job');
  for (const [name, run] of Object.entries(JOBS)) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    const staff = await atDashboard(browser, session);
    const people = [staff];
    const participants: Participants = {
      staff,
      callColleague: async () => {
        const called = await atDashboard(browser, colleague);
        people.push(called);
        return called;
      },
      call: (path, input) => callDesk(session, path, input),
    };
    try {
      await run(participants);
      const sum = (of: 'clicks' | 'keys' | 'texts') =>
        String(people.reduce((total, user) => total + user[of], 0));
      say(`${sum('clicks').padStart(6)}${sum('keys').padStart(6)}${sum('texts').padStart(7)}  ${name}`);
    } catch (error) {
      process.exitCode = 1;
      say(`cannot be done: ${name}: ${String(error)}`);
      await staff.page.screenshot({ path: join(OUT, `${name.replaceAll(/\W+/g, '-')}.png`) });
    }
    for (const { page } of people) await page.context().close();
  }
} finally {
  await browser.close();
  await desk.stop();
}

async function atDashboard(of: Browser, { base, state }: Session): Promise<PageUser> {
  const context = await of.newContext({
    baseURL: base,
    storageState: state,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto('/');
  await page.getByRole('region', { name: 'Waiting for you' }).waitFor();
  return new PageUser(page);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
