import { shortUsd } from '../fields/formats.ts';
import type { PolicyRules } from '../providers/records.ts';

export type TopicId = keyof PolicyRules;

/** One thing that the policy decides, in plain sentences. */
export interface Topic {
  id: TopicId;
  title: string;
  sentences: readonly string[];
  /** It takes a safeguard away. */
  isWeak: boolean;
}

/** What the rules mean, for people who have to live by them. Always the same topics in the same order. */
export function describePolicy(rules: PolicyRules): Topic[] {
  return [
    { id: 'approvals', title: 'Approvals', sentences: describeApprovals(rules), isWeak: false },
    {
      id: 'allowSamePerson',
      title: 'Four eyes',
      sentences: [describeSamePerson(rules)],
      isWeak: rules.allowSamePerson,
    },
    {
      id: 'secondFactor',
      title: 'Second factor',
      sentences: [describeSecondFactor(rules)],
      isWeak: rules.secondFactor === 'ifEnrolled',
    },
    {
      id: 'perUser',
      title: 'Limits of one user',
      sentences: [describeLimits('One user can ask for', rules.perUser)],
      isWeak: false,
    },
    {
      id: 'global',
      title: 'Limits of the whole desk',
      sentences: [describeLimits('All users together can ask for', rules.global)],
      isWeak: false,
    },
    { id: 'velocity', title: 'Number of requests', sentences: [describeVelocity(rules)], isWeak: false },
    { id: 'coolingHours', title: 'New addresses', sentences: [describeCooling(rules)], isWeak: false },
    { id: 'lookAlike', title: 'Look-alike addresses', sentences: [describeLookAlike(rules)], isWeak: false },
    {
      id: 'rateSeconds',
      title: 'Rate',
      sentences: [
        `The crypto amount that is fixed at approval stays good for ${durationText(rules.rateSeconds)}.`,
      ],
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
    ...others.map((band) => `From ${shortUsd(band.fromUsd)} on it needs ${people(band.approvals)}.`),
  ];
}

const describeSamePerson = ({ allowSamePerson }: PolicyRules): string =>
  allowSamePerson
    ? 'One person alone may request, approve and complete a withdrawal.'
    : 'Who asks for a withdrawal cannot approve it, and who approved it cannot complete it. Admins are no exception.';

const describeSecondFactor = ({ secondFactor }: PolicyRules): string =>
  secondFactor === 'always'
    ? 'Approving, completing and changing this policy always need a fresh second factor.'
    : 'Approving, completing and changing this policy need a fresh second factor only of those who have set one up.';

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
    ? 'A request to an address that the user was never paid at need not wait.'
    : `A request to an address that the user was never paid at waits ${hoursText(coolingHours)} before it can be approved.`;

const LOOK_ALIKE: Record<PolicyRules['lookAlike'], string> = {
  refuse: 'is refused',
  extraApproval: 'needs one more person to approve it',
  warn: 'is only pointed out',
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

/** A length of time in its two largest whole units: "15 minutes", "1 hour 30 minutes", "3 days". */
export function durationText(seconds: number): string {
  const first = UNITS.find((unit) => seconds >= unit.seconds) ?? UNITS[3];
  const rest = seconds % first.seconds;
  const second = UNITS.find((unit) => unit.seconds < first.seconds && rest >= unit.seconds);
  const words = counted(Math.floor(seconds / first.seconds), first.name);
  return second ? `${words} ${counted(Math.floor(rest / second.seconds), second.name)}` : words;
}

/** Hours as people say them: "24 hours", "3 days". A single day stays 24 hours: it is no calendar day. */
const hoursText = (hours: number): string =>
  hours > 24 && hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour');
