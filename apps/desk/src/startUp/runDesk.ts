import { join, resolve } from 'node:path';
import { makeDataDir, tryFileLock } from '@paydesk/data-folder';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { directUrlsOf } from '@paydesk/server/database';
import { loadSettings, type Settings } from '@paydesk/server/settings';
import { deskEnvironment, simulatorEnvironment } from '../supervisor/childEnvironment.ts';
import { checkPort } from '../supervisor/checkPort.ts';
import { listenForStop, type StopRequest } from '../supervisor/stopRequest.ts';
import { superviseDatabase } from '../supervisor/superviseDatabase.ts';
import { superviseChild, type ChildPlan, type SupervisedChild } from '../supervisor/superviseChild.ts';
import { prepareDatabase, type Accounts } from './prepareDatabase.ts';
import { createProgress, type Progress } from './progress.ts';

const apps = resolve(import.meta.dirname, '../../..');
/**
 * Server and worker finish what is under way and end by themselves, within 30 seconds and a few after
 * `SHUTDOWN_DELAY_SECONDS`. Then the simulator goes, then PostgreSQL.
 */
const drainMs = 40_000;
const simulatorGraceMs = 1_000;

/** What differs between a desk that is used and one that is developed. */
export interface DeskPlan {
  /** Flags of Node.js for server and worker. */
  serverFlags: readonly string[];
  /** Makes the pages available: called when the database is ready, before the servers start. */
  startPages(run: Run, settings: Settings): Promise<void>;
  /** What a person needs to know once everything runs. */
  summary(settings: Settings, accounts: Accounts): string;
}

/** A desk that starts, runs or stops. */
export interface Run {
  progress: Progress;
  stop: StopRequest;
  /** What has been started, undone in reverse order. */
  undo: (() => Promise<unknown>)[];
  children: SupervisedChild[];
  /** Each rejects when a part of the desk is lost for good. */
  lost: Promise<never>[];
}

/**
 * Starts database, simulator, server and worker, and runs them until a person asks for a stop. Returns the exit
 * code: 0 after a stop that was asked for, 1 after a failure.
 */
export async function runDesk(plan: DeskPlan): Promise<number> {
  const run: Run = {
    progress: createProgress(process.stdout),
    stop: listenForStop(),
    undo: [],
    children: [],
    lost: [],
  };
  const accounts: Accounts = { first: null, colleague: null };
  let shown = false;
  run.stop.onForce(() => run.children.forEach((child) => child.kill()));
  try {
    const settings = loadSettings();
    await startDesk(run, plan, settings, accounts);
    process.stdout.write(plan.summary(settings, accounts));
    shown = true;
    await Promise.race([run.stop.requested, ...run.lost]);
    return 0;
  } catch (error) {
    if (run.stop.signal.aborted) return 0;
    process.stderr.write(`\n${messageOf(error)}\n`);
    return 1;
  } finally {
    const { first } = accounts;
    if (!shown && first?.password)
      process.stdout.write(`\nThe first account was made: ${first.email}, password ${first.password}\n`);
    if (!shown && first?.invitation)
      process.stdout.write(`\nThe first admin can join by this link, once: ${first.invitation.link}\n`);
    await stopDesk(run);
  }
}

async function startDesk(run: Run, plan: DeskPlan, settings: Settings, accounts: Accounts): Promise<void> {
  const { progress, stop } = run;
  process.stdout.write('\n  Paydesk\n\n');
  lockDataDir(run, settings.dataDir);
  await checkPort(settings.port, 'PORT');
  if (settings.provider.simulated) await checkPort(settings.simulator.port, 'SIMULATOR_PORT');
  const urls = directUrlsOf(settings) ?? (await startDatabase(run, settings.dataDir));
  await prepareDatabase({ settings, urls, progress, stop, accounts });
  await plan.startPages(run, settings);
  stop.signal.throwIfAborted();
  if (settings.provider.simulated)
    await progress.step('Starting the provider simulator', () => startSimulator(run, settings));
  await progress.step('Starting server and worker', () =>
    startServers(run, plan, settings, settings.databaseUrl ?? urls.url),
  );
  stop.signal.throwIfAborted();
}

