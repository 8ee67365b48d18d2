import { MAX_APPROVALS, MAX_CREDITOR_DAYS, policyRulesSchema } from '@paydesk/types';
import { USD_PATTERN } from '@paydesk/types/rules';
import { amountError, USD_FORM } from '../fields/amountForm.ts';
import type { PolicyRules } from '../providers/records.ts';
import { t } from '../texts/t.ts';

export type LimitName = keyof PolicyRules['perUser'];
export const LIMIT_NAMES: readonly LimitName[] = ['dayUsd', 'weekUsd', 'monthUsd'];

export interface DraftBand {
  /** Identifies the row while others are added and removed. */
  key: number;
  fromUsd: string;
  approvals: string;
}

/** The rules while they are edited: every figure is text, empty means "no limit". */
export interface Draft extends Pick<
  PolicyRules,
  'bandsBy' | 'allowSamePerson' | 'secondFactor' | 'lookAlike'
> {
  bands: readonly DraftBand[];
  perUser: Record<LimitName, string>;
  global: Record<LimitName, string>;
  velocityRequests: string;
  velocityHours: string;
  coolingHours: string;
  creditorDays: string;
  rateSeconds: string;
}

const limitsOf = ({ dayUsd, weekUsd, monthUsd }: PolicyRules['perUser']) => ({
  dayUsd: dayUsd ?? '',
  weekUsd: weekUsd ?? '',
  monthUsd: monthUsd ?? '',
});

export const draftOf = (rules: PolicyRules): Draft => ({
  bands: rules.approvals.map(({ fromUsd, approvals }, key) => ({
    key,
    fromUsd,
    approvals: String(approvals),
  })),
  bandsBy: rules.bandsBy,
  allowSamePerson: rules.allowSamePerson,
  secondFactor: rules.secondFactor,
  lookAlike: rules.lookAlike,
  perUser: limitsOf(rules.perUser),
  global: limitsOf(rules.global),
  velocityRequests: rules.velocity ? String(rules.velocity.requests) : '',
  velocityHours: rules.velocity ? String(rules.velocity.hours) : '',
  coolingHours: String(rules.coolingHours),
  creditorDays: String(rules.creditorDays),
  rateSeconds: String(rules.rateSeconds),
});

/**
 * The draft as rules, or the errors by path in the rules: `approvals.1.fromUsd`.
 */
export type Reading =
  | { rules: PolicyRules; errors: Record<string, never> }
  | { rules: null; errors: Record<string, string> };

/** Parses a draft with the schema that the server also uses. */
export function readDraft(draft: Draft): Reading {
  const given = {
    approvals: draft.bands.map(({ fromUsd, approvals }) => ({
      fromUsd: plainUsd(fromUsd),
      approvals: count(approvals),
    })),
    bandsBy: draft.bandsBy,
    allowSamePerson: draft.allowSamePerson,
    secondFactor: draft.secondFactor,
    lookAlike: draft.lookAlike,
    perUser: limits(draft.perUser),
    global: limits(draft.global),
    velocity:
      draft.velocityRequests.trim() === '' && draft.velocityHours.trim() === ''
        ? null
        : { requests: count(draft.velocityRequests), hours: count(draft.velocityHours) },
    coolingHours: count(draft.coolingHours),
    creditorDays: count(draft.creditorDays),
    rateSeconds: count(draft.rateSeconds),
  };
  const parsed = policyRulesSchema.safeParse(given);
  if (parsed.success) return { rules: parsed.data, errors: {} };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues)
    errors[path.join('.')] ??= errorMessage(path.map(String), message, given);
  return { rules: null, errors };
}

/** People write "$1000". A comma stays, and is refused: "1,500" is one and a half to many. */
const plainUsd = (text: string): string => text.trim().replace(/^\$/, '');
const count = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN);
const limits = (given: Record<LimitName, string>) =>
  Object.fromEntries(
    LIMIT_NAMES.map((name) => [name, given[name].trim() === '' ? null : plainUsd(given[name])]),
  );

const COUNTS: Record<string, string> = {
  approvals: t('A whole number of people, 1 to {maxApprovals}.', { maxApprovals: MAX_APPROVALS }),
  requests: t('A whole number, 1 to 10,000. Leave both empty for no limit.'),
  hours: t('Whole hours, 1 to 720. Leave both empty for no limit.'),
  coolingHours: t('Whole hours, 0 to 720.'),
  creditorDays: t('Whole days, 0 to {maxCreditorDays}.', { maxCreditorDays: MAX_CREDITOR_DAYS }),
  rateSeconds: t('Whole seconds, 60 to 86,400.'),
};

/** The schema's own messages about the bands as a whole. */
const BAND_ERRORS: Record<string, string> = {
  'the first band must begin at 0.00': t('The first band must begin at 0.00.'),
  'each band must begin above the one before': t('Each band must begin above the one before.'),
};

/** The schema finds the errors; figures get a message with the allowed range. */
function errorMessage(path: readonly string[], message: string, given: unknown): string {
  const known = path.length > 1 || path[0] !== 'approvals' ? COUNTS[path.at(-1) ?? ''] : undefined;
  if (known) return known;
  if (message.startsWith('must be a decimal string'))
    return amountError(String(valueAt(given, path)), USD_PATTERN) ?? USD_FORM;
  return BAND_ERRORS[message] ?? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? new Map(Object.entries(at)).get(name) : undefined),
    value,
  );
