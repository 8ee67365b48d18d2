import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDataDir, withFileLock } from '@paydesk/data-folder';
import { archiveFlagsFor } from './backups/walArchive.ts';
import { checkDataVersion, clusterAt, directoryOf, openState, readState, saveState } from './cluster.ts';
import { applicationUrl, deskUrl, ensureDeskDatabase } from './deskDatabase.ts';
import { tryPort } from './freePort.ts';
import { addHolder, countHolders, removeHolder } from './holders.ts';
import { initialiseCluster } from './initialise.ts';
import { settledPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { runningPostmaster } from './postmasterFile.ts';

/** A first start (copying programs, initdb) on a slow disk is what others may have to wait for. */
const lockTimeoutMs = 120_000;

/** Broken connections, and PostgreSQL's "shutting down", "crashed" and "can't connect now". */
const hungUp = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', '57P01', '57P02', '57P03']);

export interface RunningDatabase {
  /** For the role that owns the database: migrations. */
  url: string;
  /** For the role of server and worker, which owns nothing; migrations give it its rights. */
  applicationUrl: string;
  /** False when a server was running on the data already and has been adopted. */
  startedHere: boolean;
  /** Whether the server runs right now. Cheap enough to be asked every second. */
  isRunning(): boolean;
  /**
   * Starts the server again if it has ended; its address stays the same.
   * @throws Error when it does not start, or another program has taken its port
   */
  startAgain(): Promise<void>;
  /**
   * Ends this process's use of the database. The server stops when no other running process uses it, no
   * matter which started it; returns whether it did.
   */
  stop(): Promise<boolean>;
}

export interface EmbeddedDatabase {
  /** Makes the cluster at the first call, starts its server unless it runs, and notes that we use it. */
  ensureRunning(options?: { signal?: AbortSignal }): Promise<RunningDatabase>;
  /** The owner's address of the server if it runs right now; starts nothing. */
  runningUrl(): string | null;
}

/**
 * The PostgreSQL 18 in a data folder. `log` receives the few lines that a person should see while it starts.
 */
export function embeddedDatabase({
  dataDir,
  backupDir = null,
  log = () => {},
}: {
  dataDir: string;
  /** Where the server archives its log; null: nowhere. Counts from its next start on. */
  backupDir?: string | null;
  log?: (line: string) => void;
}): EmbeddedDatabase {
  const lock = join(dataDir, 'postgres.lock');
  const holders = join(dataDir, 'postgres.holders');

  async function ensureRunning({ signal }: { signal?: AbortSignal } = {}): Promise<RunningDatabase> {
    makeDataDir(dataDir);
    // Fails with an explanation when the folder belongs to another account; the lock would fail without one.
    readState(dataDir);
    return withFileLock(lock, lockTimeoutMs, async () => {
      const started = await startOrAdoptSurely(dataDir, log, { signal, backupDir });
      const holder = addHolder(holders);
      return {
        ...started,
        isRunning,
        startAgain,
        stop: () => release(holder),
      };
    });
  }

  function isRunning(): boolean {
    const state = readState(dataDir);
    return state !== null && runningPostmaster(directoryOf(dataDir, state)) !== null;
  }

  async function startAgain(): Promise<void> {
    await withFileLock(lock, lockTimeoutMs, async () => {
      await startOrAdoptSurely(dataDir, log, { samePort: true, backupDir });
    });
  }

  async function release(holder: string): Promise<boolean> {
    return withFileLock(lock, lockTimeoutMs, async () => {
      removeHolder(holder);
      const state = readState(dataDir);
      if (!state || countHolders(holders) > 0) return false;
      await stopPostmaster(directoryOf(dataDir, state));
      return true;
    });
  }

  function runningUrl(): string | null {
    const state = readState(dataDir);
    const running = state ? runningPostmaster(directoryOf(dataDir, state)) : null;
    return state && running?.status === 'ready' ? deskUrl(state, running.port) : null;
  }

  return { ensureRunning, runningUrl };
}

type StartedDatabase = Pick<RunningDatabase, 'url' | 'applicationUrl' | 'startedHere'>;

interface StartOptions {
  signal?: AbortSignal | undefined;
  /** No other port than the last one: programs use its address already. */
  samePort?: boolean;
  backupDir: string | null;
}

/** A server that is being killed looks alive for a moment: when it hangs up on us, look again. */
async function startOrAdoptSurely(
  dataDir: string,
  log: (line: string) => void,
  options: StartOptions,
): Promise<StartedDatabase> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOrAdopt(dataDir, log, options);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (!hungUp.has(code) || attempt === 5) throw error;
      await sleep(200);
    }
  }
}

async function startOrAdopt(
  dataDir: string,
  log: (line: string) => void,
  { signal, samePort = false, backupDir }: StartOptions,
): Promise<StartedDatabase> {
  const state = openState(dataDir, log);
  const directory = directoryOf(dataDir, state);
  let running = await settledPostmaster(directory);
  const startedHere = running === null;
  if (!running) {
    const cluster = clusterAt(directory, join(dataDir, 'postgres.log'), log);
    if (!existsSync(directory)) {
      log('Making a new database (PostgreSQL 18) …');
      await initialiseCluster(cluster, state.superuserPassword, { signal });
    }
    checkDataVersion(directory);
    signal?.throwIfAborted();
    if (samePort && state.port !== null && (await tryPort(state.port)) === null)
      throw new Error(`port ${state.port} is taken by another program`);
    running = await startPostmaster(
      cluster,
      state.port,
      archiveFlagsFor(cluster, { dataDir, backupDir, log }),
    );
    if (running.port !== state.port) saveState(dataDir, { ...state, port: running.port });
  }
  await ensureDeskDatabase(state, running.port);
  return {
    url: deskUrl(state, running.port),
    applicationUrl: applicationUrl(state, running.port),
    startedHere,
  };
}
