import { AsyncLocalStorage } from 'node:async_hooks';

/** One life of a simulated process, from start to kill. What was begun in a life ends with it. */
export interface Life {
  /** `server A #3`. */
  name: string;
  alive: boolean;
  /** Called once, at the moment of death. */
  onDeath(): void;
}

/** One operation of a schedule, as the interleaver sees it. */
export interface Task {
  name: string;
  state: 'ready' | 'running' | 'parked' | 'done';
  /** Lets it go on from the gate it stands at. */
  go: (() => void) | null;
  /** PostgreSQL's process id of the connection whose statement is under way. */
  backendPid: number | null;
  /** Provider calls under way. */
  calls: number;
}

/** What the code that is running right now belongs to. */
export interface Activity {
  task: Task | null;
  life: Life | null;
  /** Kills the life at the gate with this number, counted from 1 within this activity. */
  crash: { gate: number; when: 'before' | 'after' } | null;
  gates: number;
}

/** What a dead process's code meets at its next statement or call: it gets no further. */
export class ProcessDied extends Error {
  constructor() {
    super('the process died');
    this.name = 'ProcessDied';
  }
}

const store = new AsyncLocalStorage<Activity>();

export const currentActivity = (): Activity | undefined => store.getStore();

export const runAs = <T>(activity: Activity, work: () => Promise<T>): Promise<T> => store.run(activity, work);

/**
 * Counts one gate. Throws when the process is dead, or dies here. Answers whether it shall die once the deed
 * is done.
 */
export function passGate(activity: Activity): { diesAfter: boolean } {
  if (activity.life === null) return { diesAfter: false };
  if (!activity.life.alive) throw new ProcessDied();
  activity.gates += 1;
  if (activity.crash?.gate !== activity.gates) return { diesAfter: false };
  if (activity.crash.when === 'after') return { diesAfter: true };
  die(activity.life);
  throw new ProcessDied();
}

export function die(life: Life): void {
  if (!life.alive) return;
  life.alive = false;
  life.onDeath();
}
