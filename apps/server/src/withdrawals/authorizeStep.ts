import {
  fourEyesConflict,
  type FourEyesStep,
  type Involvement,
  needsPasskey,
  passkeyFromUsd,
  type PolicyRules,
  type StepUpEvidence,
} from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import {
  decideWithdrawal,
  type DecidedWithdrawal,
  type DecisionInput,
} from '../policyEngine/decideWithdrawal.ts';
import { refuseByPolicy } from '../policyEngine/policyRefusal.ts';
import { findCreditors } from './creditors.ts';

export interface StepToAuthorize {
  step: FourEyesStep;
  withdrawal: WithdrawalRequest;
  actor: Actor;
  at: Date;
}

/**
 * Checks that the policy passes the step now and that the four-eyes rule lets this person take it. Returns the
 * policy's decision. Refuses with STAFF_ONLY, SAME_PERSON and what `evaluatePolicy` refuses.
 */
export async function authorizeStep(
  trx: Knex.Transaction,
  ctx: AppContext,
  { step, withdrawal, actor, at }: StepToAuthorize,
): Promise<DecidedWithdrawal> {
  const { network } = await Currency.query(trx).findOne({ code: withdrawal.currencyCode }).throwIfNotFound();
  const decision = await evaluatePolicy(trx, ctx, { moment: step, withdrawal, network, at });
  await requireFourEyes(trx, { step, withdrawal, actor, rules: decision.rules });
  return decision;
}

export interface PolicyInput extends Pick<DecisionInput, 'moment' | 'network' | 'at'> {
  withdrawal: Pick<
    WithdrawalRequest,
    'id' | 'userId' | 'amountUsd' | 'walletAddress' | 'extraId' | 'createdAt'
  >;
}

/**
 * What the policy in force decides about this step; recorded with its reasons. A request that has to wait may be
 * made, but not approved or sent yet. Refuses with USER_FROZEN, USER_ANONYMIZED, LIMIT_EXCEEDED, POLICY_REFUSED,
 * COOLING_DOWN.
 */
export async function evaluatePolicy(
  trx: Knex.Transaction,
  ctx: AppContext,
  { moment, withdrawal, network, at }: PolicyInput,
): Promise<DecidedWithdrawal> {
  const { id, userId, amountUsd, walletAddress, extraId, createdAt } = withdrawal;
  const decided = await decideWithdrawal(trx, ctx, {
    moment,
    userId,
    amountUsd,
    walletAddress,
    extraId,
    network,
    withdrawalId: id,
    createdAt,
    at,
  });
  refuseByPolicy(decided);
  return decided;
}

/**
 * The four-eyes rule for one person. The database enforces it as well. Refuses with STAFF_ONLY, SAME_PERSON.
 */
export async function requireFourEyes(
  trx: Knex,
  {
    step,
    withdrawal,
    actor,
    rules,
  }: Omit<StepToAuthorize, 'at'> & { rules: Pick<PolicyRules, 'allowSamePerson' | 'creditorDays'> },
): Promise<void> {
  const staffId = requireStaff(actor);
  const approvals = await WithdrawalApproval.query(trx)
    .select('staffId')
    .where({ withdrawalRequestId: withdrawal.id });
  const conflict = fourEyesConflict(
    step,
    staffId,
    {
      requestedBy: { kind: withdrawal.requestedByKind, id: withdrawal.requestedById },
      approvedBy: approvals.map(({ staffId }) => staffId),
      creditedBy: await findCreditors(trx, withdrawal, rules),
    },
    rules,
  );
  if (conflict !== null)
    throw new DomainError(
      'SAME_PERSON',
      `who ${INVOLVED[conflict]} cannot ${step === 'approve' ? 'approve it' : 'pay it out'}: another person must`,
    );
}

const INVOLVED: Record<Involvement, string> = {
  requested: 'requested a withdrawal',
  approved: 'approved a withdrawal',
  credited: 'made or approved a recent credit to the user of a withdrawal',
};

/** The id of the member of staff. Refuses with STAFF_ONLY. */
export function requireStaff(actor: Actor): string {
  if (actor.kind !== 'staff' || actor.id === null)
    throw new DomainError('STAFF_ONLY', 'only a person can do this');
  return actor.id;
}

/** The evidence of an action whose second factor was verified before its command (`verifyByClass`). */
export function givenEvidence(actor: Actor): StepUpEvidence {
  requireStaff(actor);
  if (!actor.stepUp) throw new Error('this action is only called when a second factor was looked at');
  return actor.stepUp;
}

/** A step that someone gives evidence for. */
export interface EvidencedStep {
  /** Of `requireStaff`. */
  staffId: string;
  /** What the second factor must have been given for, or, in a bulk approval, one of several. */
  challenge: string;
  amountUsd: string;
  rules: PolicyRules;
}

/**
 * What to store with an approval, a payout order or a recorded payment. The database enforces the same
 * (`require_step_up`). Refuses with SECOND_FACTOR_INVALID (given for something else, or by somebody else),
 * SECOND_FACTOR_REQUIRED, PASSKEY_REQUIRED.
 */
export function evidenceFor(
  { staffId, challenge, amountUsd, rules }: EvidencedStep,
  evidence: StepUpEvidence,
): Pick<WithdrawalApproval, 'stepUpKind' | 'stepUp'> {
  const covered = evidence.covers ?? [evidence.challenge];
  if (!covered.includes(challenge) || evidence.staffId !== staffId)
    throw new DomainError('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
  if (evidence.kind === 'none') {
    if (rules.secondFactor === 'always')
      throw new DomainError('SECOND_FACTOR_REQUIRED', 'this step needs a second factor');
    return { stepUpKind: 'none', stepUp: null };
  }
  if (evidence.kind !== 'passkey' && needsPasskey(rules, amountUsd))
    throw new DomainError(
      'PASSKEY_REQUIRED',
      `withdrawals from ${passkeyFromUsd(rules)} USD on need a passkey: a code is not enough`,
    );
  return { stepUpKind: evidence.kind, stepUp: evidence };
}
