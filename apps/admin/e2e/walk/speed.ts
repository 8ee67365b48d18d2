import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser, openDesk, type Session, signIn } from './desk.ts';

/*
 * How long deep links to lists take until the first row is there, with the CPU four times slower:
 *   node apps/admin/e2e/walk/speed.ts [--base URL --email E-MAIL --password PASSWORD] [--runs 5] [--language de]
 *     [--lists payments,withdrawals,users] [--slowdown 4]
 * Cold: with an empty cache; warm: with the files of an earlier visit; again: at the third, when the browser may have
 * kept the compiled code, too. The milliseconds of a busy machine say little, and its load is printed with them; those
 * of the CPU are of the page's main thread alone, in all and in its scripts and layouts, and slowed down as well.
 */
const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    runs: { type: 'string', default: '5' },
    lists: { type: 'string', default: 'payments,withdrawals,users' },
    slowdown: { type: 'string', default: '4' },
    language: { type: 'string', default: 'en' },
  },
});

const VISITS = ['cold', 'warm', 'again'] as const;

interface Visit {
  elapsed: number;
  cpu: number;
  scripts: number;
  layouts: number;
}

const desk = await openDesk(values);
const browser = await launchBrowser();
try {
  const session = await signIn(browser, desk);
  for (const list of values.lists.split(',')) {
    const runs: Visit[][] = [];
    for (let run = 0; run < Number(values.runs); run += 1) runs.push(await visit(browser, session, list));
    VISITS.forEach((name, index) =>
      report(
        `${list}, ${name}`,
        runs.map((run) => run[index] ?? none),
      ),
    );
  }
} finally {
  await browser.close();
  await desk.stop();
}

/** One after the other, in a new browser profile. */
async function visit(of: Browser, { base, state }: Session, list: string): Promise<Visit[]> {
  const context = await of.newContext({ baseURL: base, storageState: state, locale: 'en-US' });
  await context.addInitScript(
    (language) => localStorage.setItem('paydesk.language', language),
    values.language,
  );
  const visits: Visit[] = [];
  for (const _visit of VISITS) visits.push(await untilFirstRow(context, list));
  await context.close();
  return visits;
}

async function untilFirstRow(context: BrowserContext, list: string): Promise<Visit> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slowdown) });
  const metrics = async () => {
    const { metrics: all } = await devtools.send('Performance.getMetrics');
    return (...names: string[]) =>
      names.reduce((sum, wanted) => sum + (all.find(({ name }) => name === wanted)?.value ?? 0), 0) * 1000;
  };
  const before = await metrics();
  const start = performance.now();
  await page.goto(`/#/${list}`, { waitUntil: 'commit' });
  await page.locator('tr[data-row]').first().waitFor({ timeout: 60_000 });
  const elapsed = performance.now() - start;
  const after = await metrics();
  await page.close();
  return {
    elapsed,
    cpu: after('ThreadTime') - before('ThreadTime'),
    scripts: after('ScriptDuration'),
    layouts: after('LayoutDuration', 'RecalcStyleDuration'),
  };
}

const none: Visit = { elapsed: 0, cpu: 0, scripts: 0, layouts: 0 };

function report(name: string, visits: Visit[]): void {
  const of = (field: keyof Visit) => visits.map((one) => Math.round(one[field])).toSorted((a, b) => a - b);
  const median = (field: keyof Visit) => of(field)[Math.floor(visits.length / 2)] ?? 0;
  process.stdout.write(
    `${name}: ${median('elapsed')} ms, of ${of('elapsed').join(', ')}; CPU ${median('cpu')} ms ` +
      `(scripts ${median('scripts')}, layouts ${median('layouts')}); load ${loadavg()[0]?.toFixed(1)}\n`,
  );
}
