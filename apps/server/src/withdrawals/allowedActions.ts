import {
  fourEyesConflict,
  needsPasskey,
  passkeyFromUsd,
  PAYOUT_IN_FLIGHT_STATUSES,
  STEPS_ALLOWED_AFTER_TAMPERING,
  withdrawalCan,
  type Can,
  type FourEyesStep,
  type Permission,
  type PolicyDecision,
  type PolicyRules,
  type withdrawalOutput,
  type withdrawalReviewOutput,
  type WithdrawalStep,
} from '@paydesk/types';
import type { z } from 'zod';
import { isPayable, PAYOUT_PLACES } from '../nowpayments/newPayout.ts';

type Actions = z.infer<typeof withdrawalReviewOutput>['may'];
type Verdict = Actions[keyof Actions];

/** Everything that decides which buttons work. */
export interface Situation {
  withdrawal: z.infer<typeof withdrawalOutput>;
  caller: { id: string; permissions: ReadonlySet<Permission>; hasSecondFactor: boolean; hasPasskey: boolean };
  rules: Pick<PolicyRules, 'allowSamePerson' | 'secondFactor' | 'approvals'>;
  /** Of `findCreditors`. */
  creditedBy: readonly string[];
  decision: PolicyDecision;
  /** Payouts through the provider are switched on. */
  payoutsOn: boolean;
  /** Null: payouts are not stopped. */
  payoutStop: { note: string } | null;
  now: Date;
}

/**
 * What the caller may do with a withdrawal now, and if not, why not: for the buttons. The commands and the database
 * check again. Of several reasons the first is returned; reasons that the caller cannot change come before those that
 * pass with time.
 */
export function allowedActions(situation: Situation): Actions {
  const verdict = (step: WithdrawalStep): Verdict => verdictOn(step, situation);
  return {
    approve: verdict('approve'),
    reject: verdict('reject'),
    cancel: verdict('cancel'),
    startProcessing: verdict('startProcessing'),
    payOut: verdict('payOut'),
    complete: verdict('complete'),
    returnToApproved: verdict('returnToApproved'),
    refreshRate: verdict('refreshRate'),
  };
}

function verdictOn(step: WithdrawalStep, situation: Situation): Verdict {
  for (const check of CHECKS[step]) {
    const why = check(situation, step);
    if (why === null) continue;
    if (check === hasSecondFactor) return { allowed: false, why, setUp: 'secondFactor' };
    return { allowed: false, why, ...(check === hasPasskey && { setUp: 'passkey' }) };
  }
  return { allowed: true, why: null };
}

/** Why the step is not possible, in a sentence; null: this check does not object. */
type Check = (situation: Situation, step: WithdrawalStep) => string | null;

const CHECKS: Record<WithdrawalStep, readonly Check[]> = {
  approve: [
    permits('withdrawals.approve'),
    statusAllows,
    isIntact,
    fourEyes('approve'),
    payoutsRun,
    policyPasses,
    hasSecondFactor,
    hasPasskey,
  ],
  reject: [permits('withdrawals.approve'), statusAllows, isIntact],
  cancel: [permits('withdrawals.cancel'), statusAllows, isIntact],
  startProcessing: [
    permits('withdrawals.pay'),
    statusAllows,
    isIntact,
    noPayoutInFlight,
    fourEyes('startProcessing'),
    payoutsRun,
    policyPasses,
    rateIsFixed,
  ],
  payOut: [
    permits('withdrawals.pay'),
    payoutsAreOn,
    statusAllows,
    isIntact,
    noPayoutInFlight,
    fourEyes('payOut'),
    payoutsRun,
    policyPasses,
    rateIsFixed,
    providerCanSend,
    hasSecondFactor,
    hasPasskey,
  ],
  complete: [
    permits('withdrawals.pay'),
    statusAllows,
    isIntact,
    noPayoutInFlight,
    fourEyes('complete'),
    payoutsRunUnlessPaid,
    policyPassesUnlessStarted,
    hasSecondFactor,
    hasPasskey,
  ],
  returnToApproved: [permits('withdrawals.pay'), statusAllows, isIntact, noPayoutInFlight],
  refreshRate: [permits('withdrawals.pay'), statusAllows, isIntact, noPayoutInFlight],
};

