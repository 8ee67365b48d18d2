import { listText, shortUsd } from '../fields/formats.ts';
import { locale } from '../texts/currentLanguage.ts';
import type { PolicyRules } from '../providers/records.ts';
import { plural, t } from '../texts/t.ts';

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
    { id: 'approvals', title: t('Approvals'), sentences: describeApprovals(rules), isWeak: false },
    {
      id: 'bandsBy',
      title: t('Several withdrawals of one user'),
      sentences: [BANDS_BY[rules.bandsBy]],
      isWeak: rules.bandsBy === 'request' && rules.approvals.length > 1,
    },
    {
      id: 'allowSamePerson',
      title: t('Four eyes'),
      sentences: [describeSamePerson(rules)],
      isWeak: rules.allowSamePerson,
    },
    {
      id: 'creditorDays',
      title: t('Credits by staff'),
      sentences: [describeCreditors(rules)],
      isWeak: rules.creditorDays === 0,
    },
    {
      id: 'secondFactor',
      title: t('Second factor'),
      sentences: [describeSecondFactor(rules)],
      isWeak: rules.secondFactor === 'ifEnrolled',
    },
    {
      id: 'perUser',
      title: t('Limits per user'),
      sentences: [describeUserLimits(rules)],
      isWeak: false,
    },
    {
      id: 'global',
      title: t('Limits for all users'),
      sentences: [describeGlobalLimits(rules)],
      isWeak: false,
    },
    { id: 'velocity', title: t('Requests per user'), sentences: [describeVelocity(rules)], isWeak: false },
    { id: 'coolingHours', title: t('New addresses'), sentences: [describeCooling(rules)], isWeak: false },
    {
      id: 'lookAlike',
      title: t('Look-alike addresses'),
      sentences: [LOOK_ALIKE[rules.lookAlike]],
      isWeak: false,
    },
    {
      id: 'rateSeconds',
      title: t('Rate'),
      sentences: [
        t('The rate that is fixed at approval is valid for {duration}.', {
          duration: durationText(rules.rateSeconds),
        }),
      ],
      isWeak: false,
    },
  ];
}

function describeApprovals({ approvals }: PolicyRules): string[] {
  const [first, ...others] = approvals;
  return [
    plural(first?.approvals ?? 1, {
      one: 'Every withdrawal needs {count} person to approve it.',
      other: 'Every withdrawal needs {count} different people to approve it.',
    }),
    ...others.map((band) =>
      plural(
        band.approvals,
        {
          one: 'A withdrawal from {amount} needs {count} person.',
          other: 'A withdrawal from {amount} needs {count} different people.',
        },
        { amount: shortUsd(band.fromUsd) },
      ),
    ),
  ];
}

const BANDS_BY: Record<PolicyRules['bandsBy'], string> = {
  request: t('Each request counts alone: a large one that is split into small ones needs fewer people.'),
  userDay: t('All that the user has asked for within 24 hours counts together for the approvals.'),
};

const describeSamePerson = ({ allowSamePerson }: PolicyRules): string =>
  allowSamePerson
    ? t('One person alone may request, approve and complete a withdrawal.')
    : t(
        'The person who requests a withdrawal cannot approve it, and a person who approved it cannot complete it. This includes admins.',
      );

const describeCreditors = ({ creditorDays }: PolicyRules): string =>
  creditorDays === 0
    ? t('A person who credited a user may approve and complete that user’s withdrawals.')
    : plural(creditorDays, {
        one: 'A person who made or approved a credit to a user within {count} day before a withdrawal was requested neither approves nor completes it.',
        other:
          'A person who made or approved a credit to a user within {count} days before a withdrawal was requested neither approves nor completes it.',
      });

const describeSecondFactor = ({ secondFactor }: PolicyRules): string =>
  secondFactor === 'always'
    ? t('Approving and completing withdrawals and changing this policy always need a fresh second factor.')
    : t(
        'Approving and completing withdrawals and changing this policy need a fresh second factor only from people who have set one up.',
      );

function describeUserLimits({ perUser }: PolicyRules): string {
  const amounts = limitsText(perUser);
  return amounts === null
    ? t('One user can withdraw any amount.')
    : t('One user can withdraw at most {amounts}.', { amounts });
}

function describeGlobalLimits({ global }: PolicyRules): string {
  const amounts = limitsText(global);
  return amounts === null
    ? t('All users together can withdraw any amount.')
    : t('All users together can withdraw at most {amounts}.', { amounts });
}

/** "$100.00 within 24 hours and $500.00 within 7 days"; null where there is no limit. */
function limitsText({ dayUsd, weekUsd, monthUsd }: PolicyRules['perUser']): string | null {
  const parts = [
    dayUsd && t('{amount} within 24 hours', { amount: shortUsd(dayUsd) }),
    weekUsd && t('{amount} within 7 days', { amount: shortUsd(weekUsd) }),
    monthUsd && t('{amount} within 30 days', { amount: shortUsd(monthUsd) }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : listText(parts);
}

const describeVelocity = ({ velocity }: PolicyRules): string =>
  velocity === null
    ? t('One user can make any number of requests.')
    : plural(
        velocity.requests,
        {
          one: 'One user can make at most {count} request within {duration}.',
          other: 'One user can make at most {count} requests within {duration}.',
        },
        { duration: hoursText(velocity.hours) },
      );

const describeCooling = ({ coolingHours }: PolicyRules): string =>
  coolingHours === 0
    ? t('A request to an address that the user was never paid at is not delayed.')
    : t(
        'A request to an address that the user was never paid at is delayed for {duration} before it can be approved.',
        { duration: hoursText(coolingHours) },
      );

const LOOK_ALIKE: Record<PolicyRules['lookAlike'], string> = {
  refuse: t('A request to an address that looks like another one of the same user is refused.'),
  extraApproval: t(
    'A request to an address that looks like another one of the same user needs one more person to approve it.',
  ),
  warn: t('A request to an address that looks like another one of the same user only shows a warning.'),
};

const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

/** A duration in its two largest whole units: "15 minutes", "1 hour 30 minutes", "3 days". */
export function durationText(seconds: number): string {
  const first = UNITS.find((unit) => seconds >= unit.seconds) ?? UNITS[3];
  const rest = seconds % first.seconds;
  const second = UNITS.find((unit) => unit.seconds < first.seconds && rest >= unit.seconds);
  const largest = countedText(Math.floor(seconds / first.seconds), first.name);
  return second
    ? durationList.format([largest, countedText(Math.floor(rest / second.seconds), second.name)])
    : largest;
}

const durationList = new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' });

/** "1 day", "3 hours". */
const countedText = (count: number, unit: (typeof UNITS)[number]['name']): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** Hours as text: "24 hours", "3 days". A single day stays "24 hours", because it is not a calendar day. */
const hoursText = (hours: number): string =>
  hours > 24 && hours % 24 === 0 ? countedText(hours / 24, 'day') : countedText(hours, 'hour');
