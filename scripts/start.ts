import './start/checkNode.ts';
import { join, resolve } from 'node:path';
import type { Knex } from 'knex';
import { makeDataDir } from '../apps/server/src/base/privateFile.ts';
import { loadSettings, type Settings } from '../apps/server/src/base/settings.ts';
import { connectDatabase } from '../apps/server/src/db/connect.ts';
import { embeddedDatabase } from '../apps/server/src/db/embedded/embeddedDatabase.ts';
import { tryFileLock } from '../apps/server/src/db/embedded/fileLock.ts';
import { migrateToLatest } from '../apps/server/src/db/migrate.ts';
import { buildApp, staleApps } from './start/buildApps.ts';
import { checkPort } from './start/checkPort.ts';
import { deskEnvironment, simulatorEnvironment } from './start/childEnvironment.ts';
import { Failure } from './start/failure.ts';
import { ensureFirstStaff, fillDemo, isEmpty, type FirstStaff } from './start/prepareData.ts';
import { createProgress } from './start/progress.ts';
import { listenForStop } from './start/stopRequest.ts';
import { summary } from './start/summary.ts';
import { superviseChild, type ChildPlan, type SupervisedChild } from './start/superviseChild.ts';

const apps = resolve(import.meta.dirname, '../apps');
/** Server and worker drain together, then the simulator goes, then PostgreSQL: all within ten seconds. */
const drainMs = 5_000;
const simulatorGraceMs = 1_000;

const progress = createProgress(process.stdout);
const stop = listenForStop();
/** What has been started, undone in reverse order. */
const undo: (() => Promise<unknown>)[] = [];
const children: SupervisedChild[] = [];
let staff: FirstStaff | null = null;
let colleague: FirstStaff | null = null;

process.exitCode = await run();
process.exit();

/** The exit code: 0 after an asked-for stop, 1 after a failure. */
async function run(): Promise<number> {
  stop.onForce(() => children.forEach((child) => child.kill()));
  let shown = false;
  try {
    const settings = loadSettings();
    await startDesk(settings);
    process.stdout.write(summary(settings, staff, colleague));
    shown = true;
    await Promise.race([stop.requested, ...children.map((child) => child.lost)]);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    process.stderr.write(`\n${messageOf(error)}\n`);
    return 1;
  } finally {
    if (!shown && staff?.password)
      process.stdout.write(`\nThe first account was made: ${staff.email}, password ${staff.password}\n`);
    await stopDesk();
  }
}

async function startDesk(settings: Settings): Promise<void> {
  process.stdout.write('\n  Paydesk\n\n');
  lockDataDir(settings.dataDir);
  await checkPort(settings.port, 'PORT');
  if (settings.provider.simulated) await checkPort(settings.simulator.port, 'SIMULATOR_PORT');
  const url = settings.databaseUrl ?? (await startDatabase(settings.dataDir));
  await prepareDatabase(settings, url);
  for (const app of staleApps())
    await progress.step(`Building the ${app.name}`, () => buildApp(app, stop.signal));
  stop.signal.throwIfAborted();
  if (settings.provider.simulated)
    await progress.step('Starting the provider simulator', () => startSimulator(settings));
  await progress.step('Starting server and worker', () => startServers(settings, url));
  stop.signal.throwIfAborted();
}

/** @throws Failure naming the process that runs a desk on the same data folder */
function lockDataDir(dataDir: string): void {
  makeDataDir(dataDir);
  const lock = tryFileLock(join(dataDir, 'start.lock'));
  if (!lock.taken) {
    throw new Failure(
      `A desk is running on ${dataDir} already (process ${lock.holderPid}). Stop it first; for a second desk set PAYDESK_DATA_DIR, PORT and SIMULATOR_PORT.`,
    );
  }
  undo.push(async () => lock.release());
}

async function startDatabase(dataDir: string): Promise<string> {
  const database = embeddedDatabase({ dataDir, log: progress.note });
  const running = await progress.step('Starting PostgreSQL', () =>
    database.ensureRunning({ signal: stop.signal }),
  );
  undo.push(async () => {
    if (!(await running.stop()))
      progress.note('PostgreSQL goes on: another process (a paydesk command?) still uses it.');
  });
  stop.signal.throwIfAborted();
  return running.url;
}

/** Schema, first account and, in a new embedded database, demo data. */
async function prepareDatabase(settings: Settings, url: string): Promise<void> {
  const knex = connectDatabase(url, { applicationName: 'paydesk start', statementTimeoutMs: 0 });
  const work = async () => {
    const applied = await progress.step('Checking the schema', () => migrateToLatest(knex));
    if (applied.length > 0)
      progress.note(`${applied.length} migration${applied.length === 1 ? '' : 's'} applied`);
    staff = await ensureFirstStaff(settings, knex);
    if (settings.demo && settings.provider.simulated && (await isEmpty(knex)))
      await fillWithDemo(settings, knex);
  };
  try {
    await Promise.race([work(), stop.requested.then(() => stop.signal.throwIfAborted())]);
  } finally {
    await knex.destroy();
  }
}

async function fillWithDemo(settings: Settings, knex: Knex): Promise<void> {
  colleague = await progress.step('Filling the new database with demo data (DEMO=0 leaves it empty)', () =>
    fillDemo(settings, knex, progress.detail),
  );
}

async function startSimulator(settings: Settings): Promise<void> {
  const simulator = await supervise({
    name: 'provider simulator',
    program: join(apps, 'simulator/src/main.ts'),
    env: simulatorEnvironment(settings),
    beforeStart: () => checkPort(settings.simulator.port, 'SIMULATOR_PORT'),
  });
  undo.push(() => simulator.stop(simulatorGraceMs));
}

async function startServers(settings: Settings, url: string): Promise<void> {
  const env = deskEnvironment(settings, url);
  const server = {
    name: 'server',
    program: join(apps, 'server/src/main.ts'),
    env,
    beforeStart: () => checkPort(settings.port, 'PORT'),
  };
  const worker = { name: 'worker', program: join(apps, 'server/src/worker.ts'), env };
  const started = await Promise.allSettled([supervise(server), supervise(worker)]);
  // Noted before a failure of one is told, so that the other is not left behind.
  const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  undo.push(() => Promise.all(running.map((child) => child.stop(drainMs))));
  for (const outcome of started) if (outcome.status === 'rejected') throw outcome.reason;
}

async function supervise(plan: ChildPlan): Promise<SupervisedChild> {
  const child = await superviseChild(plan, progress.note, stop.signal);
  children.push(child);
  return child;
}

/** Undoes what was started, last things first; one failure does not keep the rest from being stopped. */
async function stopDesk(): Promise<void> {
  // More than the lock: something runs that has to be stopped.
  const hadStarted = undo.length > 1;
  if (hadStarted) process.stdout.write('\n  Stopping …\n');
  for (const step of undo.toReversed()) {
    await step().catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`));
  }
  if (hadStarted || stop.signal.aborted) process.stdout.write('  Stopped.\n');
}

/**
 * Most failures are somebody's mistake and say what to do; a defect or an answer of the database shows where
 * it arose.
 */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isDefect = error instanceof TypeError || error instanceof ReferenceError || 'code' in error;
  return isDefect ? (error.stack ?? error.message) : error.message;
}
