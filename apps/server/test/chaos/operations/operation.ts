import type { Activity } from '../interleaving/activity.ts';
import type { Random } from '../schedule/random.ts';
import type { View } from '../schedule/view.ts';
import type { Attempt, World } from '../schedule/world.ts';

/** The provider watches an address for seven days; deposits after that are unknown to it. */
export const WATCHED_MS = 7.5 * 24 * 3_600_000;

/** One step of a schedule: decided in full by the seed, before anything runs. */
export interface Step {
  kind: string;
  /** Which of the instances serves it. */
  instance: number;
  /** 0 ≤ x < 1: which of the visible rows it is about. */
  at: number;
  crash: Activity['crash'];
  /** For its other decisions. */
  random: Random;
}

/** Performs a step. Returns what was done and how it ended, in a few words. */
export type Operation = (world: World, view: View, step: Step) => Promise<string>;

/** The item at `at`; undefined when the list is empty. */
export const choose = <T>(list: readonly T[], at: number): T | undefined =>
  list[Math.floor(at * list.length)];

export const outcomeOf = (attempt: Attempt<unknown>): string =>
  attempt.outcome === 'refused' ? attempt.reason : attempt.outcome;

/** Cents as a USD amount. */
export const usd = (cents: number): string =>
  `${Math.trunc(cents / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;

/**
 * Sometimes one of a few keys, which other steps use as well. A key stands for one input, so that a repeat is
 * a repeat; now and then it comes with another input, which must be refused.
 */
export function chooseKey(
  world: World,
  step: Step,
  name: string,
): { key: string | undefined; input: Random } {
  if (!step.random.chance(0.5)) return { key: undefined, input: step.random };
  const key = `${name}-${world.users[0] ?? ''}-${step.random.int(1, 3)}`;
  const variant = step.random.chance(0.1) ? 'other' : 'same';
  return { key, input: world.random.fork(`${name} ${key.slice(-1)} ${variant}`) };
}

/** Notes what a call with or without a key got. */
export function noteCall(
  world: World,
  call: {
    key: string | undefined;
    input: string;
    makes: keyof World['promises']['unkeyed'];
    table: World['promises']['made'][number]['table'];
  },
  attempt: Attempt<{ id: string }>,
): void {
  const { promises } = world;
  const result = attempt.outcome === 'ok' ? attempt.value.id : null;
  if (call.key === undefined) promises.unkeyed[call.makes] += 1;
  else promises.keyed.push({ key: call.key, input: call.input, result });
  if (result !== null) promises.made.push({ table: call.table, id: result });
}
