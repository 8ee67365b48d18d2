import type { BadgeColor } from '@paydesk/types/rules';
import type { PolicyBacktest } from '../providers/records.ts';

const RULES: Record<string, string> = {
  approvals: 'Approvals by amount',
  allowSamePerson: 'One person alone',
  'user.frozen': 'User is frozen',
  'user.anonymized': 'User was anonymised',
  'perUser.dayUsd': 'Limit of one user, 24 hours',
  'perUser.weekUsd': 'Limit of one user, 7 days',
  'perUser.monthUsd': 'Limit of one user, 30 days',
  'global.dayUsd': 'Limit of the desk, 24 hours',
  'global.weekUsd': 'Limit of the desk, 7 days',
  'global.monthUsd': 'Limit of the desk, 30 days',
  velocity: 'Number of requests',
  coolingHours: 'New address',
  lookAlike: 'Look-alike address',
};

/** A rule of a decision, for people; one that is not in the table says its own name. */
export const ruleWords = (rule: string): string => RULES[rule] ?? rule;

type Effect = PolicyBacktest['byRule'][number]['effect'];
const EFFECTS: Record<Effect, { words: string; color: BadgeColor }> = {
  pass: { words: 'Passes', color: 'success' },
  delay: { words: 'Delayed', color: 'info' },
  stop: { words: 'Stopped', color: 'danger' },
  extraApproval: { words: 'One more approval', color: 'warning' },
  warn: { words: 'Pointed out', color: 'secondary' },
};

/** What a rule does to a request. */
export const effectWords = (effect: Effect): { words: string; color: BadgeColor } => EFFECTS[effect];
