import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase, freePort } from '@paydesk/embedded-database';
import { createSimulator } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { Model } from 'objection';
import { pino } from 'pino';
import { newId } from '../../src/base/identifiers.ts';
import { readSettings } from '../../src/base/settings.ts';
import { syncCurrencies } from '../../src/currencies/syncCurrencies.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import { Currency } from '../../src/models/Currency.ts';
import { createPayment } from '../../src/payments/createPayment.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { upsertUser } from '../../src/users/upsertUser.ts';

/**
 * A desk for tests that live in another package: real server and worker processes on a scratch embedded
 * database, with the simulator in this process. Forked by those tests and driven by messages `{ id, call,
 * input }`; ends with its parent. Environment: settings to change.
 */

const actor = { kind: 'service' as const, id: newId(), name: 'shop' };
const offered = ['BTC', 'ETH', 'USDTTRC20', 'USDTERC20', 'XRP', 'SOL'];
const source = join(import.meta.dirname, '../../src');
const dataDir = temporaryDataDir('checkout');
const running = await embeddedDatabase({ dataDir }).ensureRunning();
const variables = {
  LOG_LEVEL: 'warn',
  MERCHANT_NAME: 'Example Shop',
  MERCHANT_URL: 'https://shop.example.com/basket',
  ...process.env,
  PORT: String(await freePort(null)),
  DATABASE_URL: running.url,
  PAYDESK_DATA_DIR: dataDir,
  PAYDESK_SECRET: 'a secret for browser tests alone',
  NOWPAYMENTS_API_KEY: '',
};
const preliminary = readSettings(variables, () => '');
const simulator = createSimulator({
  apiKey: preliminary.provider.apiKey,
  ipnSecret: preliminary.provider.ipnSecret,
  stepMs: 1500,
  ...(preliminary.provider.login !== null && { credentials: preliminary.provider.login }),
});
const simulatorUrl = await simulator.listen(0);
const environment = {
  ...variables,
  SIMULATOR_PORT: new URL(simulatorUrl).port,
  PUBLIC_URL: `http://localhost:${variables.PORT}`,
};
const settings = readSettings(environment, () => '');
const knex: Knex = connectDatabase(running.url, { applicationName: 'browser tests', statementTimeoutMs: 0 });
Model.knex(knex);
await migrateToLatest(knex);
const desk = createAppContext(settings, knex, pino({ level: 'warn' }));
await syncCurrencies(desk, actor, {});
await Currency.query(knex).whereIn('code', offered).patch({ isActive: true });
const user = await upsertUser(desk, actor, { externalId: 'customer-1', username: 'customer one' });

const worker = await start('worker.ts');
let server: ChildProcess | null = await start('main.ts');

const calls: Record<string, (input: never) => Promise<unknown>> = {
  async create({ currencyCode, amountUsd }: { currencyCode: string; amountUsd: string }) {
    const { id, checkoutToken, providerPaymentId, payAmount, payAddress, payinExtraId, internalPaymentId } =
      await createPayment(desk, actor, { userId: user.id, currencyCode, amountUsd });
    return {
      id,
      path: `/pay/${checkoutToken}`,
      providerPaymentId,
      payAmount,
      payAddress,
      payinExtraId,
      internalPaymentId,
    };
  },
  deposit: async ({ providerPaymentId, amount }: { providerPaymentId: string; amount: string }) =>
    void (await simulator.deposit(providerPaymentId, { amount })),
  report: async ({ providerPaymentId, status }: { providerPaymentId: string; status: string }) =>
    void (await simulator.setStatus(providerPaymentId, { payment_status: status })),
  cancel: async ({ id }: { id: string }) => void (await cancelPayment(desk, actor, id)),
  advance: async ({ seconds }: { seconds: number }) => await simulator.advanceClock(seconds),
  async stopServer() {
    await stop(server);
    server = null;
  },
  startServer: async () => void (server ??= await start('main.ts')),
};

process.on('message', ({ id, call, input }: { id: number; call: string; input: unknown }) => {
  const work = calls[call];
  if (work === undefined) throw new Error(`there is no call ${call}`);
  work(input as never).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.once('disconnect', () => void end());
process.once('SIGTERM', () => void end());
process.send?.({ ready: settings.publicUrl });

async function end(): Promise<void> {
  await Promise.all([stop(server), stop(worker)]);
  await simulator.close();
  desk.provider.close();
  await knex.destroy();
  await running.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
}

async function start(file: string): Promise<ChildProcess> {
  const child = fork(join(source, file), {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((ready, failed) => {
    child.once('message', () => ready());
    child.once('exit', (code) => failed(new Error(`${file} ended with ${code}`)));
  });
  return child;
}

async function stop(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}
