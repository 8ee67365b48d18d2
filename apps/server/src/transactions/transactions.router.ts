import {
  adjustInput,
  bonusInput,
  chargeInput,
  feeInput,
  getInput,
  getManyInput,
  listOutput,
  refundInput,
  transactionListInput,
  transactionOutput,
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { Transaction } from '../models/Transaction.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { adjustBalance } from './adjustBalance.ts';
import { chargeFee } from './chargeFee.ts';
import { chargeUser } from './chargeUser.ts';
import { giveBonus } from './giveBonus.ts';
import { listTransactions } from './listTransactions.ts';
import { presentTransaction } from './presentTransaction.ts';
import { refundCharge } from './refundCharge.ts';

export const transactionsRouter = router({
  list: permitted('transactions.read')
    .input(transactionListInput)
    .output(listOutput(transactionOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listTransactions(ctx.app, input, ctx.ownUserId);
      return { ...page, data: rows.map((row) => presentTransaction(row, viewOf(ctx))) };
    }),
  get: permitted('transactions.read')
    .input(getInput)
    .output(transactionOutput)
    .query(async ({ ctx, input }) => {
      const transaction = await Transaction.query(ctx.app.knex).findById(input.id);
      if (transaction === undefined || (ctx.ownUserId !== null && transaction.userId !== ctx.ownUserId))
        throw new DomainError('NOT_FOUND', 'no such transaction');
      return presentTransaction(transaction, viewOf(ctx));
    }),
  getMany: permitted('transactions.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(transactionOutput) }))
    .query(async ({ ctx, input }) => {
      const query = Transaction.query(ctx.app.knex).whereIn('id', input.ids);
      if (ctx.ownUserId !== null) void query.where('userId', ctx.ownUserId);
      return { data: (await query).map((row) => presentTransaction(row, viewOf(ctx))) };
    }),
  charge: permitted('transactions.charge')
    .input(chargeInput)
    .output(transactionOutput)
    .mutation(async ({ ctx, input }) => presentTransaction(await chargeUser(ctx.app, ctx.actor, input))),
  refund: permitted('transactions.refund')
    .input(refundInput)
    .output(transactionOutput)
    .mutation(async ({ ctx, input }) => presentTransaction(await refundCharge(ctx.app, ctx.actor, input))),
  bonus: permitted('transactions.bonus')
    .input(bonusInput)
    .output(transactionOutput)
    .mutation(async ({ ctx, input }) => presentTransaction(await giveBonus(ctx.app, ctx.actor, input))),
  fee: permitted('transactions.fee')
    .input(feeInput)
    .output(transactionOutput)
    .mutation(async ({ ctx, input }) => presentTransaction(await chargeFee(ctx.app, ctx.actor, input))),
  adjust: permitted('transactions.adjust')
    .input(adjustInput)
    .output(transactionOutput)
    .mutation(async ({ ctx, input }) => presentTransaction(await adjustBalance(ctx.app, ctx.actor, input))),
});

const viewOf = ({ ownUserId }: { ownUserId: string | null }) => ({ forUser: ownUserId !== null });
