import {
  balanceAtInput,
  balanceAtOutput,
  balanceListInput,
  balanceOutput,
  balanceVerifyInput,
  balanceVerifyOutput,
} from '@paydesk/types';
import { UserBalance } from '../models/UserBalance.ts';
import { permitted, refuseOtherUser, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { balanceAt } from './balanceAt.ts';
import { listBalances } from './listBalances.ts';
import { presentBalance } from './presentBalance.ts';
import { verifyBalance } from './verifyBalance.ts';

/** A user has one balance, and its id is the user's. */
const balances = defineResource({
  name: 'user',
  permission: 'balances.read',
  listInput: balanceListInput,
  output: balanceOutput,
  list: async ({ app, ownUserId }, input) => await listBalances(app, input, ownUserId),
  query: (knex) => UserBalance.query(knex),
  idColumn: 'userId',
  userColumn: 'userId',
  present: (_scope, rows) => rows.map(presentBalance),
});

export const balancesRouter = router({
  ...balances.procedures,
  at: permitted('balances.read')
    .input(balanceAtInput)
    .output(balanceAtOutput)
    .query(async ({ ctx, input }) => {
      refuseOtherUser(ctx.ownUserId, input.userId);
      return await balanceAt(ctx.app, input.userId, input.at);
    }),
  verify: permitted('balances.verify')
    .input(balanceVerifyInput)
    .output(balanceVerifyOutput)
    .mutation(async ({ ctx, input }) => {
      refuseOtherUser(ctx.ownUserId, input.userId);
      return await verifyBalance(ctx.app, input.userId);
    }),
});
