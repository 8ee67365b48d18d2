import {
  PAYOUT_IN_FLIGHT_STATUSES,
  withdrawalCan,
  type Can,
  type Permission,
  type PolicyDecision,
  type PolicyRules,
  type withdrawalOutput,
  type withdrawalReviewOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import { isPayable, PAYOUT_PLACES } from '../nowpayments/newPayout.ts';

type Withdrawal = z.infer<typeof withdrawalOutput>;
type May = z.infer<typeof withdrawalReviewOutput>['may'];

/** All that decides which buttons work. */
export interface Situation {
  withdrawal: Withdrawal;
  caller: { id: string; permissions: ReadonlySet<Permission>; hasSecondFactor: boolean };
  rules: Pick<PolicyRules, 'allowSamePerson' | 'secondFactor'>;
  decision: PolicyDecision;
  /** The desk pays out through the provider. */
  payoutsOn: boolean;
  now: Date;
}

/** Why not, in a sentence; null: nothing speaks against it. */
type Check = (situation: Situation) => string | null;

/**
 * What the caller may do with a withdrawal now, and if not, why: for buttons, so that nobody finds out by
 * pressing. The verbs and the database decide for themselves. Of several reasons the first is told: those
 * that the caller cannot change come before those that pass.
 */
export function reviewMay(situation: Situation): May {
  return {
    approve: told(
      situation,
      permits('withdrawals.approve'),
      inState('approve'),
      isIntact,
      isNotRequester('approve it'),
      hasNotApproved,
      policyLets,
      canProve,
    ),
    reject: told(situation, permits('withdrawals.approve'), inState('reject')),
    cancel: told(situation, permits('withdrawals.cancel'), inState('cancel')),
    startProcessing: told(
      situation,
      permits('withdrawals.pay'),
      inState('startProcessing'),
      isIntact,
      noPayoutUnderWay,
      isNotRequester('pay it out'),
      isNotApprover,
      policyLets,
      rateHolds,
    ),
    payOut: told(
      situation,
      permits('withdrawals.pay'),
      payoutsAreOn,
      inState('payOut'),
      isIntact,
      noPayoutUnderWay,
      isNotRequester('pay it out'),
      isNotApprover,
      policyLets,
      rateHolds,
      providerCanSend,
      canProve,
    ),
    complete: told(
      situation,
      permits('withdrawals.pay'),
      inState('complete'),
      isIntact,
      noPayoutUnderWay,
      isNotRequester('pay it out'),
      isNotApprover,
      policyLetsUnlessSent,
      canProve,
    ),
    returnToApproved: told(
      situation,
      permits('withdrawals.pay'),
      inState('returnToApproved'),
      noPayoutUnderWay,
    ),
    refreshRate: told(
      situation,
      permits('withdrawals.pay'),
      inState('refreshRate'),
      isIntact,
      noPayoutUnderWay,
    ),
  };
}

function told(situation: Situation, ...checks: Check[]): May['approve'] {
  for (const check of checks) {
    const why = check(situation);
    if (why !== null) return { allowed: false, why };
  }
  return { allowed: true, why: null };
}

const permits =
  (permission: Permission): Check =>
  ({ caller }) =>
    caller.permissions.has(permission) ? null : 'Your role does not allow this.';

const inState =
  (action: keyof typeof withdrawalCan): Check =>
  ({ withdrawal }) => {
    const can: Can = withdrawalCan[action](withdrawal);
    return can.allowed ? null : can.why;
  };

const isIntact: Check = ({ withdrawal }) =>
  withdrawal.isIntact ? null : 'This withdrawal is not what was requested any more: it can only be rejected.';

const isNotRequester =
  (deed: string): Check =>
  ({ withdrawal: { requestedBy }, caller, rules }) =>
    rules.allowSamePerson || requestedBy.kind !== 'staff' || requestedBy.id !== caller.id
      ? null
      : `You requested this withdrawal: somebody else has to ${deed}.`;

const approvedBy = ({ withdrawal, caller }: Situation) =>
  withdrawal.approvals.some((approval) => approval.staffId === caller.id);

/** One person counts once, also where one person may do everything. */
const hasNotApproved: Check = (situation) =>
  approvedBy(situation) ? 'You have approved it already: another person has to approve it too.' : null;

const isNotApprover: Check = (situation) =>
  situation.rules.allowSamePerson || !approvedBy(situation)
    ? null
    : 'You approved this withdrawal: somebody else has to pay it out.';

const policyLets: Check = ({ decision }) => {
  if (decision.outcome === 'pass') return null;
  const reason = decision.reasons.find(({ effect }) => effect === decision.outcome)?.message;
  return decision.outcome === 'stop'
    ? `The policy stops it: ${reason ?? 'see its reasons.'}`
    : `The policy makes it wait: ${reason ?? `until ${decision.notBefore}.`}`;
};

/**
 * What somebody is sending already has left the desk: it must be possible to record it. Otherwise the amount
 * sent is told, whatever the rate.
 */
const policyLetsUnlessSent: Check = (situation) =>
  situation.withdrawal.status === 'processing' ? null : policyLets(situation);

const canProve: Check = ({ caller, rules }) =>
  caller.hasSecondFactor || rules.secondFactor === 'ifEnrolled'
    ? null
    : 'This needs your second factor, and you have none yet: set one up under Security.';

const rateHolds: Check = ({ withdrawal: { rateExpiresAt }, now }) => {
  if (rateExpiresAt === null) return 'No rate is fixed yet: fix one first.';
  return now < new Date(rateExpiresAt) ? null : 'The rate has expired: fix a new one first.';
};

const noPayoutUnderWay: Check = ({ withdrawal: { payout } }) =>
  payout !== null && PAYOUT_IN_FLIGHT_STATUSES.includes(payout.status)
    ? 'A payout through the provider is under way: its outcome has to be known first.'
    : null;

const providerCanSend: Check = ({ withdrawal: { cryptoAmount } }) =>
  cryptoAmount === null || isPayable(cryptoAmount)
    ? null
    : `The provider sends at most ${PAYOUT_PLACES} decimal places, and this amount has more: send it by hand.`;

const payoutsAreOn: Check = ({ payoutsOn }) =>
  payoutsOn ? null : 'Payouts through the provider are switched off on this desk.';
