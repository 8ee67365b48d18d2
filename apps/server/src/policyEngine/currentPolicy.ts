import { Decimal, policyRulesSchema, type PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Settings } from '../base/settings.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';

/** As much of a desk as the policy needs. */
export interface PolicyContext {
  settings: Pick<Settings, 'secondApprovalUsd' | 'provider'>;
}

export interface VersionedRules {
  /** 0: nothing was published yet, the settings decide. */
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
  // What was stored passed this schema once; a row that no longer does must not decide about money.
  return newest === undefined
    ? { version: 0, rules: rulesOfSettings(ctx) }
    : { version: newest.version, rules: policyRulesSchema.parse(newest.rules) };
}

/**
 * What holds until the first policy is published: two people from `SECOND_APPROVAL_USD` on, each with a
 * second factor, nothing else. With the simulator no real money can leave: there only those are asked who
 * have a second factor, so that a desk can be tried out at once.
 */
export function rulesOfSettings({ settings: { secondApprovalUsd, provider } }: PolicyContext): PolicyRules {
  const one = { fromUsd: '0.00', approvals: 1 };
  const none = { dayUsd: null, weekUsd: null, monthUsd: null };
  return policyRulesSchema.parse({
    // 0.00: everything needs two.
    approvals: new Decimal(secondApprovalUsd).isZero()
      ? [{ ...one, approvals: 2 }]
      : [one, { fromUsd: secondApprovalUsd, approvals: 2 }],
    allowSamePerson: false,
    secondFactor: provider.simulated ? 'ifEnrolled' : 'always',
    perUser: none,
    global: none,
    velocity: null,
    coolingHours: 0,
    lookAlike: 'extraApproval',
    rateSeconds: 900,
  });
}
