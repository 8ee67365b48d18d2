import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser, openDesk, type Session, signIn } from './desk.ts';

/*
 * How long a deep link to the list of payments takes until its first row is there, with the CPU four times slower:
 *   node apps/admin/e2e/walk/speed.ts [--base URL --email E-MAIL --password PASSWORD] [--runs 5] [--language de]
 * Cold: with an empty cache; warm: with the files of an earlier visit. Figures of a busy machine say little: its load
 * is printed with them.
 */
const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    runs: { type: 'string', default: '5' },
    slowdown: { type: 'string', default: '4' },
    language: { type: 'string', default: 'en' },
  },
});

const desk = await openDesk(values);
const browser = await launchBrowser();
try {
  const session = await signIn(browser, desk);
  const cold: number[] = [];
  const warm: number[] = [];
  for (let run = 0; run < Number(values.runs); run += 1) {
    const [first, again] = await visitTwice(browser, session);
    cold.push(first);
    warm.push(again);
  }
  for (const [name, times] of Object.entries({ cold, warm }))
    process.stdout.write(
      `${name}: ${median(times)} ms, of ${times.toSorted((a, b) => a - b).join(', ')}; load ${loadavg()[0]?.toFixed(1)}\n`,
    );
} finally {
  await browser.close();
  await desk.stop();
}

/** Milliseconds until the first row, in a new browser profile and again in the same one. */
async function visitTwice(of: Browser, { base, state }: Session): Promise<[number, number]> {
  const context = await of.newContext({ baseURL: base, storageState: state, locale: 'en-US' });
  await context.addInitScript(
    (language) => localStorage.setItem('paydesk.language', language),
    values.language,
  );
  const visit = async () => {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slowdown) });
    const start = performance.now();
    await page.goto('/#/payments', { waitUntil: 'commit' });
    await page.locator('tr[data-row]').first().waitFor({ timeout: 60_000 });
    const took = Math.round(performance.now() - start);
    await page.close();
    return took;
  };
  const times: [number, number] = [await visit(), await visit()];
  await context.close();
  return times;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
