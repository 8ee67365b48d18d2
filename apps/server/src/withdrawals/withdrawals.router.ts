import {
  getInput,
  noInput,
  payoutsResumeInput,
  payoutsStateOutput,
  payoutsStopInput,
  withdrawalApproveInput,
  withdrawalApproveManyInput,
  withdrawalCompleteInput,
  withdrawalCreateInput,
  withdrawalIdInput,
  withdrawalListInput,
  withdrawalManyOutput,
  withdrawalNoteInput,
  withdrawalOutput,
  withdrawalPayOutInput,
  withdrawalQuoteInput,
  withdrawalQuoteOutput,
  withdrawalRejectInput,
  withdrawalRejectManyInput,
  withdrawalReviewOutput,
  withdrawalTotalsInput,
} from '@paydesk/types';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { withdrawalRows } from '../rowFilters/withdrawalRows.ts';
import { readerOf } from '../rowFilters/reader.ts';
import { totalsProcedure } from '../rowFilters/totalsProcedure.ts';
import { noteProcedure, notesFor } from '../trpc/notes.ts';
import { permitted, router, staffOnly } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { refuseOtherUser, userIdOf } from '../trpc/userReference.ts';
import { approveMany, rejectMany } from './approveMany.ts';
import { approveWithdrawal } from './approveWithdrawal.ts';
import { givenEvidence } from './authorizeStep.ts';
import { cancelWithdrawal } from './cancelWithdrawal.ts';
import { completeWithdrawal } from './completeWithdrawal.ts';
import { createWithdrawal } from './createWithdrawal.ts';
import { listWithdrawals } from './listWithdrawals.ts';
import { payOutWithdrawal } from './payOutWithdrawal.ts';
import { presentWithdrawals } from './presentWithdrawal.ts';
import { quoteWithdrawal } from './quoteWithdrawal.ts';
import { refreshRate } from './refreshRate.ts';
import { rejectWithdrawal } from './rejectWithdrawal.ts';
import { returnToApproved } from './returnToApproved.ts';
import { reviewWithdrawal } from './reviewWithdrawal.ts';
import { startProcessing } from './startProcessing.ts';
import { payoutsState, resumePayouts, stopPayouts } from './stopPayouts.ts';
import { verifyWithdrawalStepUp } from './verifyWithdrawalStepUp.ts';

const withdrawals = defineResource({
  name: 'withdrawal',
  permission: 'withdrawals.read',
  listInput: withdrawalListInput,
  output: withdrawalOutput,
  list: async (scope, input) => await listWithdrawals(scope.app, input, readerOf(scope)),
  query: (knex) => WithdrawalRequest.query(knex),
  userColumn: 'userId',
  present: async ({ app, principal }, rows) =>
    await presentWithdrawals(app, rows, { forStaff: principal.kind !== 'user' }),
  details: async (scope, { id }) => await notesFor(scope, 'withdrawal', id),
});

/** The list, for exports. */
export const withdrawalListing = withdrawals.listing;

