import { shortUsd } from '../fields/formats.ts';
import type { PolicyRules } from '../providers/records.ts';

export type TopicId = keyof PolicyRules;

/** One topic of the policy, in plain sentences. */
export interface Topic {
  id: TopicId;
  title: string;
  sentences: readonly string[];
  /** It removes a safeguard. */
  isWeak: boolean;
}

/** Describes the rules in sentences. Always the same topics in the same order. */
export function describePolicy(rules: PolicyRules): Topic[] {
  return [
    { id: 'approvals', title: 'Approvals', sentences: describeApprovals(rules), isWeak: false },
    {
      id: 'bandsBy',
      title: 'Several withdrawals of one user',
      sentences: [BANDS_BY[rules.bandsBy]],
      isWeak: rules.bandsBy === 'request' && rules.approvals.length > 1,
    },
    {
      id: 'allowSamePerson',
      title: 'Four eyes',
      sentences: [describeSamePerson(rules)],
      isWeak: rules.allowSamePerson,
    },
    {
      id: 'creditorDays',
      title: 'Credits by staff',
      sentences: [describeCreditors(rules)],
      isWeak: rules.creditorDays === 0,
    },
    {
      id: 'secondFactor',
      title: 'Second factor',
      sentences: [describeSecondFactor(rules)],
      isWeak: rules.secondFactor === 'ifEnrolled',
    },
    {
      id: 'perUser',
      title: 'Limits per user',
      sentences: [describeLimits('One user can withdraw', rules.perUser)],
      isWeak: false,
    },
    {
      id: 'global',
      title: 'Limits for all users',
      sentences: [describeLimits('All users together can withdraw', rules.global)],
      isWeak: false,
    },
    { id: 'velocity', title: 'Requests per user', sentences: [describeVelocity(rules)], isWeak: false },
    { id: 'coolingHours', title: 'New addresses', sentences: [describeCooling(rules)], isWeak: false },
    { id: 'lookAlike', title: 'Look-alike addresses', sentences: [describeLookAlike(rules)], isWeak: false },
    {
      id: 'rateSeconds',
      title: 'Rate',
      sentences: [`The rate that is fixed at approval is valid for ${durationText(rules.rateSeconds)}.`],
      isWeak: false,
    },
  ];
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} different people`);

function describeApprovals({ approvals }: PolicyRules): string[] {
  const [first, ...others] = approvals;
  const needs = `Every withdrawal needs ${people(first?.approvals ?? 1)} to approve it.`;
  return [
    needs,
    ...others.map((band) => `From ${shortUsd(band.fromUsd)} it needs ${people(band.approvals)}.`),
  ];
}

const BANDS_BY: Record<PolicyRules['bandsBy'], string> = {
  request: 'Each request counts alone: a large one that is split into small ones needs fewer people.',
  userDay: 'All that the user has asked for within 24 hours counts together for the approvals.',
};

const describeSamePerson = ({ allowSamePerson }: PolicyRules): string =>
  allowSamePerson
    ? 'One person alone may request, approve and complete a withdrawal.'
    : 'The person who requests a withdrawal cannot approve it, and a person who approved it cannot complete it. This includes admins.';

const describeCreditors = ({ creditorDays }: PolicyRules): string =>
  creditorDays === 0
    ? 'A person who credited a user may approve and complete that user’s withdrawals.'
    : `A person who made or approved a credit to a user within ${counted(creditorDays, 'day')} before a withdrawal was requested neither approves nor completes it.`;

const describeSecondFactor = ({ secondFactor }: PolicyRules): string =>
  secondFactor === 'always'
    ? 'Approving, completing and changing this policy always need a fresh second factor.'
    : 'Approving, completing and changing this policy need a fresh second factor only from people who have set one up.';

/** "a, b and c", without a comma before the "and". */
const LIST = new Intl.ListFormat('en-GB');

function describeLimits(who: string, { dayUsd, weekUsd, monthUsd }: PolicyRules['perUser']): string {
  const parts = [
    dayUsd && `${shortUsd(dayUsd)} within 24 hours`,
    weekUsd && `${shortUsd(weekUsd)} within 7 days`,
    monthUsd && `${shortUsd(monthUsd)} within 30 days`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? `${who} any amount.` : `${who} at most ${LIST.format(parts)}.`;
}

const describeVelocity = ({ velocity }: PolicyRules): string =>
  velocity === null
    ? 'One user can make any number of requests.'
    : `One user can make at most ${velocity.requests} ${velocity.requests === 1 ? 'request' : 'requests'} within ${hoursText(velocity.hours)}.`;

const describeCooling = ({ coolingHours }: PolicyRules): string =>
  coolingHours === 0
    ? 'A request to an address that the user was never paid at is not delayed.'
    : `A request to an address that the user was never paid at is delayed for ${hoursText(coolingHours)} before it can be approved.`;

const LOOK_ALIKE: Record<PolicyRules['lookAlike'], string> = {
  refuse: 'is refused',
  extraApproval: 'needs one more person to approve it',
  warn: 'only shows a warning',
};
const describeLookAlike = ({ lookAlike }: PolicyRules): string =>
  `A request to an address that looks like another one of the same user ${LOOK_ALIKE[lookAlike]}.`;

const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** A duration in its two largest whole units: "15 minutes", "1 hour 30 minutes", "3 days". */
export function durationText(seconds: number): string {
  const first = UNITS.find((unit) => seconds >= unit.seconds) ?? UNITS[3];
  const rest = seconds % first.seconds;
  const second = UNITS.find((unit) => unit.seconds < first.seconds && rest >= unit.seconds);
  const largest = counted(Math.floor(seconds / first.seconds), first.name);
  return second ? `${largest} ${counted(Math.floor(rest / second.seconds), second.name)}` : largest;
}

/** Hours as text: "24 hours", "3 days". A single day stays "24 hours", because it is not a calendar day. */
const hoursText = (hours: number): string =>
  hours > 24 && hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour');
