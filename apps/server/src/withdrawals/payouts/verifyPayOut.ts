import { withdrawalCan, type StepUpEvidence, type StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../../base/actor.ts';
import { DomainError } from '../../base/domainError.ts';
import type { AppContext } from '../../context/appContext.ts';
import { Payout } from '../../models/Payout.ts';
import { WithdrawalRequest } from '../../models/WithdrawalRequest.ts';
import { currentPolicy } from '../../policyEngine/currentPolicy.ts';
import { payOutChallenge } from '../../stepUp/challenges.ts';
import { verifyStepUp } from '../../stepUp/verifyStepUp.ts';
import { requirePayouts } from './requirePayouts.ts';

/**
 * The second factor for ordering this payout; after a failed one the next needs another. Refuses with
 * PAYOUTS_DISABLED, STAFF_ONLY, NOT_FOUND, ILLEGAL_TRANSITION and what `proveStepUp` refuses.
 */
export async function verifyPayOut(
  ctx: AppContext,
  actor: Actor,
  input: { id: string; proof?: StepUpProof | undefined },
): Promise<StepUpEvidence> {
  requirePayouts(ctx);
  if (actor.kind !== 'staff' || actor.id === null)
    throw new DomainError('STAFF_ONLY', 'only a person can pay a withdrawal out');
  const withdrawal = await WithdrawalRequest.query(ctx.knex).findById(input.id);
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const can = withdrawalCan.payOut(withdrawal);
  if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
  const { rules } = await currentPolicy(ctx.knex, ctx);
  return await verifyStepUp(ctx, {
    staffId: actor.id,
    challenge: await nextPayOutChallenge(ctx.knex, withdrawal),
    proof: input.proof,
    demand: rules.secondFactor,
  });
}

/** What a person signs to have this paid out: the payload, and which attempt it is. */
export async function nextPayOutChallenge(db: Knex, withdrawal: WithdrawalRequest): Promise<string> {
  return payOutChallenge(
    withdrawal.payloadHash,
    (await Payout.query(db).where({ withdrawalRequestId: withdrawal.id }).resultSize()) + 1,
  );
}