export const withdrawalsRouter = router({
  ...withdrawals.procedures,
  /** Staff only: how many rows a filter leaves, and their sums. */
  totals: totalsProcedure('withdrawals', withdrawalTotalsInput, withdrawalRows),
  /** Staff only: everything an approver needs before deciding. */
  review: staffOnly('withdrawals.read')
    .input(getInput)
    .output(withdrawalReviewOutput)
    .query(async ({ ctx, input }) => {
      const withdrawal = await withdrawals.find(ctx, input.id);
      return await reviewWithdrawal(ctx.app, ctx.principal, await withdrawals.detail(ctx, withdrawal));
    }),
  quote: permitted('withdrawals.read')
    .input(withdrawalQuoteInput)
    .output(withdrawalQuoteOutput)
    .query(async ({ ctx, input }) => ({ ...(await quoteWithdrawal(ctx.app, input)), ...input })),
  create: withdrawals.command(
    'withdrawals.create',
    withdrawalCreateInput,
    async ({ app, actor, ownUserId }, input) => {
      const userId = userIdOf(input);
      refuseOtherUser(ownUserId, userId);
      return await createWithdrawal(app, actor, { ...input, userId });
    },
  ),
  cancel: withdrawals.command('withdrawals.cancel', withdrawalIdInput, async (scope, { id }) => {
    const withdrawal = await withdrawals.find(scope, id);
    return await cancelWithdrawal(scope.app, scope.actor, withdrawal.id);
  }),
  approve: withdrawals.command(
    'withdrawals.approve',
    withdrawalApproveInput,
    async ({ app, actor }, { id, note, proof }) => {
      const evidence = await verifyWithdrawalStepUp(app, actor, { kind: 'approve', ids: [id] }, proof);
      return await approveWithdrawal(app, actor, id, { evidence, note });
    },
  ),
  approveMany: permitted('withdrawals.approve')
    .input(withdrawalApproveManyInput)
    .output(withdrawalManyOutput)
    .mutation(async ({ ctx: { app, actor }, input: { ids, note, proof } }) => {
      const evidence = await verifyWithdrawalStepUp(app, actor, { kind: 'approve', ids }, proof);
      return { results: await approveMany(app, actor, ids, { evidence, note }) };
    }),
  reject: withdrawals.command(
    'withdrawals.approve',
    withdrawalRejectInput,
    async ({ app, actor }, { id, reason }) => await rejectWithdrawal(app, actor, id, reason),
  ),
  rejectMany: permitted('withdrawals.approve')
    .input(withdrawalRejectManyInput)
    .output(withdrawalManyOutput)
    .mutation(async ({ ctx: { app, actor }, input: { ids, reason } }) => ({
      results: await rejectMany(app, actor, ids, reason),
    })),
  refreshRate: withdrawals.command(
    'withdrawals.pay',
    withdrawalIdInput,
    async ({ app, actor }, { id }) => await refreshRate(app, actor, id),
  ),
  startProcessing: withdrawals.command(
    'withdrawals.pay',
    withdrawalIdInput,
    async ({ app, actor }, { id }) => await startProcessing(app, actor, id),
  ),
  /** Orders a payout through the provider; a worker sends it. Refused unless the operator has switched payouts on. */
  payOut: withdrawals.command(
    'withdrawals.pay',
    withdrawalPayOutInput,
    async ({ app, actor }, { id, proof }) => {
      const evidence = await verifyWithdrawalStepUp(app, actor, { kind: 'payOut', id }, proof);
      return await payOutWithdrawal(app, actor, id, evidence);
    },
  ),
  complete: withdrawals.command(
    'withdrawals.pay',
    withdrawalCompleteInput,
    // Governed: the second factor was verified before, over the withdrawal, the transaction and the amount.
    async ({ app, actor }, { id, ...payment }) =>
      await completeWithdrawal(app, actor, id, { ...payment, evidence: givenEvidence(actor) }),
  ),
  returnToApproved: withdrawals.command(
    'withdrawals.pay',
    withdrawalNoteInput,
    async ({ app, actor }, { id, note }) => await returnToApproved(app, actor, id, note),
  ),
  addNote: noteProcedure({
    subjectKind: 'withdrawal',
    permission: 'withdrawals.note',
    require: async (scope, id) => await withdrawals.find(scope, id),
  }),
  /** Whether all payouts are stopped, and why: cheap, for pages that ask often. Staff only. */
  payoutState: staffOnly('withdrawals.read')
    .input(noInput)
    .output(payoutsStateOutput)
    .query(async ({ ctx: { app } }) => await payoutsState(app)),
  /** One person, at once. Everything but approving, sending and completing goes on. */
  stopPayouts: permitted('payouts.stop')
    .input(payoutsStopInput)
    .output(payoutsStateOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => await stopPayouts(app, actor, input.note)),
  /** Another admin has to approve it. */
  resumePayouts: permitted('payouts.resume')
    .input(payoutsResumeInput)
    .output(payoutsStateOutput)
    .mutation(async ({ ctx: { app, actor }, input }) => await resumePayouts(app, actor, input.note)),
});
