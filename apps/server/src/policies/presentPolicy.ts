import { policyRulesSchema, type policyOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { rulesOfSettings } from '../policyEngine/currentPolicy.ts';

type PolicyOutput = z.infer<typeof policyOutput>;

export function presentPolicy(policy: WithdrawalPolicy, currentVersion: number): PolicyOutput {
  return {
    id: policy.id,
    version: policy.version,
    rules: policyRulesSchema.parse(policy.rules),
    note: policy.note,
    publishedBy: policy.publishedByName,
    publishedAt: policy.createdAt.toISOString(),
    isCurrent: policy.version === currentVersion,
  };
}

/**
 * Version 0: what the settings say, as long as nobody has published anything. It has no row, and so no time
 * and no author.
 */
export const presentSettings = (ctx: AppContext): PolicyOutput => ({
  id: 'settings',
  version: 0,
  rules: rulesOfSettings(ctx),
  note: 'As the settings say; nothing was published yet.',
  publishedBy: null,
  publishedAt: null,
  isCurrent: true,
});
