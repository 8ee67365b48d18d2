import { freePort } from '@paydesk/embedded-database';
import { connectDatabase } from '@paydesk/server/database';
import { createAppContext, type AppContext } from '@paydesk/server/domain';
import { createApp, createAuth, startDeliveries, startSequencer } from '@paydesk/server/in-process';
import type { Settings } from '@paydesk/server/settings';
import { createSimulator, type Simulator } from '@paydesk/simulator';
import { pino } from 'pino';
import { simulatorOptions } from '../simulator/startSimulator.ts';
import type { SandboxDatabase } from './database/openSandboxDatabase.ts';
import { sandboxSettings, type ChosenSettings } from './sandboxSettings.ts';
import type { ControlledClock } from './time/controlledClock.ts';
import { openDatabaseClock, type DatabaseClock } from './time/databaseClock.ts';
import { createJobSchedule, type JobSchedule } from './time/jobSchedule.ts';

const JOB_TICK_MS = 1000;
/** The `timeout` fault of the simulator closes a connection after this, in real time. */
const FAULT_TIMEOUT_MS = 500;
const MOST_PORTS_TRIED = 5;

/** A desk that runs: what the controls work on. */
export interface Sandbox {
  ctx: AppContext;
  simulator: Simulator;
  clock: ControlledClock;
  databaseClock: DatabaseClock;
  jobs: JobSchedule;
  sequencer: ReturnType<typeof startSequencer>;
  deliveries: ReturnType<typeof startDeliveries>;
  admin: { email: string; password: string };
  /** Ends everything and removes the data. */
  close(): Promise<void>;
}

interface Plan {
  clock: ControlledClock;
  database: SandboxDatabase;
  chosen: ChosenSettings;
  /** Null: one that is free. */
  port: number | null;
}

type Undo = (() => Promise<unknown>)[];

/** Starts simulator, server and worker on a database, which is stopped with them. All three share this process. */
export async function openSandbox(plan: Plan): Promise<Sandbox> {
  const undo: Undo = [plan.database.stop];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step().catch(() => {});
  };
  try {
    const { clock, database } = plan;
    return { ...(await startDesk(plan, undo)), clock, admin: database.admin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startDesk({ clock, database, chosen, port }: Plan, undo: Undo) {
  const { secret } = database;
  const databaseClock = await openDatabaseClock(database.superuserUrl);
  undo.push(databaseClock.close);
  const knex = connectDatabase(database.applicationUrl, { applicationName: 'paydesk-sandbox', poolMax: 20 });
  undo.push(async () => await knex.destroy());
  const settingsAt = (deskPort: number, simulatorPort: number) =>
    sandboxSettings({ port: deskPort, simulatorPort, databaseUrl: database.applicationUrl, secret, chosen });
  const simulator = createSimulator({
    ...simulatorOptions(settingsAt(1, 2)),
    journalPath: undefined,
    httpTimeoutMs: FAULT_TIMEOUT_MS,
  });
  undo.push(async () => await simulator.close());
  const simulatorPort = Number(new URL(await simulator.listen(0)).port);
  const ctx = await listen(port, undo, (deskPort) => createContext(settingsAt(deskPort, simulatorPort)));

  function createContext(settings: Settings): AppContext {
    return createAppContext(settings, knex, pino({ level: settings.logLevel }, pino.destination(2)), {
      clock,
      auth: createAuth({ knex, secret, publicUrl: settings.publicUrl, fastHashing: true }),
    });
  }

  const sequencer = startSequencer(ctx);
  // Receivers compare the time of a signature with their own clock.
  const deliveries = startDeliveries(ctx, { signedAt: clock.realNow });
  const jobs = createJobSchedule(ctx);
  const ticking = setInterval(() => void jobs.runDue(), JOB_TICK_MS);
  undo.push(async () => {
    clearInterval(ticking);
    await Promise.all([deliveries.stop(), sequencer.stop(), jobs.runDue()]);
    ctx.provider.close();
  });
  return { ctx, simulator, databaseClock, jobs, sequencer, deliveries };
}

/** Listens on the port, or on one that is free: another program may take that one first. */
async function listen(
  port: number | null,
  undo: Undo,
  contextFor: (port: number) => AppContext,
): Promise<AppContext> {
  for (let tried = 1; ; tried += 1) {
    const ctx = contextFor(port ?? (await freePort(null)));
    const app = await createApp(ctx);
    try {
      await app.listen({ port: ctx.settings.port, host: 'localhost' });
      undo.push(async () => await app.close());
      return ctx;
    } catch (error) {
      await app.close();
      ctx.provider.close();
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || port !== null || tried === MOST_PORTS_TRIED) throw error;
    }
  }
}
