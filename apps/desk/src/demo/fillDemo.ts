import { type AppContext, checkDuePayments, createAppContext, User } from '@paydesk/server/domain';
import type { Settings } from '@paydesk/server/settings';
import { createSimulator, type Simulator } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { simulatorOptions } from '../simulator/startSimulator.ts';
import { connectWithFastCommits } from './connectWithFastCommits.ts';
import type { DemoContext, Login } from './demoContext.ts';
import { DemoRefused } from './demoRefused.ts';
import { WALK_STEP_MS } from './depositScenarios.ts';
import { DEMO_DAYS } from './plan.ts';
import { providerOf } from './providerOf.ts';
import { requestFeeChange } from './requestFeeChange.ts';
import { planCustomers, scheduleScenarios } from './scheduleScenarios.ts';
import { seedCurrencies } from './seedCurrencies.ts';
import { seededRandom } from './seededRandom.ts';
import { seedStaff } from './seedStaff.ts';
import { DAY, MAX_PARALLEL, scenarioTime, Timeline } from './timeline.ts';

/** Payments are checked in this many loops at once. */
const CHECKERS = 4;

/**
 * Fills an empty desk with two months of business: customers, deposits, purchases and withdrawals in every
 * state. All of it is done by the product's own commands, with a clock that runs from sixty days ago to now.
 * The provider is a simulator in this process; the desk's own simulator continues with its journal, so that
 * what is on its way at the end arrives in the hour after.
 *
 * @param onProgress receives how many of how many scenarios have begun, and the simulated day
 * @returns a second person's account, to try out what takes two
 * @throws DemoRefused when the desk has customers already, or a real provider
 */
export async function fillDemo(
  settings: Settings,
  knex: Knex,
  onProgress: (done: number, total: number, day: string) => void = () => {},
): Promise<Login | null> {
  if (!settings.provider.simulated)
    throw new DemoRefused('Demo data needs the simulator: this desk is connected to the real provider.');
  if ((await User.query(knex).resultSize()) > 0)
    throw new DemoRefused('This desk has customers already: demo data goes into an empty one only.');
  const endAt = Date.now();
  const random = seededRandom('provider');
  // Outside of all scenarios it is the first day, until the last scenario has ended.
  let timeOutside: () => number = () => endAt - DEMO_DAYS * DAY;
  const now = () => scenarioTime() ?? timeOutside();
  const simulator = createSimulator({
    ...simulatorOptions(settings),
    now,
    timers: false,
    stepMs: WALK_STEP_MS,
    random: random.next,
    ipnDelivery: () => ({ status: 200 }),
  });
  const provider = providerOf(settings, simulator, now);
  const pool = connectWithFastCommits(knex, MAX_PARALLEL);
  try {
    simulator.start();
    const ctx = createAppContext(settings, pool, pino({ level: 'silent' }), {
      provider,
      clock: { now: () => new Date(now()), elapsedMs: now },
    });
    const colleague = await runScenarios(ctx, simulator, endAt, onProgress);
    timeOutside = Date.now;
    await catchUp(ctx, simulator);
    return colleague;
  } finally {
    provider.close();
    await pool.destroy();
    await simulator.close();
  }
}

async function runScenarios(
  ctx: AppContext,
  simulator: Simulator,
  endAt: number,
  onProgress: (done: number, total: number, day: string) => void,
): Promise<Login | null> {
  const startAt = endAt - DEMO_DAYS * DAY;
  const staff = await seedStaff(ctx);
  const currencies = await seedCurrencies(ctx, staff.admin);
  const timeline = new Timeline(ctx, endAt);
  const demo: DemoContext = {
    ...staff,
    currencies,
    timeline,
    simulator,
    startAt,
    endAt,
    customers: planCustomers(startAt, endAt),
  };
  let done = 0;
  const total = scheduleScenarios(demo, ctx.settings, (run) => {
    done += 1;
    onProgress(done, total, new Date(run.now()).toISOString().slice(0, 10));
  });
  await timeline.run();
  await requestFeeChange(ctx, demo);
  return staff.colleague;
}

/**
 * Does what the worker would find overdue: every open payment is checked once, and its next check is in the
 * future.
 */
async function catchUp(ctx: AppContext, simulator: Simulator): Promise<void> {
  await simulator.tick();
  const check = async () => {
    while ((await checkDuePayments(ctx)) > 0);
  };
  await Promise.all(Array.from({ length: CHECKERS }, check));
}
