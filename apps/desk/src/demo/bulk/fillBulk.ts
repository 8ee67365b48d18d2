import {
  addFigureChanges,
  type AppContext,
  createAppContext,
  createPayment,
  recordAudit,
  sealAudit,
  sealKeyOf,
  sealLedger,
  sequenceEvents,
  systemActor,
} from '@paydesk/server/domain';
import type { Settings } from '@paydesk/server/settings';
import { createSimulator } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { simulatorOptions } from '../../simulator/startSimulator.ts';
import { connectWithFastCommits } from '../connectWithFastCommits.ts';
import type { Login } from '../demoContext.ts';
import { PAYOUT_CURRENCIES } from '../demoCurrencies.ts';
import { DemoRefused } from '../demoRefused.ts';
import { providerOf } from '../providerOf.ts';
import { seedCurrencies } from '../seedCurrencies.ts';
import { seededRandom } from '../seededRandom.ts';
import { seedStaff } from '../seedStaff.ts';
import { EXTERNAL_PREFIX, pickUser, usd, type Business } from './business.ts';
import { planBulk, sizeOfBatch, type BulkPlan } from './bulkPlan.ts';
import { fillBatch } from './fillBatch.ts';
import { FILLED, readProgress, resumeBusiness } from './resumeBusiness.ts';

/** Shown while it works: how many of how many postings are there, or what follows them. */
export type BulkProgress = (text: string) => void;

/** One connection fills; others give events their numbers and seal what is there. */
const CONNECTIONS = 4;
const MOST_OPEN_PAYMENTS = 300;
const FILLED_BY = systemActor('demo');

/**
 * Fills an empty desk with many rows: `rows` postings of the ledger, and users, payments, withdrawals, audit entries and
 * reports of the provider in proportion, over a year and a half. They go through the desk's own functions and guards
 * in large statements, so that `paydesk verify` passes at every moment; no provider has seen their payments. Each batch
 * is one database transaction: after an interruption the same call goes on where it stopped.
 *
 * @throws DemoRefused when the desk has a real provider, or rows that this did not make, or another number was begun
 */
export async function fillBulk(
  settings: Settings,
  knex: Knex,
  rows: number,
  onProgress: BulkProgress = () => {},
): Promise<{ colleague: Login | null }> {
  if (!settings.provider.simulated)
    throw new DemoRefused('Demo data needs the simulator: this desk is connected to the real provider.');
  const progress = await readProgress(knex);
  await refuseForeignRows(knex, rows, progress?.rows ?? null);
  const plan = planBulk(rows, progress?.endAt ?? Date.now());
  const simulator = createSimulator({
    ...simulatorOptions(settings),
    timers: false,
    ipnDelivery: () => ({ status: 200 }),
  });
  const provider = providerOf(settings, simulator, Date.now);
  const pool = connectWithFastCommits(knex, CONNECTIONS);
  try {
    simulator.start();
    const ctx = createAppContext(settings, pool, pino({ level: 'silent' }), { provider });
    const { business, colleague } = await prepare(ctx, progress === null);
    const follower = follow(ctx);
    try {
      await fillBatches(ctx, business, { plan, from: progress?.batches ?? 0 }, onProgress);
      onProgress('creating payments that are open now');
      await createOpenPayments(ctx, business, plan);
    } finally {
      onProgress('numbering events and sealing');
      await follower.end();
    }
    return { colleague };
  } finally {
    provider.close();
    await pool.destroy();
    await simulator.close();
  }
}

async function refuseForeignRows(knex: Knex, rows: number, begun: number | null): Promise<void> {
  const { rows: found } = await knex.raw<{ rows: { foreign: boolean }[] }>(
    begun === null
      ? 'select exists (select from users) or exists (select from payments) as foreign'
      : 'select exists (select from users where not starts_with(external_id, :prefix)) as foreign',
    { prefix: EXTERNAL_PREFIX },
  );
  if (found[0]?.foreign !== false)
    throw new DemoRefused('This desk has customers already: demo data goes into an empty one only.');
  if (begun !== null && begun !== rows)
    throw new DemoRefused(`This desk was begun with ${begun} rows: give --rows ${begun} to go on.`);
}

async function prepare(
  ctx: AppContext,
  isNew: boolean,
): Promise<{ business: Business; colleague: Login | null }> {
  const { colleague, ...staff } = await seedStaff(ctx);
  const currencies = await seedCurrencies(ctx, staff.admin);
  return { business: await resumeBusiness(ctx.knex, { ...staff, currencies }, isNew), colleague };
}

async function fillBatches(
  { knex }: AppContext,
  business: Business,
  { plan, from }: { plan: BulkPlan; from: number },
  onProgress: BulkProgress,
): Promise<void> {
  const startedAt = performance.now();
  let [done, doneHere, payments] = [0, 0, 0];
  for (let batch = 0; batch < plan.batches; batch += 1) {
    const size = sizeOfBatch(plan, batch);
    if (batch >= from) {
      const random = seededRandom(`bulk ${batch}`);
      await knex.transaction(async (trx) => {
        await fillBatch(trx, business, size, { random, now: plan.endAt, first: payments });
        await recordAudit(trx, {
          action: FILLED,
          actor: FILLED_BY,
          subjectKind: 'system',
          subjectId: null,
          after: { rows: plan.rows, batches: batch + 1, of: plan.batches, endAt: plan.endAt },
          at: new Date(size.endAt),
        });
      });
      doneHere += size.postings;
    }
    done += size.postings;
    payments += size.payments;
    const perSecond = Math.round(doneHere / ((performance.now() - startedAt) / 1000));
    onProgress(`${done} of ${plan.rows} postings, ${perSecond} a second`);
  }
}

/** Made by the desk's own command: the simulator knows them, and the worker follows them. */
async function createOpenPayments(ctx: AppContext, business: Business, { rows }: BulkPlan): Promise<void> {
  const random = seededRandom('open payments');
  const wanted = Math.min(MOST_OPEN_PAYMENTS, Math.ceil(rows / 2000));
  const { count } = await ctx
    .knex('payments')
    .where({ status: 'pending' })
    .count()
    .first<{ count: string }>();
  for (let made = Number(count); made < wanted; made += 1)
    await createPayment(ctx, business.shop, {
      userId: pickUser(business, random).id,
      amountUsd: usd(BigInt(random.between(20, 400) * 100)),
      currencyCode: random.pick(PAYOUT_CURRENCIES),
      description: 'Wallet top-up',
    });
}

/** Does beside the filling what server and worker do on a running desk; `end` waits until nothing is left. */
function follow(ctx: AppContext): { end(): Promise<void> } {
  const key = sealKeyOf(ctx.settings.seals.secret);
  let isEnding = false;
  const round = async () =>
    (await sequenceEvents(ctx)) +
    (await addFigureChanges(ctx)) +
    (await sealAudit(ctx.knex)) +
    (await sealLedger(ctx.knex, key)).seals.length;
  const work = (async () => {
    for (;;) {
      const last = isEnding;
      if ((await round()) > 0) continue;
      if (last && !(await isWaiting(ctx.knex))) return;
      await new Promise((later) => setTimeout(later, 100));
    }
  })();
  // The caller hears of a failure at the end.
  work.catch(() => {});
  return {
    async end() {
      isEnding = true;
      await work;
    },
  };
}

/** Some waits for transactions of others that began before it: nothing is moved past them. */
async function isWaiting(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { waiting: boolean }[] }>(
    `select exists (select from event_outbox) or exists (select from figure_changes)
       or exists (select from seal_queue) as waiting`,
  );
  return rows[0]?.waiting === true;
}
