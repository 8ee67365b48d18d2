import { AsyncLocalStorage } from 'node:async_hooks';

/** A simulated process from its start until it is killed. What an incarnation has begun ends with it. */
export interface Incarnation {
  /** `server A #3`. */
  name: string;
  alive: boolean;
  /** Called once, when it is killed. */
  onDeath(): void;
}

/** One operation of a schedule, as the interleaver sees it. */
export interface Task {
  name: string;
  state: 'ready' | 'running' | 'parked' | 'done';
  /** Lets it continue from the gate at which it waits. */
  go: (() => void) | null;
  /** PostgreSQL's process id of the connection whose statement is under way. */
  backendPid: number | null;
  /** Provider calls under way. */
  calls: number;
}

/** What the code that is running right now belongs to. */
export interface Activity {
  task: Task | null;
  incarnation: Incarnation | null;
  /** Kills the incarnation at the gate with this number, counted from 1 within this activity. */
  crash: { gate: number; when: 'before' | 'after' } | null;
  gates: number;
}

/** Thrown by the next statement or call of a dead process, so that its code does not continue. */
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
 * Counts one gate. Throws when the process is dead, or dies here. Returns whether it dies after the statement
 * or call.
 */
export function passGate(activity: Activity): { diesAfter: boolean } {
  if (activity.incarnation === null) return { diesAfter: false };
  if (!activity.incarnation.alive) throw new ProcessDied();
  activity.gates += 1;
  if (activity.crash?.gate !== activity.gates) return { diesAfter: false };
  if (activity.crash.when === 'after') return { diesAfter: true };
  die(activity.incarnation);
  throw new ProcessDied();
}

export function die(incarnation: Incarnation): void {
  if (!incarnation.alive) return;
  incarnation.alive = false;
  incarnation.onDeath();
}