function permits(permission: Permission): Check {
  return ({ caller }) => (caller.permissions.has(permission) ? null : 'Your role does not allow this.');
}

function payoutsAreOn({ payoutsOn }: Situation): string | null {
  return payoutsOn ? null : 'Payouts through the provider are switched off on this desk.';
}

function statusAllows({ withdrawal }: Situation, step: WithdrawalStep): string | null {
  const can: Can = withdrawalCan[step](withdrawal);
  return can.allowed ? null : can.why;
}

function isIntact({ withdrawal }: Situation, step: WithdrawalStep): string | null {
  return withdrawal.isIntact || STEPS_ALLOWED_AFTER_TAMPERING.includes(step)
    ? null
    : 'This withdrawal is no longer what was requested: it can only be rejected.';
}

function fourEyes(step: FourEyesStep): Check {
  return ({ withdrawal: { requestedBy, approvals }, creditedBy, caller, rules }) => {
    const approvedBy = approvals.map(({ staffId }) => staffId);
    const conflict = fourEyesConflict(step, caller.id, { requestedBy, approvedBy, creditedBy }, rules);
    if (conflict === null) return null;
    if (step === 'approve' && conflict === 'approved')
      return 'You have approved it already: another person has to approve it too.';
    if (conflict === 'credited')
      return `You made or approved a recent credit to this user: somebody else has to ${step === 'approve' ? 'approve it' : 'pay it out'}.`;
    return `You ${conflict} this withdrawal: somebody else has to ${step === 'approve' ? 'approve it' : 'pay it out'}.`;
  };
}

/** The database refuses the same (`require_payouts_running`). */
function payoutsRun({ payoutStop }: Situation): string | null {
  return payoutStop === null
    ? null
    : `All payouts are stopped (“${payoutStop.note}”): they have to be resumed first.`;
}

/** What the provider has paid already can be recorded during a stop. */
function payoutsRunUnlessPaid(situation: Situation): string | null {
  return situation.withdrawal.payout?.status === 'finished' ? null : payoutsRun(situation);
}

function policyPasses({ decision }: Situation): string | null {
  if (decision.outcome === 'pass') return null;
  const reason = decision.reasons.find(({ effect }) => effect === decision.outcome)?.message;
  return decision.outcome === 'stop'
    ? `The policy stops it: ${reason ?? 'see its reasons.'}`
    : `The policy makes it wait: ${reason ?? `until ${decision.notBefore}.`}`;
}

/**
 * A payment that has started may have left the desk: it must be possible to record it. Otherwise the sent amount is
 * entered, whatever the rate.
 */
function policyPassesUnlessStarted(situation: Situation): string | null {
  return situation.withdrawal.status === 'processing' ? null : policyPasses(situation);
}

function hasSecondFactor({ caller, rules }: Situation): string | null {
  return caller.hasSecondFactor || rules.secondFactor === 'ifEnrolled'
    ? null
    : 'This needs your second factor, and you have none yet: set one up under Security.';
}

/** A person without any second factor is asked for none, or by `hasSecondFactor` for one. */
function hasPasskey({ withdrawal, caller, rules }: Situation): string | null {
  return !caller.hasSecondFactor || caller.hasPasskey || !needsPasskey(rules, withdrawal.amountUsd)
    ? null
    : `From ${passkeyFromUsd(rules)} USD on this needs a passkey, and you have none yet: add one under Security.`;
}

function rateIsFixed({ withdrawal: { rateExpiresAt }, now }: Situation): string | null {
  if (rateExpiresAt === null) return 'No rate is fixed yet: fix one first.';
  return now < new Date(rateExpiresAt) ? null : 'The rate has expired: fix a new one first.';
}

function noPayoutInFlight({ withdrawal: { payout } }: Situation): string | null {
  return payout !== null && PAYOUT_IN_FLIGHT_STATUSES.includes(payout.status)
    ? 'A payout through the provider is under way: its outcome has to be known first.'
    : null;
}

function providerCanSend({ withdrawal: { cryptoAmount } }: Situation): string | null {
  return cryptoAmount === null || isPayable(cryptoAmount)
    ? null
    : `The provider sends at most ${PAYOUT_PLACES} decimal places, and this amount has more: send it by hand.`;
}
