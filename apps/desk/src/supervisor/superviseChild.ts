import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** The desk gives up after this many ends in a row, each less than `stableMs` after its start. */
const mostRestarts = 5;
const stableMs = 60_000;
const firstDelayMs = 1_000;
const longestDelayMs = 15_000;
const readyTimeoutMs = 60_000;

export interface ChildPlan {
  /** As shown to a person: "server". */
  name: string;
  /** The program, an absolute path. */
  program: string;
  arguments?: readonly string[];
  /** Flags of Node.js, such as `--watch`. */
  flags?: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Called before each start, so that a taken port is reported as such. */
  beforeStart?: () => Promise<void>;
}

export interface SupervisedChild {
  /** Asks it to drain and end (SIGTERM), and ends it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
  /** Rejects when the child keeps ending; never resolves. */
  lost: Promise<never>;
}

/**
 * Starts a program and waits until it sends `{ ready: true }` over IPC. When it ends later, it is started again
 * after a growing pause. The child has a process group of its own, so that a terminal's Ctrl-C
 * reaches us alone and the order of stopping is ours; it ends by itself when the IPC channel closes because
 * we were killed.
 * @param signal ends the wait for the first `ready`, and the child with it
 * @throws Error when the child ends, or does not report in time, before it was ready
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
    for (let ends = 0; ;) {
      const startedAt = Date.now();
      const code = await ended(child);
      if (stopping) return;
      ends = Date.now() - startedAt > stableMs ? 1 : ends + 1;
      if (ends > mostRestarts) throw new Error(`The ${plan.name} ended ${ends} times in a row; giving up.`);
      const delayMs = Math.min(firstDelayMs * 2 ** (ends - 1), longestDelayMs);
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
  throw new Error(`The ${plan.name} did not start (${outcome}). Its output is above.`);
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve('it did not report in time'), { once: true }),
  );
}

function launch(plan: ChildPlan): ChildProcess {
  return fork(plan.program, [...(plan.arguments ?? [])], {
    env: plan.env,
    execArgv: [...(plan.flags ?? [])],
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

/** How the child ended, for a person. */
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
