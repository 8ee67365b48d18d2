import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';

/** So many deaths in a row, each less than `stableMs` after its start, and the desk gives up. */
const mostRestarts = 5;
const stableMs = 60_000;
const firstDelayMs = 1_000;
const longestDelayMs = 15_000;
const readyTimeoutMs = 60_000;

export interface ChildPlan {
  /** As a person would call it: "server". */
  name: string;
  /** The program, an absolute path. */
  program: string;
  env: NodeJS.ProcessEnv;
  /** Looked at before each start, so that a taken port is told as such. */
  beforeStart?: () => Promise<void>;
}

export interface SupervisedChild {
  /** Asks it to drain and end (SIGTERM), and ends it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
  /** Rejects when the child keeps dying; never resolves. */
  lost: Promise<never>;
}

/**
 * Starts a program and waits until it says `{ ready: true }` over IPC. From then on a death is answered with
 * a new start after a growing pause. The child has a process group of its own, so that a terminal's Ctrl-C
 * reaches us alone and the order of stopping is ours; it ends by itself when the IPC channel closes because
 * we were killed.
 * @param signal ends the wait for the first `ready`, and the child with it
 * @throws Failure when the child ends or stays silent before it was ready
 */
export async function superviseChild(
  plan: ChildPlan,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<SupervisedChild> {
  let stopping = false;
  let child = await startChild(plan, signal);
  const { promise: lost, reject: giveUp } = Promise.withResolvers<never>();
  lost.catch(() => {});

  async function watch(): Promise<void> {
    for (let deaths = 0; ;) {
      const startedAt = Date.now();
      const code = await ended(child);
      if (stopping) return;
      deaths = Date.now() - startedAt > stableMs ? 1 : deaths + 1;
      if (deaths > mostRestarts)
        throw new Failure(`The ${plan.name} ended ${deaths} times in a row; giving up.`);
      const delayMs = Math.min(firstDelayMs * 2 ** (deaths - 1), longestDelayMs);
      log(`The ${plan.name} ended unexpectedly (${code}); starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs);
      if (stopping) return;
      await plan.beforeStart?.();
      child = launch(plan);
    }
  }
  watch().catch(giveUp);

  async function stop(graceMs: number): Promise<void> {
    stopping = true;
    if (hasEnded(child)) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended(child);
    clearTimeout(timer);
  }

  function kill(): void {
    stopping = true;
    child.kill('SIGKILL');
  }

  return { stop, kill, lost };
}

async function startChild(plan: ChildPlan, signal: AbortSignal): Promise<ChildProcess> {
  await plan.beforeStart?.();
  signal.throwIfAborted();
  const child = launch(plan);
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(readyTimeoutMs)]);
  const outcome = await Promise.race([ready(child), ended(child), aborted(timeout)]);
  if (outcome === 'ready') return child;
  child.kill('SIGKILL');
  signal.throwIfAborted();
  throw new Failure(`The ${plan.name} did not start (${outcome}). What it said stands above.`);
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve('no sign of life'), { once: true }),
  );
}

function launch(plan: ChildPlan): ChildProcess {
  return fork(plan.program, {
    env: plan.env,
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function ready(child: ChildProcess): Promise<'ready'> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && 'ready' in message && message.ready === true) resolve('ready');
    });
  });
}

/** How the child ended, in words. */
function ended(child: ChildProcess): Promise<string> {
  const describe = () => (child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`);
  if (hasEnded(child)) return Promise.resolve(describe());
  return new Promise((resolve) => {
    child.once('exit', () => resolve(describe()));
    child.once('error', (error) => resolve(error.message));
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
