import { createSimulator, type HttpFault, type IpnRequest, type Simulator } from '@paydesk/simulator';
import type { PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { systemActor, type Actor } from '../../../src/base/actor.ts';
import { DomainError } from '../../../src/base/domainError.ts';
import { newId } from '../../../src/base/identifiers.ts';
import { createAppContext } from '../../../src/context/createAppContext.ts';
import type { Auth } from '../../../src/signIn/createAuth.ts';
import type { AppContext } from '../../../src/context/appContext.ts';
import { createNowpaymentsClient } from '../../../src/nowpayments/createNowpaymentsClient.ts';
import { upsertUser } from '../../../src/users/upsertUser.ts';
import { chaosProvider } from '../desk/chaosDatabase.ts';
import { chaosSettings } from '../desk/chaosSettings.ts';
import type { Instance } from '../desk/instance.ts';
import type { Activity } from '../interleaving/activity.ts';
import { watchCalls } from '../interleaving/watchCalls.ts';
import { chooseRules, enforce } from './choosePolicy.ts';
import type { Promises } from './promises.ts';
import { newPromises } from './promises.ts';
import type { Random } from './random.ts';

/** The state of one schedule: its own users, provider and time on a database that schedules share. */
export interface World {
  random: Random;
  /** Two servers and a worker. */
  instances: Instance[];
  /** Outside every instance: never killed, never waits for a turn. */
  observer: Knex;
  simulator: Simulator;
  users: string[];
  staff: Actor[];
  service: Actor;
  /** The withdrawal policy in force. */
  rules: PolicyRules;
  /** What the desk has acknowledged to its callers, to be compared with the books at the end. */
  promises: Promises;
  /** Every notification that was sent, to be sent again later. */
  sentIpns: IpnRequest[];
  /** Faults of the next calls to the provider, one each; null is none. */
  comingFaults: (HttpFault | null)[];
  /** The provider denies the order of a payment: a search for it finds nothing. */
  ordersDenied: boolean;
  /** What is wrong so far, a sentence each. */
  problems: string[];
  /** What happened, a line for each step. */
  events: string[];
  now(): number;
  /** Moves the clock on a little, without anything falling due. */
  drift(ms: number): void;
  /**
   * The clock jumps under commands that are running, as when it is set or the machine sleeps. This lets that
   * time have passed for the processes as well; to be called between commands.
   */
  letTimePass(): void;
  /** Runs one command on an instance. Returns how it ended. */
  attempt<T>(
    instance: number,
    crash: Activity['crash'],
    work: (ctx: AppContext) => Promise<T>,
  ): Promise<Attempt<T>>;
  close(): Promise<void>;
}

export type Attempt<T> =
  | { outcome: 'ok'; value: T }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'died' };

export interface WorldOptions {
  random: Random;
  instances: Instance[];
  observer: Knex;
  auth: Auth;
  startMs: number;
  /** Keeps provider ids of schedules on one database apart: 0 ≤ slot < slots. */
  slot: number;
  slots: number;
  /** Receives what moves the clock on a little, for code that sleeps. */
  onDrift(drift: (ms: number) => void): void;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const { random, instances, observer } = options;
  const choices = random.fork('world');
  const deliveries = random.fork('deliveries');
  const ids = random.fork('ids');
  const settings = chaosSettings(
    choices.chance(0.3) ? 'suspense' : 'credit',
    random.fork('notifications').chance(0.3) ? 'trust' : 'verify',
  );
  const problems: string[] = [];
  const sentIpns: IpnRequest[] = [];
  let driftMs = 0;
  /** The rest of the time that has passed for running processes. */
  let passedMs = 0;

