import type { Random } from '../schedule/random.ts';
import { currentActivity, runAs, type Task } from './activity.ts';

/**
 * How long a statement may take before the interleaver asks PostgreSQL whether it waits for a lock; doubled
 * at each look.
 */
const FIRST_LOOK_MS = 3;
const LONGEST_LOOK_MS = 50;
/**
 * Turns of the event loop that a task may be silent without a statement or a call, before the others go on
 * without it.
 */
const SILENT_TURNS = 60;

export interface Interleaver {
  /**
   * Runs the works at once and lets exactly one of them advance at a time, by one statement or provider call;
   * the seed says which is next. So every interleaving of statements can happen, whatever the machine's load,
   * and happens again with the same seed. A task that waits for a row lock is passed over until the lock is
   * free.
   */
  runAll(works: { name: string; work: () => Promise<void> }[]): Promise<void>;
}

/** Stands before each statement and each call: waits for its turn inside `runAll`, does nothing outside. */
export async function awaitTurn(): Promise<void> {
  const task = currentActivity()?.task ?? null;
  if (task === null) return;
  await new Promise<void>((resolve) => {
    task.go = resolve;
    setState(task, 'ready');
  });
}

let stateChanged: () => void = () => {};

function setState(task: Task, state: Task['state']): void {
  task.state = state;
  stateChanged();
}

/** @param waitingForLocks which of these PostgreSQL processes wait for a lock at this moment */
export function createInterleaver(
  random: Random,
  waitingForLocks: (pids: number[]) => Promise<Set<number>>,
): Interleaver {
  const changesWithin = (ms: number) =>
    new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      stateChanged = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });

  /** Until the task is at its next gate, is done, or waits for something that another task has. */
  async function waitFor(task: Task): Promise<void> {
    for (let turns = 0, lookMs = FIRST_LOOK_MS; task.state === 'running';) {
      if (task.backendPid === null && task.calls === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        turns += 1;
        // It waits for something that another task holds in memory.
        if (turns > SILENT_TURNS && task.state === 'running' && task.backendPid === null && task.calls === 0)
          task.state = 'parked';
        continue;
      }
      turns = 0;
      if ((await changesWithin(lookMs)) || task.backendPid === null) continue;
      lookMs = Math.min(lookMs * 2, LONGEST_LOOK_MS);
      if (
        (await waitingForLocks([task.backendPid])).size > 0 &&
        task.state === 'running' &&
        task.backendPid !== null
      )
        task.state = 'parked';
    }
  }

  /**
   * A lock may have been released: a task that continues by itself must reach its next gate before another
   * one continues.
   */
  async function settleParked(tasks: Task[]): Promise<void> {
    const waiting = tasks.filter((task) => task.state === 'parked' && task.backendPid !== null);
    if (waiting.length > 0) {
      const locked = await waitingForLocks(waiting.map((task) => task.backendPid ?? 0));
      for (const task of waiting)
        if (task.state === 'parked' && !(task.backendPid !== null && locked.has(task.backendPid)))
          task.state = 'running';
    }
    for (const task of tasks) if (task.state === 'running') await waitFor(task);
  }

  return {
    async runAll(works) {
      const tasks: Task[] = works.map(({ name }) => ({
        name,
        state: 'running',
        go: null,
        backendPid: null,
        calls: 0,
      }));
      const ends = works.map(async ({ work }, index) => {
        const task = tasks[index] as Task;
        await runAs({ task, incarnation: null, crash: null, gates: 0 }, work).finally(() =>
          setState(task, 'done'),
        );
      });
      const all = Promise.allSettled(ends);
      for (const task of tasks) await waitFor(task);
      while (tasks.some((task) => task.state !== 'done')) {
        const ready = tasks.filter((task) => task.state === 'ready');
        if (ready.length === 0) {
          await changesWithin(FIRST_LOOK_MS);
          continue;
        }
        const task = random.pick(ready);
        task.state = 'running';
        task.go?.();
        await waitFor(task);
        await settleParked(tasks);
      }
      for (const end of await all) if (end.status === 'rejected') throw end.reason;
    },
  };
}
