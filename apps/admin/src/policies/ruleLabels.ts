import type { BadgeColor } from '@paydesk/types/rules';
import type { PolicyBacktest } from '../providers/records.ts';
import { t } from '../texts/t.ts';

const RULES: Record<string, string> = {
  approvals: t('Approvals by amount'),
  allowSamePerson: t('One person allowed'),
  'user.frozen': t('User is frozen'),
  'user.anonymized': t('User was anonymised'),
  'perUser.dayUsd': t('Limit per user, 24 hours'),
  'perUser.weekUsd': t('Limit per user, 7 days'),
  'perUser.monthUsd': t('Limit per user, 30 days'),
  'global.dayUsd': t('Limit for all users, 24 hours'),
  'global.weekUsd': t('Limit for all users, 7 days'),
  'global.monthUsd': t('Limit for all users, 30 days'),
  velocity: t('Requests per user'),
  coolingHours: t('New address'),
  lookAlike: t('Look-alike address'),
};

/** The display name of a rule; a rule that is not in the table keeps its own name. */
export const ruleLabel = (rule: string): string => RULES[rule] ?? rule;

type Effect = PolicyBacktest['byRule'][number]['effect'];
const EFFECTS: Record<Effect, { label: string; color: BadgeColor }> = {
  pass: { label: t('Passes'), color: 'success' },
  delay: { label: t('Delayed'), color: 'info' },
  stop: { label: t('Stopped'), color: 'danger' },
  extraApproval: { label: t('One more approval'), color: 'warning' },
  warn: { label: t('Warning'), color: 'secondary' },
};

/** The display name and colour of what a rule does to a request. */
export const effectLabel = (effect: Effect): { label: string; color: BadgeColor } => EFFECTS[effect];