  const simulator = createSimulator({
    ...chaosProvider(),
    credentials: settings.provider.login ?? undefined,
    stepMs: choices.pick([0, 0, 20_000, 300_000]),
    timers: false,
    now: () => options.startMs + driftMs,
    random: () => (options.slot + ids.next()) / options.slots,
    httpTimeoutMs: 1,
    ipnTimeoutMs: 600_000,
    lateDepositIpn: choices.chance(0.3),
    repeatedDepositStatus: choices.pick(['finished', 'partially_paid']),
    wrongAssetStatus: choices.pick(['finished', 'partially_paid']),
    childOrderId: choices.pick([null, 'copy']),
    ipnDelivery: async (request) => {
      sentIpns.push(request);
      const crash = deliveries.chance(0.08)
        ? { gate: deliveries.int(1, 14), when: deliveries.pick(['before', 'after'] as const) }
        : null;
      const status = await (instances[deliveries.int(0, 1)] as Instance).notify(crash, request);
      if (status === 500) problems.push('the webhook answered 500');
      return { status };
    },
  });
  options.onDrift((ms) => {
    driftMs += ms;
  });
  const comingFaults: (HttpFault | null)[] = [];
  const fetchProvider = watchCalls(async (input, init) => {
    const fault = comingFaults.shift();
    if (fault !== undefined && fault !== null) await simulator.setFaults({ http: fault, count: 1 });
    return await simulator.fetch(input, init);
  });
  const log = pino({ level: 'error' }, { write: (line: string) => noteError(line, problems) });
  const newContext = (knex: Knex): AppContext =>
    createAppContext(settings, knex, log, {
      clock: { now: () => new Date(simulator.now()), elapsedMs: () => driftMs + passedMs },
      auth: options.auth,
      provider: createNowpaymentsClient({
        ...chaosProvider(),
        baseUrl: 'http://127.0.0.1:1',
        email: settings.provider.login?.email,
        password: settings.provider.login?.password,
        fetch: fetchProvider,
        attempts: 2,
        sleep: async (ms) => {
          driftMs += ms;
        },
        now: () => simulator.now(),
        random: () => 0.5,
        timeoutMs: 600_000,
      }),
    });
  for (const instance of instances) instance.prepare(newContext);

  const rules = chooseRules(random.fork('policy'));
  await enforce(observer, rules);
  const service: Actor = { kind: 'service', id: newId(), name: 'shop' };
  const world: World = {
    random,
    instances,
    observer,
    simulator,
    problems,
    sentIpns,
    comingFaults,
    ordersDenied: false,
    service,
    rules,
    staff: ['Ada', 'Grace', 'Edith', 'Hedy'].map((name) => ({ kind: 'staff', id: newId(), name })),
    users: [],
    promises: newPromises(),
    events: [`partial payments: ${settings.partialPayments}, notifications: ${settings.ipnCredits}`],
    now: () => simulator.now(),
    drift: (ms) => {
      driftMs += ms;
    },
    letTimePass: () => {
      passedMs = simulator.now() - options.startMs - driftMs;
    },
    async attempt(index, crash, work) {
      try {
        const done = await (instances[index % instances.length] as Instance).run(crash, work);
        return done.died ? { outcome: 'died' } : { outcome: 'ok', value: done.value };
      } catch (error) {
        if (error instanceof DomainError && error.reason !== 'INTERNAL')
          return { outcome: 'refused', reason: error.reason };
        problems.push(
          `an unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        return { outcome: 'refused', reason: 'UNEXPECTED' };
      }
    },
    close: async () => await simulator.close(),
  };
  const ctx = (instances[0] as Instance).ctx;
  for (let index = choices.int(1, 3); index > 0; index -= 1) {
    world.users.push(
      (
        await upsertUser(ctx, systemActor('chaos'), {
          externalId: `chaos-${newId()}`,
          username: `user ${index}`,
        })
      ).id,
    );
  }
  return world;
}

/** Reports errors that the product logs; errors of a killed process are no problem. */
function noteError(line: string, problems: string[]): void {
  // A payout whose outcome stays unknown for long is logged as an error, rightly: the checks at the end find
  // whether it became known.
  // Alarms are what wrong answers must raise.
  if (line.includes('"alarm":')) return;
  if (line.includes('the process died') || line.includes('the outcome of a payout is still unknown')) return;
  problems.push(`the log says: ${line.trim().slice(0, 2000)}`);
}
