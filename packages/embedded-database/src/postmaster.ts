import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAs } from './account.ts';
import type { Cluster } from './cluster.ts';
import { freePort } from './freePort.ts';
import { disownStalePid, runningPostmaster, type RunningPostmaster } from './postmasterFile.ts';

const pollMs = 25;
/** Recovery after a crash replays the log before the first connection is accepted. */
const startTimeoutMs = 180_000;
/** How long old backends may need to notice that their server was killed. */
const orphanTimeoutMs = 15_000;
const stopTimeoutMs = 4_000;
const logLimitBytes = 5_000_000;

/**
 * Starts the server and waits until it accepts connections; returns its port. It runs in a process group of
 * its own, so that a terminal's Ctrl-C does not reach it, and outlives this process until it is stopped.
 * @param wantedPort is used if it is free
 * @param extraFlags for `postgres`, such as `-c fsync=off` for a throw-away cluster
 * @param timeoutMs a restore may have a long log to replay
 */
export async function startPostmaster(
  cluster: Cluster,
  wantedPort: number | null,
  extraFlags: string[] = [],
  timeoutMs = startTimeoutMs,
): Promise<RunningPostmaster> {
  disownStalePid(cluster.directory);
  const orphansUntil = Date.now() + orphanTimeoutMs;
  for (let portsTried = 1; ;) {
    const port = await freePort(portsTried === 1 ? wantedPort : null);
    const complaint = await launch(cluster, port, extraFlags, timeoutMs);
    if (typeof complaint !== 'string') return complaint;
    if (/pre-existing shared memory block/.test(complaint) && Date.now() < orphansUntil) await sleep(500);
    else if (/could not bind|Address already in use/.test(complaint) && portsTried < 5) portsTried += 1;
    else throw new Error(`PostgreSQL did not start. The end of ${cluster.logFile}:\n${complaint}`);
  }
}

/**
 * Waits until a server that is starting or stopping has done so; returns it when it then accepts connections.
 */
export async function settledPostmaster(directory: string): Promise<RunningPostmaster | null> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const running = runningPostmaster(directory);
    if (!running || running.status === 'ready') return running;
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL (pid ${running.pid}) has been "${running.status}" for too long`);
    await sleep(pollMs);
  }
}

/** Stops the server, if one runs: open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster(directory: string): Promise<void> {
  const running = runningPostmaster(directory);
  if (!running) return;
  signal(running.pid, 'SIGINT');
  if (await isGone(running.pid, directory, stopTimeoutMs)) return;
  // An immediate shutdown loses nothing either: the next start replays the log.
  signal(running.pid, 'SIGQUIT');
  if (!(await isGone(running.pid, directory, stopTimeoutMs)))
    throw new Error(`PostgreSQL (pid ${running.pid}) does not stop`);
}

/** The running server, or what the log says about why it did not start. */
async function launch(
  cluster: Cluster,
  port: number,
  extraFlags: string[],
  timeoutMs: number,
): Promise<RunningPostmaster | string> {
  const logStart = rotateLog(cluster.logFile);
  const log = openSync(cluster.logFile, 'a', 0o600);
  const child = spawn(cluster.binaries.postgres, serverFlags(cluster.directory, port, extraFlags), {
    ...runAs(cluster.account),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  child.once('exit', () => (ended = true)).once('error', () => (ended = true));
  child.unref();
  const deadline = Date.now() + timeoutMs;
  while (!ended) {
    const running = runningPostmaster(cluster.directory);
    if (running?.pid === child.pid && running?.status === 'ready') return running;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return `not ready after ${timeoutMs / 1000} s`;
    }
    await sleep(pollMs);
  }
  return readFileSync(cluster.logFile, 'utf8').slice(logStart).trim() || 'nothing in the log';
}

function serverFlags(directory: string, port: number, extraFlags: string[]): string[] {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] ',
  };
  return [
    '-D',
    directory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ...extraFlags,
  ];
}

/** Renames a large log (one old one is kept). Returns where the new text will start. */
function rotateLog(path: string): number {
  if (!existsSync(path)) return 0;
  const { size } = statSync(path);
  if (size < logLimitBytes) return size;
  rmSync(`${path}.old`, { force: true });
  renameSync(path, `${path}.old`);
  return 0;
}

async function isGone(pid: number, directory: string, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (runningPostmaster(directory)?.pid === pid) {
    if (Date.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
