import { withdrawalCan, type StepUpEvidence, type StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../../base/actor.ts';
import { DomainError } from '../../base/domainError.ts';
import type { Desk } from '../../desk/desk.ts';
import { Payout } from '../../models/Payout.ts';
import { WithdrawalRequest } from '../../models/WithdrawalRequest.ts';
import { currentPolicy } from '../../policy/currentPolicy.ts';
import { payOutChallenge } from '../../stepUp/challenges.ts';
import { proveStepUp } from '../../stepUp/proveStepUp.ts';
import { requirePayouts } from './requirePayouts.ts';

/**
 * The second factor for ordering this payout; after a failed one the next needs another. Refuses with
 * PAYOUTS_DISABLED, STAFF_ONLY, NOT_FOUND, ILLEGAL_TRANSITION and what `proveStepUp` refuses.
 */
export async function provePayOut(
  desk: Desk,
  actor: Actor,
  input: { id: string; proof?: StepUpProof | undefined },
): Promise<StepUpEvidence> {
  requirePayouts(desk);
  if (actor.kind !== 'staff' || actor.id === null)
    throw new DomainError('STAFF_ONLY', 'only a person can pay a withdrawal out');
  const withdrawal = await WithdrawalRequest.query(desk.knex).findById(input.id);
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const can = withdrawalCan.payOut(withdrawal);
  if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
  const { rules } = await currentPolicy(desk.knex, desk);
  return await proveStepUp(desk, {
    staffId: actor.id,
    challenge: await nextPayOutChallenge(desk.knex, withdrawal),
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
