import { type policyOutput, storedPolicyRulesSchema } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { rulesOfSettings } from '../policyEngine/currentPolicy.ts';

type PolicyOutput = z.infer<typeof policyOutput>;

/** Versions of the policy as they go over the wire, in order. */
export async function presentPolicies(
  ctx: AppContext,
  policies: readonly WithdrawalPolicy[],
): Promise<PolicyOutput[]> {
  const newest = await newestPolicy(ctx);
  return policies.map((policy) => presentPolicy(policy, newest?.version ?? 0));
}

/** The version in force. Version 0 stands for the settings, until the first policy is published. */
export async function presentCurrentPolicy(ctx: AppContext): Promise<PolicyOutput> {
  const newest = await newestPolicy(ctx);
  if (newest !== undefined) return presentPolicy(newest, newest.version);
  return {
    id: 'settings',
    version: 0,
    rules: rulesOfSettings(ctx),
    note: 'From the settings; no policy was published yet.',
    publishedBy: null,
    publishedAt: null,
    isCurrent: true,
  };
}

const newestPolicy = async (ctx: AppContext): Promise<WithdrawalPolicy | undefined> =>
  await WithdrawalPolicy.query(ctx.knex).orderBy('version', 'desc').limit(1).first();

const presentPolicy = (policy: WithdrawalPolicy, currentVersion: number): PolicyOutput => ({
  id: policy.id,
  version: policy.version,
  rules: storedPolicyRulesSchema.parse(policy.rules),
  note: policy.note,
  publishedBy: policy.publishedByName,
  publishedAt: policy.createdAt.toISOString(),
  isCurrent: policy.version === currentVersion,
});
