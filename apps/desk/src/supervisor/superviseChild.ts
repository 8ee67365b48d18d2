import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESTART_TIMES, restartPauses } from './restartPauses.ts';

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
  /** Rejects when the child cannot be started again; never resolves. */
  lost: Promise<never>;
}

/**
 * Starts a program and waits until it sends `{ ready: true }` over IPC. When it ends later, however it did, it is
 * started again after a growing pause. The child has a process group of its own, so that a terminal's Ctrl-C
 * reaches us alone and the order of stopping is ours; it ends by itself when the IPC channel closes because
 * we were killed.
 * @param signal ends the wait for the first `ready`, and the child with it
 * @throws Error when the child ends, or does not report in time, before it was ready
 */
export async function superviseChild(
  plan: ChildPlan,
  log: (line: string) => void,
  signal: AbortSignal,
  times = RESTART_TIMES,
): Promise<SupervisedChild> {
  let stopping = false;
  let child = await startChild(plan, { signal, readyMs: times.readyMs });
  const { promise: lost, reject: giveUp } = Promise.withResolvers<never>();
  lost.catch(() => {});

  async function watch(): Promise<void> {
    const pauses = restartPauses(plan.name, times);
    for (;;) {
      const startedAt = performance.now();
      const how = await ended(child);
      if (stopping) return;
      const delayMs = pauses.afterRunning(performance.now() - startedAt);
      log(`The ${plan.name} ended unexpectedly (${how}); starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs);
      while (!stopping && !(await startAgain())) await sleep(pauses.afterFailedStart());
      if (stopping) return;
      log(`The ${plan.name} runs again`);
    }
  }

  /** Whether it is ready. What it has written, and the reason, stand in the log. */
  async function startAgain(): Promise<boolean> {
    try {
      await plan.beforeStart?.();
      if (stopping) return false;
      child = launch(plan);
      const outcome = await firstOutcome(child, AbortSignal.timeout(times.readyMs));
      if (outcome === 'ready') return true;
      child.kill('SIGKILL');
      await ended(child);
      if (!stopping) log(`The ${plan.name} did not start again (${outcome})`);
    } catch (error) {
      log(`The ${plan.name} did not start again: ${error instanceof Error ? error.message : String(error)}`);
    }
    return false;
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

async function startChild(
  plan: ChildPlan,
  { signal, readyMs }: { signal: AbortSignal; readyMs: number },
): Promise<ChildProcess> {
  await plan.beforeStart?.();
  signal.throwIfAborted();
  const child = launch(plan);
  const outcome = await firstOutcome(child, AbortSignal.any([signal, AbortSignal.timeout(readyMs)]));
  if (outcome === 'ready') return child;
  child.kill('SIGKILL');
  signal.throwIfAborted();
  throw new Error(`The ${plan.name} did not start (${outcome}). Its output is above.`);
}

/** `ready`, or what came first instead. */
async function firstOutcome(child: ChildProcess, limit: AbortSignal): Promise<string> {
  return await Promise.race([ready(child), ended(child), aborted(limit)]);
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
