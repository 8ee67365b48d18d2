import type { StopRequest } from '../supervisor/stopRequest.ts';
import { superviseChild, type ChildPlan, type SupervisedChild } from '../supervisor/superviseChild.ts';
import type { Progress } from './progress.ts';

/** A desk that starts, runs or stops. */
export interface Run {
  progress: Progress;
  stop: StopRequest;
  /** What has been started, undone in reverse order. */
  undo: (() => Promise<unknown>)[];
  children: SupervisedChild[];
  /** Each rejects when a part of the desk is lost for good. */
  lost: Promise<never>[];
}

/** Starts a process of the desk; the desk ends when the process cannot be started again. */
export async function supervise(
  { progress, stop, children, lost }: Run,
  plan: ChildPlan,
): Promise<SupervisedChild> {
  const child = await superviseChild(plan, progress.note, stop.signal);
  children.push(child);
  lost.push(child.lost);
  return child;
}
