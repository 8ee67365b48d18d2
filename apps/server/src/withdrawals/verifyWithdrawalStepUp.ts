import {
  needsPasskey,
  withdrawalCan,
  type StepUpAction,
  type StepUpEvidence,
  type StepUpProof,
} from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';
import { requireStaff } from './authorizeStep.ts';
import { requirePayouts } from './payOutWithdrawal.ts';

type WithdrawalAction = Extract<StepUpAction, { kind: 'approve' | 'payOut' }>;

/**
 * Verifies the second factor for approving (one or several) or paying out. The challenge is computed
 * from the rows in the database; after a failed payout the next one needs another. Refuses with PAYOUTS_DISABLED,
 * STAFF_ONLY, NOT_FOUND (none of them exists), ILLEGAL_TRANSITION (the step is possible for none of them),
 * PASSKEY_REQUIRED (one of them is above the highest band) and what `verifyAction` refuses.
 */
export async function verifyWithdrawalStepUp(
  ctx: AppContext,
  actor: Actor,
  action: WithdrawalAction,
  proof: StepUpProof | undefined,
): Promise<StepUpEvidence> {
  if (action.kind === 'payOut') requirePayouts(ctx);
  const staffId = requireStaff(actor);
  const amounts = await requirePossible(ctx, action);
  const { rules } = await currentPolicy(ctx.knex, ctx);
  const passkeyOnly = amounts.some((amountUsd) => needsPasskey(rules, amountUsd));
  const { sessionId } = actor;
  return await verifyAction(ctx, {
    staffId,
    sessionId,
    action,
    proof,
    demand: rules.secondFactor,
    passkeyOnly,
  });
}

/**
 * A code is valid once: it is not used up by a step that would be refused anyway. Returns the amounts of those for
 * which the step is possible.
 */
async function requirePossible(ctx: AppContext, action: WithdrawalAction): Promise<string[]> {
  const ids = action.kind === 'approve' ? action.ids : [action.id];
  const withdrawals = await WithdrawalRequest.query(ctx.knex)
    .select('status', 'amountUsd')
    .whereIn('id', ids);
  if (withdrawals.length === 0) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const answers = withdrawals.map((withdrawal) => withdrawalCan[action.kind](withdrawal));
  const refusals = answers.flatMap((can) => (can.allowed ? [] : [can.why]));
  const [first] = refusals;
  if (first !== undefined && refusals.length === answers.length)
    throw new DomainError('ILLEGAL_TRANSITION', first);
  return withdrawals.filter((_, index) => answers[index]?.allowed).map(({ amountUsd }) => amountUsd);
}
