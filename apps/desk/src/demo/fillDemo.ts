import { createSimulator, type Simulator } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { pino } from 'pino';
import {
  type AppContext,
  checkDuePayments,
  createAppContext,
  createNowpaymentsClient,
  type NowpaymentsClient,
  User,
} from '@paydesk/server/domain';
import type { Settings } from '@paydesk/server/settings';
import { WALK_STEP_MS } from './depositStories.ts';
import { hireStaff } from './hireStaff.ts';
import { DAY, Lives, MOST_AT_ONCE, storyMoment } from './lives.ts';
import { openShop } from './openShop.ts';
import { DEMO_DAYS } from './plan.ts';
import { planCustomers, planStories } from './planStories.ts';
import { quickPool } from './quickPool.ts';
import { seededRandom } from './seededRandom.ts';
import { simulatorOptions } from '../simulator/startSimulator.ts';
import type { Login, Stage } from './stage.ts';

/** So many look after what is due at once. */
const CHECKERS = 4;

/** Why the demo was not filled in, in a sentence for a person. */
export class DemoRefused extends Error {}

/**
 * Fills an empty desk with two months of business: customers, deposits, purchases and withdrawals in every
 * state. All of it is done by the product's own verbs on a clock that runs from sixty days ago to now, with
 * the simulator as provider, whose journal the real one then goes on with: what is on its way at the end
 * arrives in the hour after.
 *
 * @param onProgress hears how many of how many stories have begun, and on what day
 * @returns a second person's account, to try out what takes two
 * @throws DemoRefused when the desk has customers already, or a real provider
 */
export async function fillDemo(
  settings: Settings,
  knex: Knex,
  onProgress: (done: number, total: number, what: string) => void = () => {},
): Promise<Login | null> {
  if (!settings.provider.simulated)
    throw new DemoRefused('Demo data needs the simulator: this desk is connected to the real provider.');
  if ((await User.query(knex).resultSize()) > 0)
    throw new DemoRefused('This desk has customers already: demo data goes into an empty one only.');
  const endAt = Date.now();
  const random = seededRandom('provider');
  // Outside of all stories it is the first day, until the last story has been told.
  let otherwise: () => number = () => endAt - DEMO_DAYS * DAY;
  const now = () => storyMoment() ?? otherwise();
  const simulator = createSimulator({
    ...simulatorOptions(settings),
    now,
    timers: false,
    stepMs: WALK_STEP_MS,
    random: random.next,
    ipnDelivery: () => ({ status: 200 }),
  });
  const provider = providerOf(settings, simulator, now);
  const pool = quickPool(knex, MOST_AT_ONCE);
  try {
    simulator.start();
    const ctx = createAppContext(settings, pool, pino({ level: 'silent' }), {
      provider,
      clock: { now: () => new Date(now()) },
    });
    const colleague = await tellStories(ctx, simulator, endAt, onProgress);
    otherwise = Date.now;
    await catchUp(ctx, simulator);
    return colleague;
  } finally {
    provider.close();
    await pool.destroy();
    await simulator.close();
  }
}

function providerOf({ provider }: Settings, simulator: Simulator, now: () => number): NowpaymentsClient {
  return createNowpaymentsClient({
    baseUrl: provider.baseUrl,
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    email: provider.login?.email,
    password: provider.login?.password,
    fetch: simulator.fetch,
    now,
  });
}

async function tellStories(
  ctx: AppContext,
  simulator: Simulator,
  endAt: number,
  onProgress: (done: number, total: number, what: string) => void,
): Promise<Login | null> {
  const startAt = endAt - DEMO_DAYS * DAY;
  const staff = await hireStaff(ctx);
  const currencies = await openShop(ctx, staff.admin);
  const lives = new Lives(ctx, endAt);
  const stage: Stage = {
    ...staff,
    currencies,
    lives,
    simulator,
    startAt,
    endAt,
    customers: planCustomers(startAt, endAt),
  };
  let done = 0;
  const total = planStories(stage, ctx.settings, (life) => {
    done += 1;
    onProgress(done, total, new Date(life.now()).toISOString().slice(0, 10));
  });
  await lives.run();
  return staff.colleague;
}

/**
 * Does what the worker would find overdue: every open payment is asked about once, and its next time lies
 * ahead.
 */
async function catchUp(ctx: AppContext, simulator: Simulator): Promise<void> {
  await simulator.tick();
  const check = async () => {
    while ((await checkDuePayments(ctx)) > 0);
  };
  await Promise.all(Array.from({ length: CHECKERS }, check));
}