/** @throws Error naming the process that runs a desk on the same data folder */
function lockDataDir({ undo }: Run, dataDir: string): void {
  makeDataDir(dataDir);
  const lock = tryFileLock(join(dataDir, 'start.lock'));
  if (!lock.taken) {
    throw new Error(
      `A desk is running on ${dataDir} already (process ${lock.holderPid}). Stop it first; for a second desk set PAYDESK_DATA_DIR, PORT and SIMULATOR_PORT.`,
    );
  }
  undo.push(async () => lock.release());
}

async function startDatabase(
  { progress, stop, undo, lost }: Run,
  dataDir: string,
): Promise<{ url: string; migrationUrl: string }> {
  const database = embeddedDatabase({ dataDir, log: progress.note });
  const running = await progress.step('Starting PostgreSQL', () =>
    database.ensureRunning({ signal: stop.signal }),
  );
  undo.push(async () => {
    if (!(await running.stop()))
      progress.note('PostgreSQL keeps running: another process (a paydesk command?) still uses it.');
  });
  const supervised = superviseDatabase(running, progress.note);
  lost.push(supervised.lost);
  undo.push(async () => supervised.stop());
  stop.signal.throwIfAborted();
  return { url: running.applicationUrl, migrationUrl: running.url };
}

async function startSimulator(run: Run, settings: Settings): Promise<void> {
  const simulator = await supervise(run, {
    name: 'provider simulator',
    program: join(apps, 'simulator/src/main.ts'),
    env: simulatorEnvironment(settings),
    beforeStart: () => checkPort(settings.simulator.port, 'SIMULATOR_PORT'),
  });
  run.undo.push(() => simulator.stop(simulatorGraceMs));
}

async function startServers(
  run: Run,
  { serverFlags }: DeskPlan,
  settings: Settings,
  url: string,
): Promise<void> {
  const env = deskEnvironment(settings, url);
  const server = {
    name: 'server',
    program: join(apps, 'server/src/main.ts'),
    flags: serverFlags,
    env,
    beforeStart: () => checkPort(settings.port, 'PORT'),
  };
  const worker = { name: 'worker', program: join(apps, 'server/src/worker.ts'), flags: serverFlags, env };
  const started = await Promise.allSettled([supervise(run, server), supervise(run, worker)]);
  // Noted before a failure of one is reported, so that the other is not left behind.
  const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  run.undo.push(() => Promise.all(running.map((child) => child.stop(settings.shutdownDelayMs + drainMs))));
  for (const outcome of started) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Starts a process of the desk; the desk ends when the process cannot be started again. */
export async function supervise(
  { progress, stop, children, lost }: Run,
  plan: ChildPlan,
): Promise<SupervisedChild> {
  const child = await superviseChild(plan, progress.note, stop.signal);
  children.push(child);
  lost.push(child.lost);
  return child;
}

/** Undoes what was started, last things first; one failure does not keep the rest from being stopped. */
async function stopDesk({ undo, stop }: Run): Promise<void> {
  // More than the lock: something runs that has to be stopped.
  const hadStarted = undo.length > 1;
  if (hadStarted) process.stdout.write('\n  Stopping … (Ctrl-C again: at once)\n');
  for (const step of undo.toReversed()) {
    await step().catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`));
  }
  if (hadStarted || stop.signal.aborted) process.stdout.write('  Stopped.\n');
}

/** Most failures are a person's mistake and say what to do; a defect or a database error shows where it arose. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isDefect = error instanceof TypeError || error instanceof ReferenceError || 'code' in error;
  return isDefect ? (error.stack ?? error.message) : error.message;
}
