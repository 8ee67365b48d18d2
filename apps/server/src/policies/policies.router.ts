import {
  getInput,
  getManyInput,
  listOutput,
  policyBacktestInput,
  policyBacktestOutput,
  policyListInput,
  policyOutput,
  policyPublishInput,
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { backtest } from '../policyEngine/backtest.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { listPolicies, newestPolicy } from './listPolicies.ts';
import { presentPolicy, presentSettings } from './presentPolicy.ts';
import { publishPolicy } from './publishPolicy.ts';

/** What decides about withdrawals: read it, try a draft on the past, put a new version in force. */
export const policiesRouter = router({
  list: permitted('policies.read')
    .input(policyListInput)
    .output(listOutput(policyOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listPolicies(ctx.app, input);
      const newest = await newestPolicy(ctx.app);
      return { ...page, data: rows.map((row) => presentPolicy(row, newest?.version ?? 0)) };
    }),
  get: permitted('policies.read')
    .input(getInput)
    .output(policyOutput)
    .query(async ({ ctx, input }) => {
      const policy = await WithdrawalPolicy.query(ctx.app.knex).findById(input.id);
      if (policy === undefined) throw new DomainError('NOT_FOUND', 'no such version of the policy');
      return presentPolicy(policy, (await newestPolicy(ctx.app))?.version ?? 0);
    }),
  getMany: permitted('policies.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(policyOutput) }))
    .query(async ({ ctx, input }) => {
      const policies = await WithdrawalPolicy.query(ctx.app.knex).whereIn('id', input.ids);
      const newest = await newestPolicy(ctx.app);
      return { data: policies.map((policy) => presentPolicy(policy, newest?.version ?? 0)) };
    }),
  /** The version in force. Version 0 is what the settings say. */
  current: permitted('policies.read')
    .output(policyOutput)
    .query(async ({ ctx }) => {
      const newest = await newestPolicy(ctx.app);
      return newest === undefined ? presentSettings(ctx.app) : presentPolicy(newest, newest.version);
    }),
  /**
   * What a draft would have said about the withdrawals of the last days. Changes nothing; one runs at a time.
   */
  backtest: permitted('policies.read')
    .input(policyBacktestInput)
    .output(policyBacktestOutput)
    .query(async ({ ctx, input }) => await backtest(ctx.app, input)),
  publish: permitted('policies.write')
    .input(policyPublishInput)
    .output(policyOutput)
    .mutation(async ({ ctx, input }) => {
      const policy = await publishPolicy(ctx.app, ctx.actor, input);
      return presentPolicy(policy, policy.version);
    }),
});
