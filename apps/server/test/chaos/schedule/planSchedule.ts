import type { Step } from '../operations/operation.ts';
import { DECKS, type OperationKind } from '../operations/operations.ts';
import type { Random } from './random.ts';

/** Steps that run at once. */
export type Batch = Step[];

/** Most steps run beside others, to provoke races. */
const BATCHES = { from: 6, to: 12 };
const STEPS = { from: 1, to: 5 };
const CRASH_CHANCE = 0.12;

/** What a server posts together, if it arrives at once. */
const POSTINGS = ['charge', 'charge', 'charge', 'refund', 'bonus', 'fee'];
const BURST_CHANCE = 0.5;
const BURSTS = { from: 1, to: 4 };
const BURST_STEPS = { from: 4, to: 8 };

const MOVES_MONEY = new Set([
  'payInFull',
  'payOdd',
  'payDust',
  'payWrongAsset',
  'growAmount',
  'refundByProvider',
  'unknownStatus',
  'closeEarly',
]);

/**
 * Decides everything about a schedule before it begins, so that nothing that happens in it can change what
 * was planned.
 */
export function planSchedule(random: Random): Batch[] {
  const choices = random.fork('plan');
  const batches: Batch[] = [];
  // At least two payments, and a balance to withdraw; every second schedule is all about withdrawals.
  const isAboutWithdrawals = choices.chance(0.5);
  const beginning = isAboutWithdrawals
    ? [
        ['bonus', 'bonus', 'bonus'],
        ['createWithdrawal', 'createWithdrawal', 'createWithdrawal'],
      ]
    : [['bonus', 'createPayment', 'createPayment']];
  for (const kinds of beginning)
    batches.push(kinds.map((kind, index) => planStep(choices, random, kind, batches.length * 10 + index)));
  const deck = isAboutWithdrawals ? DECKS.withdrawals : DECKS.everything;
  for (let index = choices.int(BATCHES.from, BATCHES.to); index > 0; index -= 1)
    batches.push(planBatch(deck, choices, random, batches.length * 10));
  const bursts = random.fork('bursts');
  if (bursts.chance(BURST_CHANCE))
    for (let index = bursts.int(BURSTS.from, BURSTS.to); index > 0; index -= 1)
      batches.push(planBurst(bursts, random, batches.length * 10));
  return batches;
}

/** Postings that arrive at once, nearly all of them at one server. */
function planBurst(choices: Random, random: Random, number: number): Batch {
  const instance = choices.int(0, 2);
  const steps: Batch = [];
  for (let count = choices.int(BURST_STEPS.from, BURST_STEPS.to); count > 0; count -= 1) {
    const step = planStep(choices, random, choices.pick(POSTINGS), number + steps.length);
    steps.push(choices.chance(0.8) ? { ...step, instance } : step);
    // A retry while the first call is under way: at the same server, or at another one.
    if (choices.chance(0.3)) {
      const name = `step ${number + steps.length - 1}`;
      steps.push({
        ...step,
        instance: instance + choices.int(0, 1),
        crash: null,
        random: random.fork(name),
      });
    }
  }
  return steps;
}

function planBatch(deck: readonly OperationKind[], choices: Random, random: Random, number: number): Batch {
  const steps: Batch = [];
  for (let count = choices.int(STEPS.from, STEPS.to); count > 0; count -= 1) {
    const step = planStep(choices, random, choices.pick(deck), number + steps.length);
    steps.push(step);
    // The same action at the same time on another instance: a double click, two colleagues, a retry that
    // overtakes.
    if (choices.chance(0.3)) {
      const name = `step ${number + steps.length - 1}`;
      steps.push({ ...step, instance: step.instance + 1, crash: null, random: random.fork(name) });
    }
  }
  // A deposit while weeks pass would arrive after the provider has stopped watching, and remain unknown.
  return steps.some(({ kind }) => kind === 'jump')
    ? steps.filter(({ kind }) => !MOVES_MONEY.has(kind))
    : steps;
}

function planStep(choices: Random, random: Random, kind: string, number: number): Step {
  return {
    kind,
    instance: choices.int(0, 2),
    at: choices.next(),
    random: random.fork(`step ${number}`),
    crash: choices.chance(CRASH_CHANCE)
      ? { gate: choices.int(1, 24), when: choices.pick(['before', 'after']) }
      : null,
  };
}
