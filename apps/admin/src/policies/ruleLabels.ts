import type { BadgeColor } from '@paydesk/types/rules';
import type { PolicyBacktest } from '../providers/records.ts';

const RULES: Record<string, string> = {
  approvals: 'Approvals by amount',
  allowSamePerson: 'One person allowed',
  'user.frozen': 'User is frozen',
  'user.anonymized': 'User was anonymised',
  'perUser.dayUsd': 'Limit per user, 24 hours',
  'perUser.weekUsd': 'Limit per user, 7 days',
  'perUser.monthUsd': 'Limit per user, 30 days',
  'global.dayUsd': 'Limit for all users, 24 hours',
  'global.weekUsd': 'Limit for all users, 7 days',
  'global.monthUsd': 'Limit for all users, 30 days',
  velocity: 'Requests per user',
  coolingHours: 'New address',
  lookAlike: 'Look-alike address',
};

/** The display name of a rule; a rule that is not in the table keeps its own name. */
export const ruleLabel = (rule: string): string => RULES[rule] ?? rule;

type Effect = PolicyBacktest['byRule'][number]['effect'];
const EFFECTS: Record<Effect, { label: string; color: BadgeColor }> = {
  pass: { label: 'Passes', color: 'success' },
  delay: { label: 'Delayed', color: 'info' },
  stop: { label: 'Stopped', color: 'danger' },
  extraApproval: { label: 'One more approval', color: 'warning' },
  warn: { label: 'Warning', color: 'secondary' },
};

/** The display name and colour of what a rule does to a request. */
export const effectLabel = (effect: Effect): { label: string; color: BadgeColor } => EFFECTS[effect];
