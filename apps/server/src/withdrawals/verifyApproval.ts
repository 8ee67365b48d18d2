import { withdrawalCan, type StepUpAction, type StepUpEvidence, type StepUpProof } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { challengeOf } from '../stepUp/challengeOf.ts';
import { verifyStepUp } from '../stepUp/verifyStepUp.ts';

/**
 * The second factor for approving these. Challenges are made of what stands in the database. Refuses with
 * STAFF_ONLY, NOT_FOUND (none of them exists), ILLEGAL_TRANSITION (none of them can be approved) and what
 * `proveStepUp` refuses.
 */
export async function verifyApproval(
  ctx: AppContext,
  actor: Actor,
  ids: readonly string[],
  proof: StepUpProof | undefined,
): Promise<StepUpEvidence> {
  const staffId = requireStaff(actor);
  const withdrawals = await WithdrawalRequest.query(ctx.knex)
    .select('status')
    .whereIn('id', [...ids]);
  const [first] = withdrawals;
  if (first === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  // A code is good once: it is not spent on what is refused anyway.
  const can = withdrawals.map((withdrawal) => withdrawalCan.approve(withdrawal));
  const refused = can.find((one) => !one.allowed);
  if (refused?.allowed === false && !can.some(({ allowed }) => allowed))
    throw new DomainError('ILLEGAL_TRANSITION', refused.why);
  return await prove(ctx, staffId, { kind: 'approve', ids: [...ids] }, proof);
}

/**
 * The second factor for recording this payout. Refuses with STAFF_ONLY, NOT_FOUND, ILLEGAL_TRANSITION and
 * what `proveStepUp` refuses.
 */
export async function verifyCompletion(
  ctx: AppContext,
  actor: Actor,
  input: {
    id: string;
    transactionHash: string;
    cryptoAmount?: string | undefined;
    proof?: StepUpProof | undefined;
  },
): Promise<StepUpEvidence> {
  const staffId = requireStaff(actor);
  const withdrawal = await WithdrawalRequest.query(ctx.knex).findById(input.id);
  if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  const can = withdrawalCan.complete(withdrawal);
  if (!can.allowed) throw new DomainError('ILLEGAL_TRANSITION', can.why);
  const { id, transactionHash, cryptoAmount } = input;
  return await prove(ctx, staffId, { kind: 'complete', id, transactionHash, cryptoAmount }, input.proof);
}

async function prove(
  ctx: AppContext,
  staffId: string,
  deed: StepUpAction,
  proof: StepUpProof | undefined,
): Promise<StepUpEvidence> {
  const { rules } = await currentPolicy(ctx.knex, ctx);
  return await verifyStepUp(ctx, {
    staffId,
    ...(await challengeOf(ctx.knex, staffId, deed)),
    proof,
    demand: rules.secondFactor,
  });
}

function requireStaff(actor: Actor): string {
  if (actor.kind !== 'staff' || actor.id === null)
    throw new DomainError('STAFF_ONLY', 'only a person can do this');
  return actor.id;
}
