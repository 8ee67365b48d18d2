import { Decimal, type PolicyDecision, type PolicyRules } from '@paydesk/types';
import { coolingMs, LIMIT_NAMES, type DecisionFacts, type LimitName, type RequestedUsd } from './facts.ts';

type Reason = PolicyDecision['reasons'][number];

/** The most approvals that the database lets one request need. */
const MOST_APPROVALS = 10;

/**
 * What the policy decides about one withdrawal. Pure, and the only implementation: commands, review screen and
 * back-test cannot differ. Each rule that was checked gives a reason with its figures. A stop outweighs a delay,
 * whichever rule comes first.
 */
export function decide(
  rules: PolicyRules,
  policyVersion: number,
  facts: DecisionFacts,
  at: Date,
): PolicyDecision {
  const notBefore = endOfCooling(rules, facts);
  const band = bandOf(rules, facts);
  const reasons = [
    ...bandReasons(rules, band, facts),
    ...userReasons(facts),
    ...limitReasons('perUser', rules.perUser, facts.perUser),
    ...limitReasons('global', rules.global, facts.global),
    ...velocityReasons(rules, facts),
    ...coolingReasons(notBefore, rules, facts, at),
    ...lookAlikeReasons(rules, facts),
  ];
  const has = (effect: Reason['effect']) => reasons.some((reason) => reason.effect === effect);
  return {
    policyVersion,
    outcome: has('stop') ? 'stop' : has('delay') ? 'delay' : 'pass',
    requiredApprovals: Math.min(MOST_APPROVALS, band.approvals + (has('extraApproval') ? 1 : 0)),
    notBefore: notBefore?.toISOString() ?? null,
    reasons,
    decidedAt: at.toISOString(),
  };
}

/** What the bands are compared with. */
const bandUsd = ({ bandsBy }: PolicyRules, { amountUsd, perUser }: DecisionFacts): string =>
  bandsBy === 'userDay' ? perUser.dayUsd : amountUsd;

function bandOf(rules: PolicyRules, facts: DecisionFacts): PolicyRules['approvals'][number] {
  const amount = new Decimal(bandUsd(rules, facts));
  const band = rules.approvals.findLast(({ fromUsd }) => amount.greaterThanOrEqualTo(parsed(fromUsd)));
  // The schema makes the first band begin at 0.00.
  if (band === undefined) throw new RangeError(`no band for ${amount.toFixed(2)} USD`);
  return band;
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

function bandReasons(
  rules: PolicyRules,
  { fromUsd, approvals }: PolicyRules['approvals'][number],
  facts: DecisionFacts,
): Reason[] {
  const { amountUsd } = facts;
  const compared = bandUsd(rules, facts);
  const what =
    compared === amountUsd
      ? `${amountUsd} USD is`
      : `The user has asked for ${compared} USD within 24 hours, this request of ${amountUsd} USD included: that is`;
  const reasons: Reason[] = [
    {
      rule: 'approvals',
      effect: 'pass',
      message: `${what} in the band from ${fromUsd} USD: ${people(approvals)} must approve.`,
    },
  ];
  if (rules.allowSamePerson)
    reasons.push({
      rule: 'allowSamePerson',
      effect: 'warn',
      message: 'The policy lets one person request, approve and complete.',
    });
  return reasons;
}

/** A cache: a back-test parses the same few figures of a policy a million times. */
const parsedFigures = new Map<string, Decimal>();
const MOST_PARSED = 1000;

function parsed(figure: string): Decimal {
  const known = parsedFigures.get(figure);
  if (known !== undefined) return known;
  if (parsedFigures.size >= MOST_PARSED) parsedFigures.clear();
  const read = new Decimal(figure);
  parsedFigures.set(figure, read);
  return read;
}

function userReasons({ isFrozen, isAnonymized }: DecisionFacts): Reason[] {
  const reasons: Reason[] = [];
  if (isFrozen) reasons.push({ rule: 'user.frozen', effect: 'stop', message: 'The user is frozen.' });
  if (isAnonymized)
    reasons.push({ rule: 'user.anonymized', effect: 'stop', message: 'The user was anonymised.' });
  return reasons;
}

const WINDOWS: Record<LimitName, string> = { dayUsd: '24 hours', weekUsd: '7 days', monthUsd: '30 days' };
const ASKED = { perUser: 'The user has asked for', global: 'All users together have asked for' };

function limitReasons(
  scope: 'perUser' | 'global',
  limits: PolicyRules['perUser'],
  requested: RequestedUsd | null,
): Reason[] {
  return LIMIT_NAMES.flatMap((name): Reason[] => {
    const limit = limits[name];
    if (limit === null) return [];
    if (requested === null) throw new RangeError(`the sums for ${scope}.${name} are missing`);
    const isOver = new Decimal(requested[name]).greaterThan(parsed(limit));
    const message =
      `${ASKED[scope]} ${requested[name]} USD within ${WINDOWS[name]}, this request included; ` +
      `the limit is ${limit} USD.`;
    return [{ rule: `${scope}.${name}`, effect: isOver ? 'stop' : 'pass', message }];
  });
}

function velocityReasons({ velocity }: PolicyRules, { requests }: DecisionFacts): Reason[] {
  if (velocity === null) return [];
  if (requests === null) throw new RangeError('the count for velocity is missing');
  const message =
    `This is request ${requests} of the user within ${velocity.hours} h; ` +
    `${velocity.requests} are allowed.`;
  return [{ rule: 'velocity', effect: requests > velocity.requests ? 'stop' : 'pass', message }];
}

function endOfCooling(rules: PolicyRules, { isFirstSeen, createdAt }: DecisionFacts): Date | null {
  return rules.coolingHours > 0 && isFirstSeen ? new Date(createdAt.getTime() + coolingMs(rules)) : null;
}

function coolingReasons(
  notBefore: Date | null,
  rules: PolicyRules,
  facts: DecisionFacts,
  at: Date,
): Reason[] {
  const rule = 'coolingHours';
  if (rules.coolingHours === 0) return [];
  if (notBefore === null)
    return [{ rule, effect: 'pass', message: 'The user was paid at this address before.' }];
  const why =
    `The user was never paid at this address: it waits ${rules.coolingHours} h from the request, ` +
    `until ${notBefore.toISOString()}.`;
  if (at >= notBefore) return [{ rule, effect: 'pass', message: `${why} That has passed.` }];
  return [{ rule, effect: 'delay', message: why }];
}

const LOOK_ALIKE = {
  refuse: { effect: 'stop', consequence: 'The policy refuses such an address.' },
  extraApproval: { effect: 'extraApproval', consequence: 'One more person must approve.' },
  warn: { effect: 'warn', consequence: 'The policy only says so.' },
} as const;

function lookAlikeReasons(rules: PolicyRules, { lookAlike }: DecisionFacts): Reason[] {
  if (lookAlike === null) return [];
  const { effect, consequence } = LOOK_ALIKE[rules.lookAlike];
  return [{ rule: 'lookAlike', effect, message: `${lookAlike} ${consequence}` }];
}
