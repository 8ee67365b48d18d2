import { join } from 'node:path';
import { makeDataDir, tryFileLock } from '@paydesk/data-folder';
import { embeddedDatabase, requireFinishedRestore } from '@paydesk/embedded-database';
import { directUrlsOf } from '@paydesk/server/database';
import { loadSettings, type Settings } from '@paydesk/server/settings';
import type { DeskPrograms } from '../programs/deskPrograms.ts';
import { checkPort } from '../supervisor/checkPort.ts';
import { listenForStop } from '../supervisor/stopRequest.ts';
import { superviseDatabase } from '../supervisor/superviseDatabase.ts';
import { prepareDatabase, type Accounts } from './prepareDatabase.ts';
import { createProgress } from './progress.ts';
import type { Run } from './run.ts';
import { startPrograms } from './startPrograms.ts';

/** What differs between a desk that is used and one that is developed. */
export interface DeskPlan {
  /** Flags of Node.js for server and worker. */
  serverFlags: readonly string[];
  /** What `build` makes, for a person. */
  builds: string;
  /** Makes pages and programs, or finds them: while the database is prepared. The signal ends it. */
  build(signal: AbortSignal): Promise<DeskPrograms>;
  /** What else serves pages: called when the database is ready, before the servers start. */
  startPages?(run: Run, settings: Settings): Promise<void>;
  /** What a person needs to know once everything runs. */
  summary(settings: Settings, accounts: Accounts): string;
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
  const built = startBuild(run, plan);
  const urls = directUrlsOf(settings) ?? (await startDatabase(run, settings));
  await prepareDatabase({ settings, urls, progress, stop, accounts });
  const programs = await progress.step(`Building ${plan.builds}`, () => built);
  stop.signal.throwIfAborted();
  await plan.startPages?.(run, settings);
  stop.signal.throwIfAborted();
  const databaseUrl = settings.databaseUrl ?? urls.url;
  const names = settings.provider.simulated ? 'provider simulator, server and worker' : 'server and worker';
  await progress.step(`Starting ${names}`, () =>
    startPrograms(run, { settings, programs, serverFlags: plan.serverFlags, databaseUrl }),
  );
  stop.signal.throwIfAborted();
}

/** Begins the build. Whoever awaits it gets its failure. */
function startBuild({ stop, undo }: Run, { build }: DeskPlan): Promise<DeskPrograms> {
  const ending = new AbortController();
  const built = build(AbortSignal.any([stop.signal, ending.signal]));
  const settled = Promise.allSettled([built]);
  undo.push(async () => {
    ending.abort();
    await settled;
  });
  return built;
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
  { dataDir, backupDir }: Settings,
): Promise<{ url: string; migrationUrl: string }> {
  requireFinishedRestore(dataDir);
  const database = embeddedDatabase({ dataDir, backupDir, log: progress.note });
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
