import type { VirtualClock } from './virtualClock.ts';

type Task = { dueAt: number; seq: number; run: () => Promise<void> };

export type Scheduler = {
  /** Runs `run` once the virtual clock has reached `dueAt` (ms). */
  at(dueAt: number, run: () => Promise<void>): void;
  /** Runs what is due now, one after another, and waits for it. */
  runDue(): Promise<void>;
  /** The same, and waits for tasks that another caller has started: nothing due is left or running. */
  settle(): Promise<void>;
  /**
   * Moves the clock forward by `byMs`, stopping at each due time so that each task runs at its own
   * time.
   */
  advance(byMs: number): Promise<void>;
  pending(): number;
  start(): void;
  stop(): Promise<void>;
};

/** Node has a limit for timers; waking early does no harm. */
const LONGEST_TIMER_MS = 2_000_000_000;
/** A fixed injected clock never reaches its due times by waiting, so re-checking must not spin. */
const SHORTEST_RECHECK_MS = 1;

/**
 * One queue of all later tasks, in virtual time. With `timers: false`, only runDue and advance run them.
 */
export const createScheduler = (clock: VirtualClock, timers: boolean): Scheduler => {
  /** Latest first, so that the next task is popped from the end. */
  const tasks: Task[] = [];
  const running = new Set<Promise<void>>();
  let seq = 0;
  let started = false;
  let timer: NodeJS.Timeout | undefined;

  const place = (task: Task): number => {
    let low = 0;
    let high = tasks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = tasks[middle] as Task;
      if (other.dueAt > task.dueAt || (other.dueAt === task.dueAt && other.seq > task.seq)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const popDue = (until: number): Task | undefined => {
    const next = tasks.at(-1);
    return next !== undefined && next.dueAt <= until ? tasks.pop() : undefined;
  };

  const follow = (task: Task): Promise<void> => {
    const run = task
      .run()
      .catch(() => undefined)
      .finally(() => running.delete(run));
    running.add(run);
    return run;
  };

  const arm = (): void => {
    clearTimeout(timer);
    const next = tasks.at(-1);
    if (!started || !timers || next === undefined) return;
    const waitMs = Math.min(Math.max(next.dueAt - clock.now(), SHORTEST_RECHECK_MS), LONGEST_TIMER_MS);
    timer = setTimeout(fire, waitMs);
  };

  // A slow receiver of one payment must not delay another payment: timers do not wait for each other.
  const fire = (): void => {
    for (let task = popDue(clock.now()); task; task = popDue(clock.now())) void follow(task);
    arm();
  };

  const runDue = async (): Promise<void> => {
    for (let task = popDue(clock.now()); task; task = popDue(clock.now())) await follow(task);
    arm();
  };

  return {
    at: (dueAt, run) => {
      const task = { dueAt, seq: seq++, run };
      tasks.splice(place(task), 0, task);
      if (tasks.at(-1) === task) arm();
    },
    runDue,
    settle: async () => {
      // The tasks awaited may have scheduled more that is due.
      for (await runDue(); running.size > 0; await runDue()) await Promise.all(running);
    },
    advance: async (byMs) => {
      const target = clock.now() + byMs;
      for (let task = popDue(target); task; task = popDue(target)) {
        if (task.dueAt > clock.now()) clock.shift(task.dueAt - clock.now());
        await follow(task);
      }
      if (byMs < 0 || target > clock.now()) clock.shift(target - clock.now());
      arm();
    },
    pending: () => tasks.length,
    start: () => {
      started = true;
      arm();
    },
    stop: async () => {
      started = false;
      clearTimeout(timer);
      tasks.length = 0;
      await Promise.all(running);
    },
  };
};
