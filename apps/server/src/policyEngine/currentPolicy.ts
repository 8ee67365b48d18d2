import { Decimal, policyRulesSchema, type PolicyRules, storedPolicyRulesSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Settings } from '../base/settings.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';

/** With a real provider, until a policy is published. The database has the same (`creditor_days`). */
const DEFAULT_CREDITOR_DAYS = 7;

/** The part of the context that the policy needs. */
export interface PolicyContext {
  settings: Pick<Settings, 'secondApprovalUsd' | 'provider'>;
}

export interface VersionedRules {
  /** 0: no policy was published yet, the settings apply. */
  version: number;
  rules: PolicyRules;
}

/** The policy in force: the highest version there is, in one query. */
export async function currentPolicy(db: Knex, ctx: PolicyContext): Promise<VersionedRules> {
  const newest = await WithdrawalPolicy.query(db)
    .select('version', 'rules')
    .orderBy('version', 'desc')
    .limit(1)
    .first();
  // Stored rules passed this schema once; a row that no longer does must not decide about money.
  return newest === undefined
    ? { version: 0, rules: rulesOfSettings(ctx) }
    : { version: newest.version, rules: enforcedRules(ctx, storedPolicyRulesSchema.parse(newest.rules)) };
}

/** Rules as they are in force: no policy can do without the second factor where real money leaves. */
export const enforcedRules = ({ settings }: PolicyContext, rules: PolicyRules): PolicyRules =>
  settings.provider.simulated ? rules : { ...rules, secondFactor: 'always' };

/**
 * The rules until the first policy is published: two approvals from `SECOND_APPROVAL_USD` on, within 24 hours for one
 * user, each with a second factor, and no limits. With the simulator no real money can leave, so only people who have a second factor are asked
 * for it: a new desk can be tried out at once.
 */
export function rulesOfSettings({ settings: { secondApprovalUsd, provider } }: PolicyContext): PolicyRules {
  const one = { fromUsd: '0.00', approvals: 1 };
  const none = { dayUsd: null, weekUsd: null, monthUsd: null };
  return policyRulesSchema.parse({
    // 0.00: everything needs two.
    approvals: new Decimal(secondApprovalUsd).isZero()
      ? [{ ...one, approvals: 2 }]
      : [one, { fromUsd: secondApprovalUsd, approvals: 2 }],
    bandsBy: 'userDay',
    allowSamePerson: false,
    secondFactor: provider.simulated ? 'ifEnrolled' : 'always',
    creditorDays: provider.simulated ? 0 : DEFAULT_CREDITOR_DAYS,
    perUser: none,
    global: none,
    velocity: null,
    coolingHours: 0,
    lookAlike: 'extraApproval',
    rateSeconds: 900,
  });
}
