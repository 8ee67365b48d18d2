import { policyPublishInput } from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import { publishPolicy } from '../../policies/publishPolicy.ts';
import { currentPolicy } from '../../policyEngine/currentPolicy.ts';
import { actionPlan, changedFacts } from './facts.ts';

export const policyPlans = {
  'policies.publish': actionPlan({
    input: policyPublishInput,
    permission: 'policies.write',
    stepUp: (_ctx, { baseVersion, rules }) => Promise.resolve({ kind: 'publishPolicy', baseVersion, rules }),
    async assess(ctx, _actor, { rules, note, baseVersion }) {
      const base = await currentPolicy(ctx.knex, ctx);
      if (base.version !== baseVersion)
        throw new DomainError(
          'POLICY_CHANGED',
          `version ${base.version} of the policy is in force now: review it first`,
          { version: base.version },
        );
      return {
        needs: 'admin',
        summary: `Publish version ${baseVersion + 1} of the withdrawal policy`,
        facts: changedFacts(base.rules, rules),
        reason: note,
      };
    },
    async apply(ctx, maker, { rules, note, baseVersion }) {
      const { id } = await publishPolicy(ctx, maker, { rules, note, baseVersion });
      return { kind: 'policy', id };
    },
  }),
};
