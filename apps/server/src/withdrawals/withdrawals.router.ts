import {
  getInput,
  getManyInput,
  listOutput,
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
} from '@paydesk/types';
import { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import type { Payout } from '../models/Payout.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { findDecisionsAtRequest } from '../policyEngine/findDecisions.ts';
import { permitted, refuseOtherUser, router } from '../trpc/procedure.ts';
import { approveMany, rejectMany } from './approveMany.ts';
import { approveWithdrawal } from './approveWithdrawal.ts';
import { cancelWithdrawal } from './cancelWithdrawal.ts';
import { completeWithdrawal } from './completeWithdrawal.ts';
import { createWithdrawal } from './createWithdrawal.ts';
import { listWithdrawals } from './listWithdrawals.ts';
import { latestPayouts } from './payouts/presentPayout.ts';
import { verifyPayOut } from './payouts/verifyPayOut.ts';
import { payOutWithdrawal } from './payOutWithdrawal.ts';
import { presentWithdrawal } from './presentWithdrawal.ts';
import { verifyApproval, verifyCompletion } from './verifyApproval.ts';
import { quoteWithdrawal } from './quoteWithdrawal.ts';
import { refreshRate } from './refreshRate.ts';
import { rejectWithdrawal } from './rejectWithdrawal.ts';
import { returnToApproved } from './returnToApproved.ts';
import { reviewWithdrawal } from './reviewWithdrawal.ts';
import { startProcessing } from './startProcessing.ts';

export const withdrawalsRouter = router({
  list: permitted('withdrawals.read')
    .input(withdrawalListInput)
    .output(listOutput(withdrawalOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listWithdrawals(ctx.app, input, ctx.ownUserId);
      return { ...page, data: await present(ctx, rows) };
    }),
  get: permitted('withdrawals.read')
    .input(getInput)
    .output(withdrawalOutput)
    .query(async ({ ctx, input }) => await one(ctx, await visible(ctx, input.id))),
  getMany: permitted('withdrawals.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(withdrawalOutput) }))
    .query(async ({ ctx, input }) => {
      const query = WithdrawalRequest.query(ctx.app.knex).whereIn('id', input.ids);
      if (ctx.ownUserId !== null) void query.where('userId', ctx.ownUserId);
      return { data: await present(ctx, await query) };
    }),
  /** Staff only: everything that a person wants to see before saying yes. */
  review: permitted('withdrawals.read')
    .input(getInput)
    .output(withdrawalReviewOutput)
    .query(
      async ({ ctx, input }) =>
        await reviewWithdrawal(ctx.app, ctx.principal, await one(ctx, await visible(ctx, input.id))),
    ),
  quote: permitted('withdrawals.read')
    .input(withdrawalQuoteInput)
    .output(withdrawalQuoteOutput)
    .query(async ({ ctx, input }) => ({ ...(await quoteWithdrawal(ctx.app, input)), ...input })),
  create: permitted('withdrawals.create')
    .input(withdrawalCreateInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input }) => {
      refuseOtherUser(ctx.ownUserId, input.userId);
      return await one(ctx, await createWithdrawal(ctx.app, ctx.actor, input));
    }),
  cancel: permitted('withdrawals.cancel')
    .input(withdrawalIdInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input }) => {
      const withdrawal = await visible(ctx, input.id);
      return await one(ctx, await cancelWithdrawal(ctx.app, ctx.actor, withdrawal.id));
    }),
  approve: permitted('withdrawals.approve')
    .input(withdrawalApproveInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input: { id, note, proof } }) => {
      const evidence = await verifyApproval(ctx.app, ctx.actor, [id], proof);
      return await one(ctx, await approveWithdrawal(ctx.app, ctx.actor, id, { evidence, note }));
    }),
  approveMany: permitted('withdrawals.approve')
    .input(withdrawalApproveManyInput)
    .output(withdrawalManyOutput)
    .mutation(async ({ ctx, input: { ids, note, proof } }) => {
      const evidence = await verifyApproval(ctx.app, ctx.actor, ids, proof);
      return { results: await approveMany(ctx.app, ctx.actor, ids, { evidence, note }) };
    }),
  reject: permitted('withdrawals.approve')
    .input(withdrawalRejectInput)
    .output(withdrawalOutput)
    .mutation(
      async ({ ctx, input }) =>
        await one(ctx, await rejectWithdrawal(ctx.app, ctx.actor, input.id, input.reason)),
    ),
  rejectMany: permitted('withdrawals.approve')
    .input(withdrawalRejectManyInput)
    .output(withdrawalManyOutput)
    .mutation(async ({ ctx, input: { ids, reason } }) => ({
      results: await rejectMany(ctx.app, ctx.actor, ids, reason),
    })),
  refreshRate: permitted('withdrawals.pay')
    .input(withdrawalIdInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input }) => await one(ctx, await refreshRate(ctx.app, ctx.actor, input.id))),
  startProcessing: permitted('withdrawals.pay')
    .input(withdrawalIdInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input }) => await one(ctx, await startProcessing(ctx.app, ctx.actor, input.id))),
  /**
   * Orders the provider to pay; a worker carries it out. Refused unless the operator has switched this on.
   */
  payOut: permitted('withdrawals.pay')
    .input(withdrawalPayOutInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input }) => {
      const evidence = await verifyPayOut(ctx.app, ctx.actor, input);
      return await one(ctx, await payOutWithdrawal(ctx.app, ctx.actor, input.id, evidence));
    }),
  complete: permitted('withdrawals.pay')
    .input(withdrawalCompleteInput)
    .output(withdrawalOutput)
    .mutation(async ({ ctx, input }) => {
      const evidence = await verifyCompletion(ctx.app, ctx.actor, input);
      return await one(ctx, await completeWithdrawal(ctx.app, ctx.actor, input.id, { ...input, evidence }));
    }),
  returnToApproved: permitted('withdrawals.pay')
    .input(withdrawalNoteInput)
    .output(withdrawalOutput)
    .mutation(
      async ({ ctx, input }) =>
        await one(ctx, await returnToApproved(ctx.app, ctx.actor, input.id, input.note)),
    ),
});

