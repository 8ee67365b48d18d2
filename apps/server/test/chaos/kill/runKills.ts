import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDataDir } from '@paydesk/data-folder';
import { freePort, startScratchServer } from '@paydesk/embedded-database';
import type { PaymentRecord } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { insertApiKey } from '../../../src/auth/apiKeys.ts';
import { newId } from '../../../src/base/identifiers.ts';
import { readSettings } from '../../../src/base/settings.ts';
import { connectDatabase } from '../../../src/db/connect.ts';
import { CHAOS_SERVER_SETTINGS, createChaosDatabase, createTemplate } from '../desk/chaosDatabase.ts';
import { createRandom } from '../schedule/random.ts';
import { checkKilled } from './checkKilled.ts';
import { deskProcess } from './deskProcesses.ts';
import { payOnce, type Paid } from './payers.ts';

export interface KillReport {
  kills: number;
  payments: number;
  credited: number;
  problems: string[];
  seconds: number;
}

/**
 * How long, after the last kill, everything may take to come to its end: retries of notifications, claims and
 * the minute's cron.
 */
const DRAIN_MS = 240_000;
const PAYERS_PER_KILL = 3;

/**
 * Starts a real simulator, server and worker on a scratch database, lets payers order and pay all the time,
 * and kills server, worker or both with SIGKILL, each time a random moment after orders came in. Then every
 * payment must complete by itself, and the books must be right.
 */
export async function runKills(options: {
  kills: number;
  seed: number;
  log(line: string): void;
}): Promise<KillReport> {
  const startedAt = Date.now();
  const scratch = await startScratchServer(CHAOS_SERVER_SETTINGS);
  const dataDir = temporaryDataDir('kill');
  const stopping: (() => Promise<unknown>)[] = [
    async () => await scratch.stop(),
    async () => rmSync(dataDir, { recursive: true, force: true }),
  ];
  try {
    await createTemplate(scratch.url);
    const database = await createChaosDatabase(scratch.url);
    const [port, simulatorPort] = [await freePort(null), await freePort(null)];
    const env = environment({ databaseUrl: database.url, dataDir, port, simulatorPort });
    const knex = connectDatabase(database.url, { poolMax: 4 });
    stopping.unshift(async () => await knex.destroy());

    const [simulator, server, worker] = [
      deskProcess('simulator', env),
      deskProcess('server', env),
      deskProcess('worker', env),
    ];
    for (const process of [simulator, server, worker]) stopping.unshift(process.kill);
    await Promise.all([simulator.start(), server.start(), worker.start()]);

    const { key } = await insertApiKey(knex, {
      name: 'shop',
      scopes: ['payments.read', 'payments.create'],
      createdByStaffId: null,
    });
    const shop = {
      serverUrl: `http://localhost:${port}`,
      simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
      apiKey: key,
    };
    const random = createRandom(options.seed, 'kills');
    const users: string[] = [];
    const paying: Promise<Paid | Error>[] = [];
    // While the server runs for a fraction of a second at a time, no caller can expect an answer.
    let endOfKilling = Infinity;

    for (let kill = 1; kill <= options.kills; kill += 1) {
      for (let payer = 0; payer < PAYERS_PER_KILL; payer += 1) {
        const userId = newId();
        users.push(userId);
        await knex('users').insert({
          id: userId,
          external_id: `payer-${users.length}`,
          username: `payer ${users.length}`,
        });
        const order = {
          userId,
          key: `order-${users.length}`,
          random: random.fork(`payer ${users.length}`),
          deadline: () => endOfKilling + DRAIN_MS,
        };
        paying.push(
          sleep(random.int(0, 150))
            .then(() => payOnce(shop, order))
            .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))),
        );
      }
      await sleep(random.int(0, 450));
      const doomed = random.pick([[server], [server], [server], [worker], [server, worker]]);
      await Promise.all(doomed.map(async (process) => await process.kill()));
      await Promise.all(doomed.map(async (process) => await process.start()));
      if (kill % 10 === 0)
        options.log(`${kill} of ${options.kills} kills, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
    }

    endOfKilling = Date.now();
    const outcomes = await Promise.all(paying);
    const problems = outcomes.flatMap((outcome) => (outcome instanceof Error ? [outcome.message] : []));
    await askAboutAll(knex);
    options.log(
      `all payers are done, ${((Date.now() - startedAt) / 1000).toFixed(0)} s; waiting for the desk`,
    );
    problems.push(
      ...(await untilRight(
        async () => await checkKilled(knex, users, await recordsOf(shop.simulatorUrl, options.kills)),
      )),
    );
    const { rows } = await knex.raw<{ rows: { count: string }[] }>(
      "select count(*) from transactions where transaction_type = 'deposit'",
    );
    return {
      kills: options.kills,
      payments: outcomes.length,
      credited: Number(rows[0]?.count),
      problems,
      seconds: (Date.now() - startedAt) / 1000,
    };
  } finally {
    for (const stop of stopping) await stop();
  }
}

/**
 * A completed payment is asked about every quarter of an hour: a re-deposit whose four notifications all met
 * a dead server shows then. The test does not wait that long.
 */
async function askAboutAll(knex: Knex): Promise<void> {
  await knex.raw('update payments set next_check_at = now() where next_check_at is not null');
}

/** The desk has some time to get there by itself. */
async function untilRight(check: () => Promise<string[]>): Promise<string[]> {
  for (const deadline = Date.now() + DRAIN_MS; ;) {
    const problems = await check();
    if (problems.length === 0 || Date.now() > deadline) return problems;
    await sleep(2000);
  }
}

/** The simulator shows its newest thousand payments: enough for two hundred kills. */
async function recordsOf(simulatorUrl: string, kills: number): Promise<PaymentRecord[]> {
  if (kills * PAYERS_PER_KILL * 1.4 > 1000) throw new Error('the simulator cannot show that many payments');
  const answer = await fetch(`${simulatorUrl}/__sim/state`);
  return ((await answer.json()) as { payments: PaymentRecord[] }).payments;
}

/** One environment for all three: each reads its own part. */
function environment(at: {
  databaseUrl: string;
  dataDir: string;
  port: number;
  simulatorPort: number;
}): NodeJS.ProcessEnv {
  const own = {
    DATABASE_URL: at.databaseUrl,
    PAYDESK_DATA_DIR: at.dataDir,
    PORT: String(at.port),
    PUBLIC_URL: `http://localhost:${at.port}`,
    SIMULATOR_PORT: String(at.simulatorPort),
    SIMULATOR_STEP_MS: '40',
    PAYDESK_SECRET: 'a secret for killed processes alone, long enough',
    LOG_LEVEL: 'fatal',
    DEMO: '0',
  };
  const { provider } = readSettings(own, () => own.PAYDESK_SECRET);
  return {
    PATH: process.env['PATH'],
    ...own,
    SIMULATOR_API_KEY: provider.apiKey,
    NOWPAYMENTS_IPN_SECRET: provider.ipnSecret,
    ...(provider.login && {
      SIMULATOR_EMAIL: provider.login.email,
      SIMULATOR_PASSWORD: provider.login.password,
    }),
  };
}
