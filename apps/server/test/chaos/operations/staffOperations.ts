import { Decimal } from '@paydesk/types';
import { markCompleted } from '../../../src/payments/markCompleted.ts';
import { markFailed } from '../../../src/payments/markFailed.ts';
import { closeSuspense } from '../../../src/suspense/closeSuspense.ts';
import { creditSuspense } from '../../../src/suspense/creditSuspense.ts';
import { adjustBalance } from '../../../src/transactions/adjustBalance.ts';
import { freezeUser } from '../../../src/users/freezeUser.ts';
import { choose, noteCall, outcomeOf, usd, type Operation } from './operation.ts';

const close =
  (as: 'returned' | 'written_off'): Operation =>
  async (world, view, step) => {
    const item = choose(view.suspense, step.at);
    if (item === undefined) return 'nothing in suspense';
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) =>
        await closeSuspense(ctx, step.random.pick(world.staff), { id: item.id, note: 'decided', as }),
    );
    if (attempt.outcome === 'ok') world.promises.resolved.push({ id: item.id, as });
    return `${item.id}: ${outcomeOf(attempt)}`;
  };

/** Actions of staff. */
export const staffOperations = {
  markCompleted: async (world, view, step) => {
    const payment = choose(
      view.payments.filter(({ parent_payment_id: parent }) => parent === null),
      step.at,
    );
    if (payment === undefined) return 'no payment';
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await markCompleted(ctx, step.random.pick(world.staff), payment.id, 'I saw the money'),
    );
    if (attempt.outcome === 'ok') world.promises.attested.push(payment.id);
    return `${payment.id}: ${outcomeOf(attempt)}`;
  },

  markFailed: async (world, view, step) => {
    const payment = choose(view.payments, step.at);
    if (payment === undefined) return 'no payment';
    return `${payment.id}: ${outcomeOf(await world.attempt(step.instance, step.crash, async (ctx) => await markFailed(ctx, step.random.pick(world.staff), payment.id, 'not paid')))}`;
  },

  /** Except what a differing report says: its honest report comes later, and no one can value it before. */
  creditSuspense: async (world, view, step) => {
    const item = choose(
      view.suspense.filter(({ reason }) => reason !== 'report_mismatch'),
      step.at,
    );
    if (item === undefined) return 'nothing in suspense';
    const amountUsd =
      new Decimal(item.amount_usd).isZero() || step.random.chance(0.1)
        ? usd(step.random.int(1, 30_000))
        : undefined;
    const userId =
      item.user_id === null || step.random.chance(0.1) ? step.random.pick(world.users) : undefined;
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) =>
        await creditSuspense(ctx, step.random.pick(world.staff), {
          id: item.id,
          note: 'theirs',
          amountUsd,
          userId,
        }),
    );
    if (attempt.outcome === 'ok') world.promises.resolved.push({ id: item.id, as: 'credited' });
    return `${item.id}: ${outcomeOf(attempt)}`;
  },

  returnSuspense: close('returned'),
  writeOffSuspense: close('written_off'),

  adjust: async (world, _view, step) => {
    const amountUsd = `${step.random.chance(0.5) ? '-' : ''}${usd(step.random.int(1, 10_000))}`;
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) =>
        await adjustBalance(ctx, step.random.pick(world.staff), {
          userId: step.random.pick(world.users),
          amountUsd,
          reason: 'a correction',
        }),
    );
    noteCall(world, { key: undefined, input: '', makes: 'adjustment', table: 'transactions' }, attempt);
    return `${amountUsd}: ${outcomeOf(attempt)}`;
  },

  freeze: async (world, _view, step) => {
    const frozen = step.random.chance(0.4);
    const userId = step.random.pick(world.users);
    return `${frozen ? 'freeze' : 'unfreeze'}: ${outcomeOf(await world.attempt(step.instance, step.crash, async (ctx) => await freezeUser(ctx, step.random.pick(world.staff), userId, frozen, 'to be looked at')))}`;
  },
} satisfies Record<string, Operation>;
