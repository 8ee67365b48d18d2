import { shortUsd } from '../fields/formats.ts';
import type { PolicyRules } from '../providers/records.ts';
import { durationWords, hourWords } from './durationWords.ts';

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
export function policyWords(rules: PolicyRules): Topic[] {
  return [
    { id: 'approvals', title: 'Approvals', sentences: bandWords(rules), isWeak: false },
    {
      id: 'allowSamePerson',
      title: 'Four eyes',
      sentences: [samePersonWords(rules)],
      isWeak: rules.allowSamePerson,
    },
    {
      id: 'secondFactor',
      title: 'Second factor',
      sentences: [secondFactorWords(rules)],
      isWeak: rules.secondFactor === 'ifEnrolled',
    },
    {
      id: 'perUser',
      title: 'Limits of one user',
      sentences: [limitWords('One user can ask for', rules.perUser)],
      isWeak: false,
    },
    {
      id: 'global',
      title: 'Limits of the whole desk',
      sentences: [limitWords('All users together can ask for', rules.global)],
      isWeak: false,
    },
    { id: 'velocity', title: 'Number of requests', sentences: [velocityWords(rules)], isWeak: false },
    { id: 'coolingHours', title: 'New addresses', sentences: [coolingWords(rules)], isWeak: false },
    { id: 'lookAlike', title: 'Look-alike addresses', sentences: [lookAlikeWords(rules)], isWeak: false },
    {
      id: 'rateSeconds',
      title: 'Rate',
      sentences: [
        `The crypto amount that is fixed at approval stays good for ${durationWords(rules.rateSeconds)}.`,
      ],
      isWeak: false,
    },
  ];
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} different people`);

function bandWords({ approvals }: PolicyRules): string[] {
  const [first, ...others] = approvals;
  const needs = `Every withdrawal needs ${people(first?.approvals ?? 1)} to approve it.`;
  return [
    needs,
    ...others.map((band) => `From ${shortUsd(band.fromUsd)} on it needs ${people(band.approvals)}.`),
  ];
}

const samePersonWords = ({ allowSamePerson }: PolicyRules): string =>
  allowSamePerson
    ? 'One person alone may request, approve and complete a withdrawal.'
    : 'Who asks for a withdrawal cannot approve it, and who approved it cannot complete it. Admins are no exception.';

const secondFactorWords = ({ secondFactor }: PolicyRules): string =>
  secondFactor === 'always'
    ? 'Approving, completing and changing this policy always need a fresh second factor.'
    : 'Approving, completing and changing this policy need a fresh second factor only of those who have set one up.';

function limitWords(who: string, { dayUsd, weekUsd, monthUsd }: PolicyRules['perUser']): string {
  const parts = [
    dayUsd && `${shortUsd(dayUsd)} within 24 hours`,
    weekUsd && `${shortUsd(weekUsd)} within 7 days`,
    monthUsd && `${shortUsd(monthUsd)} within 30 days`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? `${who} any amount.` : `${who} at most ${listWords(parts)}.`;
}

const listWords = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const velocityWords = ({ velocity }: PolicyRules): string =>
  velocity === null
    ? 'One user can make any number of requests.'
    : `One user can make at most ${velocity.requests} ${velocity.requests === 1 ? 'request' : 'requests'} within ${hourWords(velocity.hours)}.`;

const coolingWords = ({ coolingHours }: PolicyRules): string =>
  coolingHours === 0
    ? 'A request to an address that the user was never paid at need not wait.'
    : `A request to an address that the user was never paid at waits ${hourWords(coolingHours)} before it can be approved.`;

const LOOK_ALIKE: Record<PolicyRules['lookAlike'], string> = {
  refuse: 'is refused',
  extraApproval: 'needs one more person to approve it',
  warn: 'is only pointed out',
};
const lookAlikeWords = ({ lookAlike }: PolicyRules): string =>
  `A request to an address that looks like another one of the same user ${LOOK_ALIKE[lookAlike]}.`;