interface Scope {
  app: AppContext;
  ownUserId: string | null;
  principal: Principal;
}

/** Another user's withdrawal is as good as none. */
async function visible({ app, ownUserId }: Scope, id: string): Promise<WithdrawalRequest> {
  const withdrawal = await WithdrawalRequest.query(app.knex).findById(id);
  if (withdrawal === undefined || (ownUserId !== null && withdrawal.userId !== ownUserId))
    throw new DomainError('NOT_FOUND', 'no such withdrawal');
  return withdrawal;
}

const one = async (scope: Scope, withdrawal: WithdrawalRequest) =>
  (await present(scope, [withdrawal]))[0] as z.infer<typeof withdrawalOutput>;

async function present({ app, principal }: Scope, withdrawals: WithdrawalRequest[]) {
  const forStaff = principal.kind !== 'user';
  const codes = [...new Set(withdrawals.map((w) => w.currencyCode))];
  const ids = withdrawals.map((w) => w.id);
  const [currencies, approvals, decisions, payouts] = await Promise.all([
    Currency.query(app.knex).whereIn('code', codes),
    WithdrawalApproval.query(app.knex).whereIn('withdrawalRequestId', ids).orderBy('createdAt'),
    forStaff ? findDecisionsAtRequest(app.knex, ids) : new Map<string, never>(),
    forStaff ? latestPayouts(app.knex, ids) : new Map<string, Payout>(),
  ]);
  const byCode = new Map(currencies.map((currency) => [currency.code, currency]));
  return withdrawals.map((w) =>
    presentWithdrawal(w, {
      currency: byCode.get(w.currencyCode) as Currency,
      approvals: approvals.filter((a) => a.withdrawalRequestId === w.id),
      decision: decisions.get(w.id) ?? null,
      payout: payouts.get(w.id),
      forStaff,
    }),
  );
}
