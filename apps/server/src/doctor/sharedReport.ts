import type { doctorOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { groupOf, runDoctor } from './runDoctor.ts';

type Report = z.infer<typeof doctorOutput>;

/** A person waits for it: no check may take as long as on the command line. */
const CHECK_MS = 5_000;
const TOTAL_MS = 20_000;

/** Milliseconds from the end of one run to the next one that somebody asks for, and to the next one at all. */
const AGAIN_MS = 15_000;
const FRESH_MS = 60_000;

const running = new WeakMap<AppContext, Promise<Report>>();
const last = new WeakMap<AppContext, { report: Report; endedAt: number }>();

/**
 * The doctor's report, as this server sees it. All who ask share one run and its result: however many people press
 * “check again”, the provider and the database are asked once in fifteen seconds.
 */
export async function sharedReport(app: AppContext, { again }: { again: boolean }): Promise<Report> {
  const known = last.get(app);
  // By a clock that does not jump.
  const age = performance.now() - (known?.endedAt ?? Number.NEGATIVE_INFINITY);
  if (known !== undefined && age < (again ? AGAIN_MS : FRESH_MS)) return known.report;
  const run = running.get(app) ?? runOnce(app);
  running.set(app, run);
  return await run;
}

async function runOnce(app: AppContext): Promise<Report> {
  try {
    const checks = await runDoctor(app.settings, app.knex, { checkMs: CHECK_MS, totalMs: TOTAL_MS });
    const now = app.clock.now();
    const report = {
      checkedAt: now.toISOString(),
      againAt: new Date(now.getTime() + AGAIN_MS).toISOString(),
      checks: checks.map((check) => ({ ...check, group: groupOf(check.name) })),
    };
    last.set(app, { report, endedAt: performance.now() });
    return report;
  } finally {
    running.delete(app);
  }
}
