import {
  balanceAtInput,
  balanceAtOutput,
  balanceListInput,
  balanceOutput,
  balanceVerifyInput,
  balanceVerifyOutput,
  formatUsd,
  getInput,
  getManyInput,
  listOutput,
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { verifyLedger } from '../ledger/verifyLedger.ts';
import { Transaction } from '../models/Transaction.ts';
import { UserBalance } from '../models/UserBalance.ts';
import { permitted, refuseOtherUser, router } from '../trpc/procedure.ts';
import { listBalances } from './listBalances.ts';
import { presentBalance } from './presentBalance.ts';

export const balancesRouter = router({
  list: permitted('balances.read')
    .input(balanceListInput)
    .output(listOutput(balanceOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listBalances(ctx.app, input, ctx.ownUserId);
      return { ...page, data: rows.map(presentBalance) };
    }),
  /** By user id: a user has one balance. */
  get: permitted('balances.read')
    .input(getInput)
    .output(balanceOutput)
    .query(async ({ ctx, input }) => {
      const balance =
        ctx.ownUserId !== null && ctx.ownUserId !== input.id
          ? undefined
          : await UserBalance.query(ctx.app.knex).findById(input.id);
      if (balance === undefined) throw new DomainError('NOT_FOUND', 'no such user');
      return presentBalance(balance);
    }),
  getMany: permitted('balances.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(balanceOutput) }))
    .query(async ({ ctx, input }) => {
      const ids = input.ids.filter((id) => ctx.ownUserId === null || id === ctx.ownUserId);
      return { data: (await UserBalance.query(ctx.app.knex).whereIn('userId', ids)).map(presentBalance) };
    }),
  /** The balance after the last transaction at or before a moment. */
  at: permitted('balances.read')
    .input(balanceAtInput)
    .output(balanceAtOutput)
    .query(async ({ ctx, input }) => {
      refuseOtherUser(ctx.ownUserId, input.userId);
      if ((await UserBalance.query(ctx.app.knex).findById(input.userId)) === undefined)
        throw new DomainError('NOT_FOUND', 'no such user');
      const last = await Transaction.query(ctx.app.knex)
        .where('userId', input.userId)
        .where('createdAt', '<=', input.at)
        .orderBy('seq', 'desc')
        .first();
      return {
        userId: input.userId,
        at: new Date(input.at).toISOString(),
        balanceUsd: formatUsd(last?.balanceAfter ?? '0'),
        seq: Number(last?.seq ?? 0),
      };
    }),
  verify: permitted('balances.verify')
    .input(balanceVerifyInput)
    .output(balanceVerifyOutput)
    .mutation(async ({ ctx, input }) => {
      refuseOtherUser(ctx.ownUserId, input.userId);
      const balance = await UserBalance.query(ctx.app.knex).findById(input.userId);
      if (balance === undefined) throw new DomainError('NOT_FOUND', 'no such user');
      const verdict = await verifyLedger(ctx.app.knex, input.userId);
      const [sum] = await Transaction.query(ctx.app.knex)
        .where('userId', input.userId)
        .sum('amountUsd as total')
        .castTo<{ total: string | null }[]>();
      return {
        userId: input.userId,
        ok: verdict.firstBad === null,
        checkedTransactions: verdict.transactions,
        balanceUsd: formatUsd(balance.balanceUsd),
        sumUsd: formatUsd(sum?.total ?? '0'),
        firstBad:
          verdict.firstBad === null
            ? null
            : {
                transactionId: verdict.firstBad.transactionId,
                seq: verdict.firstBad.seq,
                problem: verdict.firstBad.problem,
              },
      };
    }),
});
