import {
  adjustInput,
  bonusInput,
  chargeInput,
  feeInput,
  refundInput,
  transactionListInput,
  transactionOutput,
  transactionTotalsInput,
} from '@paydesk/types';
import { Transaction } from '../models/Transaction.ts';
import { transactionRows } from '../rowFilters/transactionRows.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { totalsProcedure } from '../rowFilters/totalsProcedure.ts';
import { router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { userIdOf } from '../trpc/userReference.ts';
import { adjustBalance } from './adjustBalance.ts';
import { chargeFee } from './chargeFee.ts';
import { chargeUser } from './chargeUser.ts';
import { giveBonus } from './giveBonus.ts';
import { listTransactions } from './listTransactions.ts';
import { presentTransaction } from './presentTransaction.ts';
import { refundCharge } from './refundCharge.ts';

const transactions = defineResource({
  name: 'transaction',
  permission: 'transactions.read',
  listInput: transactionListInput,
  output: transactionOutput,
  list: async (scope, input) => await listTransactions(scope.app, input, readerOf(scope)),
  query: (knex) => Transaction.query(knex),
  userColumn: 'userId',
  present: ({ ownUserId }, rows) =>
    rows.map((row) => presentTransaction(row, { forUser: ownUserId !== null })),
});

/** The list, for exports. */
export const transactionListing = transactions.listing;

export const transactionsRouter = router({
  ...transactions.procedures,
  /** Staff only: how many rows a filter leaves, and their sums. */
  totals: totalsProcedure('transactions', transactionTotalsInput, transactionRows),
  charge: transactions.command(
    'transactions.charge',
    chargeInput,
    async ({ app, actor }, input) => await chargeUser(app, actor, { ...input, userId: userIdOf(input) }),
  ),
  refund: transactions.command(
    'transactions.refund',
    refundInput,
    async ({ app, actor }, input) => await refundCharge(app, actor, input),
  ),
  bonus: transactions.command(
    'transactions.bonus',
    bonusInput,
    async ({ app, actor }, input) => await giveBonus(app, actor, { ...input, userId: userIdOf(input) }),
  ),
  fee: transactions.command(
    'transactions.fee',
    feeInput,
    async ({ app, actor }, input) => await chargeFee(app, actor, { ...input, userId: userIdOf(input) }),
  ),
  adjust: transactions.command(
    'transactions.adjust',
    adjustInput,
    async ({ app, actor }, input) => await adjustBalance(app, actor, { ...input, userId: userIdOf(input) }),
  ),
});
