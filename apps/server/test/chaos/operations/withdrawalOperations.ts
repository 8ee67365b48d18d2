import { cancelWithdrawal } from '../../../src/withdrawals/cancelWithdrawal.ts';
import { createWithdrawal } from '../../../src/withdrawals/createWithdrawal.ts';
import { quoteWithdrawal } from '../../../src/withdrawals/quoteWithdrawal.ts';
import { refreshRate } from '../../../src/withdrawals/refreshRate.ts';
import { rejectWithdrawal } from '../../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../../src/withdrawals/startProcessing.ts';
import type { Actor } from '../../../src/base/actor.ts';
import type { AppContext } from '../../../src/context/appContext.ts';
import { approve, complete } from '../../support/money.ts';
import { choose, chooseKey, noteCall, outcomeOf, usd, type Operation, type Step } from './operation.ts';

/** Two different addresses, and one that looks like the first. */
const WALLETS = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0x529084BBBBBbBbbBBBbBBbBBBbbbbbBbbBb69Ee7',
];

/** An action of staff on a withdrawal in a fitting status, sometimes on any other. */
const move =
  (
    ready: string[],
    command: (ctx: AppContext, actor: Actor, id: string, step: Step) => Promise<unknown>,
    done?: 'completed',
  ): Operation =>
  async (world, view, step) => {
    const fitting = view.withdrawals.filter(({ status }) => ready.includes(status));
    const withdrawal = choose(
      fitting.length > 0 && step.random.chance(0.8) ? fitting : view.withdrawals,
      step.at,
    );
    if (withdrawal === undefined) return 'no withdrawal';
    const actor = step.random.pick(world.staff);
    const attempt = await world.attempt(
      step.instance,
      step.crash,
      async (ctx) => await command(ctx, actor, withdrawal.id, step),
    );
    if (done === 'completed' && attempt.outcome === 'ok') world.promises.completed.push(withdrawal.id);
    return `${withdrawal.id} by ${actor.name ?? ''}: ${outcomeOf(attempt)}`;
  };

/** Users and apps that request withdrawals, and the staff that approve and pay them. */
export const withdrawalOperations = {
  createWithdrawal: async (world, _view, step) => {
    const { key, input } = chooseKey(world, step, 'withdrawal');
    const request = {
      userId: input.pick(world.users),
      amountUsd: usd(input.int(1000, input.chance(0.3) ? 40_000 : 8000)),
      currencyCode: 'USDTBSC',
      walletAddress: input.pick(WALLETS),
    };
    // Staff may request as well, and then not approve; keys belong to the caller.
    const actor =
      key === undefined && step.random.chance(0.3) ? step.random.pick(world.staff) : world.service;
    const attempt = await world.attempt(step.instance, step.crash, async (ctx) => {
      const { quote } =
        step.random.chance(0.3) && key === undefined
          ? await quoteWithdrawal(ctx, request)
          : { quote: undefined };
      return await createWithdrawal(ctx, actor, { ...request, idempotencyKey: key, quote });
    });
    noteCall(
      world,
      { key, input: JSON.stringify(request), makes: 'withdrawal', table: 'withdrawal_requests' },
      attempt,
    );
    return `${request.amountUsd}: ${outcomeOf(attempt)}`;
  },

  approveWithdrawal: move(['pending'], async (ctx, actor, id) => await approve(ctx, actor, id, 'fine')),
  rejectWithdrawal: move(
    ['pending', 'approved'],
    async (ctx, actor, id) => await rejectWithdrawal(ctx, actor, id, 'not now'),
  ),
  cancelWithdrawal: move(
    ['pending', 'approved'],
    async (ctx, actor, id) => await cancelWithdrawal(ctx, actor, id),
  ),
  startProcessing: move(['approved'], async (ctx, actor, id) => await startProcessing(ctx, actor, id)),
  returnToApproved: move(
    ['processing'],
    async (ctx, actor, id) => await returnToApproved(ctx, actor, id, 'the payout failed'),
  ),
  refreshRate: move(['approved'], async (ctx, actor, id) => await refreshRate(ctx, actor, id)),
  completeWithdrawal: move(
    ['approved', 'processing'],
    async (ctx, actor, id, step) => {
      const transactionHash = `0x${step.random.int(1, 9).toString().repeat(64)}`;
      return await complete(ctx, actor, id, {
        transactionHash,
        ...(step.random.chance(0.3) && { cryptoAmount: '12.5' }),
      });
    },
    'completed',
  ),
} satisfies Record<string, Operation>;
