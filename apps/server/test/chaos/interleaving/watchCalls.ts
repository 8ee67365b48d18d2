import { currentActivity, die, passGate, ProcessDied } from './activity.ts';
import { awaitTurn } from './interleaver.ts';

/** Puts a gate before every call to the provider, as `watchStatements` does for the database. */
export function watchCalls(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const activity = currentActivity();
    if (activity === undefined) return await send(input, init);
    await awaitTurn();
    const { diesAfter } = passGate(activity);
    if (activity.task !== null) activity.task.calls += 1;
    try {
      return await send(input, init);
    } finally {
      if (activity.task !== null) activity.task.calls -= 1;
      if (diesAfter && activity.incarnation !== null) die(activity.incarnation);
      // A dead process does not read the answer.
      if (activity.incarnation?.alive === false) throwDeath();
    }
  };
}

function throwDeath(): never {
  throw new ProcessDied();
}
