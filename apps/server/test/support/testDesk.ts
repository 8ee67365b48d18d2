import { createSimulator, type Simulator, type SimulatorOptions } from '@paydesk/simulator';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { createAuth } from '../../src/signIn/createAuth.ts';
import { createCredentialCache } from '../../src/signIn/credentialCache.ts';
import { systemActor, type Actor } from '../../src/base/actor.ts';
import { createClaimWatch } from '../../src/base/claimWatch.ts';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { readSettings, type Settings } from '../../src/base/settings.ts';
import { createAppContext } from '../../src/context/createAppContext.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { syncCurrencies } from '../../src/currencies/syncCurrencies.ts';
import { Currency } from '../../src/models/Currency.ts';
import type { User } from '../../src/models/User.ts';
import { bindOriginKey, OriginKey } from '../../src/origin/originKey.ts';
import { createNowpaymentsClient } from '../../src/nowpayments/createNowpaymentsClient.ts';
import { createPostingQueue } from '../../src/postings/createPostingQueue.ts';
import { upsertUser } from '../../src/users/upsertUser.ts';
import { testDatabase } from './testDatabase.ts';

export interface TestDesk extends AppContext {
  simulator: Simulator;
  /** Moves the desk's and the provider's clock together. */
  advance(seconds: number): Promise<void>;
}

export const SECRET = 'a secret for tests alone, long enough';

/** Settings as an operator without any would have them; `changes` are environment variables. */
export const testSettings = (changes: Record<string, string> = {}): Settings =>
  readSettings({ LOG_LEVEL: 'silent', ...changes }, () => SECRET);

/**
 * A desk on this file's own database, with a simulator in the same process whose notifications go nowhere
 * unless a test delivers them.
 */
export async function testDesk(
  options: { settings?: Settings; knex?: Knex; simulator?: Partial<SimulatorOptions> } = {},
): Promise<TestDesk> {
  const knex = options.knex ?? (await testDatabase()).knex;
  const settings = options.settings ?? testSettings();
  const { provider } = settings;
  // Two months back, so that a test may let weeks pass: the ledger takes no entry from the future.
  let offsetMs = -60 * 24 * 3600 * 1000;
  const clock = { now: () => new Date(Date.now() + offsetMs), elapsedMs: () => Date.now() + offsetMs };
  const simulator = createSimulator({
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    stepMs: 0,
    timers: false,
    now: () => Date.now() + offsetMs,
    ...(provider.login !== null && { credentials: provider.login }),
    ...(provider.payouts.totpSecret !== null && { payoutTotpSecret: provider.payouts.totpSecret }),
    ipnDelivery: async () => ({ status: 200 }),
    ...options.simulator,
  });
  const client = createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    email: provider.login?.email,
    password: provider.login?.password,
    fetch: simulator.fetch,
    timeoutMs: 1000,
    attempts: 1,
    now: () => Date.now() + offsetMs,
  });
  const desk = createAppContext(settings, knex, pino({ level: 'silent' }), {
    clock,
    provider: client,
    auth: createAuth({ knex, secret: settings.secret, publicUrl: settings.publicUrl, fastHashing: true }),
  });
  afterAll(async () => {
    client.close();
    await simulator.close();
  });
  return {
    ...desk,
    simulator,
    async advance(seconds) {
      offsetMs += seconds * 1000;
      await simulator.tick();
    },
  };
}

/**
 * A second server on the same database: a pool and a provider connection of its own, the same provider behind
 * it. The pool is as small as a desk's own, so that a command which takes a second connection inside its
 * transaction fails the test.
 */
export async function secondDesk(first: TestDesk): Promise<TestDesk> {
  const { url } = await testDatabase();
  const knex = connectDatabase(url, { applicationName: 'second', poolMax: 10 });
  bindOriginKey(knex, new OriginKey(first.settings.secret));
  const { provider } = first.settings;
  const client = createNowpaymentsClient({
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: provider.apiKey,
    ipnSecret: provider.ipnSecret,
    email: provider.login?.email,
    password: provider.login?.password,
    fetch: first.simulator.fetch,
    timeoutMs: 1000,
    attempts: 1,
    now: () => first.clock.now().getTime(),
  });
  afterAll(async () => {
    client.close();
    await knex.destroy();
  });
  const postings = createPostingQueue(knex, first.log);
  return {
    ...first,
    knex,
    postings,
    credentials: createCredentialCache(),
    provider: client,
    claimWatch: createClaimWatch(first.clock),
  };
}

/** Staff, apps and users as the commands see them. */
export const actors = {
  staff: (name = 'Ada'): Actor => ({ kind: 'staff', id: newId(), name }),
  service: (name = 'shop'): Actor => ({ kind: 'service', id: newId(), name }),
  system: systemActor('test'),
};

/** Makes these people members of staff: whoever approves a withdrawal must exist. */
export async function employ(db: Knex, ...people: Actor[]): Promise<void> {
  for (const { id, name } of people)
    await db('staff')
      .insert({ id, name: name ?? 'Someone', email: `${id}@desk.test`, role: 'approver' })
      .onConflict('id')
      .ignore();
}

/** Loads the provider's catalogue and offers some of it, for deposits and withdrawals. */
export async function offerCurrencies(
  desk: AppContext,
  codes = ['USDTBSC', 'BTC', 'SOL', 'XRP', 'USDTTRC20'],
): Promise<void> {
  await syncCurrencies(desk, actors.system, {});
  await Currency.query(desk.knex)
    .whereIn('code', codes)
    .patch({ isActive: true, withdrawalsEnabled: true, networkFeeUsd: '1.00' });
}

let users = 0;

/** A user, through the command that apps use. */
export async function newUser(desk: AppContext, name = 'user'): Promise<User> {
  users += 1;
  return await upsertUser(desk, actors.service(), {
    externalId: `${name}-${users}-${newId()}`,
    username: `${name} ${users}`,
  });
}
