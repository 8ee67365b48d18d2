import {
  balanceAtInput,
  balanceAtOutput,
  balanceListInput,
  balanceOutput,
  balanceVerifyInput,
  balanceVerifyOutput,
  Decimal,
  formatUsd,
  usdDisplay,
  balanceTotalsInput,
} from '@paydesk/types';
import type { z } from 'zod';
import { UserBalance } from '../models/UserBalance.ts';
import { balanceRows } from '../rowFilters/balanceRows.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { totalsProcedure } from '../rowFilters/totalsProcedure.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { refuseOtherUser, userIdOf } from '../trpc/userReference.ts';
import { balanceAt } from './balanceAt.ts';
import { listBalances } from './listBalances.ts';
import { verifyBalance } from './verifyBalance.ts';

/** A user has one balance, and its id is the user's. */
const balances = defineResource({
  name: 'user',
  permission: 'balances.read',
  listInput: balanceListInput,
  output: balanceOutput,
  list: async (scope, input) => await listBalances(scope.app, input, readerOf(scope)),
  query: (knex) => UserBalance.query(knex),
  idColumn: 'userId',
  userColumn: 'userId',
  present: (_scope, rows) => rows.map(presentBalance),
});

/** The list, for exports. */
export const balanceListing = balances.listing;

export const balancesRouter = router({
  ...balances.procedures,
  /** Staff only: how many rows a filter leaves, and their sums. */
  totals: totalsProcedure('balances', balanceTotalsInput, balanceRows),
  at: permitted('balances.read')
    .input(balanceAtInput)
    .output(balanceAtOutput)
    .query(async ({ ctx, input }) => {
      const userId = userIdOf(input);
      refuseOtherUser(ctx.ownUserId, userId);
      return await balanceAt(ctx.app, userId, input.at);
    }),
  verify: permitted('balances.verify')
    .input(balanceVerifyInput)
    .output(balanceVerifyOutput)
    .mutation(async ({ ctx, input }) => {
      const userId = userIdOf(input);
      refuseOtherUser(ctx.ownUserId, userId);
      return await verifyBalance(ctx.app, userId);
    }),
});

export function presentBalance(b: UserBalance): z.infer<typeof balanceOutput> {
  return {
    id: b.userId,
    userId: b.userId,
    balanceUsd: formatUsd(b.balanceUsd),
    heldUsd: formatUsd(b.heldUsd),
    availableUsd: formatUsd(new Decimal(b.balanceUsd).minus(b.heldUsd)),
    balanceDisplay: usdDisplay(b.balanceUsd),
    totalDeposited: formatUsd(b.totalDeposited),
    totalWithdrawn: formatUsd(b.totalWithdrawn),
    transactionCount: Number(b.lastSeq),
    isEmpty: new Decimal(b.balanceUsd).isZero(),
    hasTransactions: b.lastSeq !== '0',
    lastTransactionAt: b.lastTransactionAt?.toISOString() ?? null,
    createdAt: b.createdAt.toISOString(),
    updatedAt: b.updatedAt.toISOString(),
  };
}
