import {
  policyBacktestInput,
  policyBacktestOutput,
  policyListInput,
  policyOutput,
  policyPublishInput,
  noInput,
} from '@paydesk/types';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { backtest } from '../policyEngine/backtest.ts';
import { listRows } from '../trpc/listRows.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { presentCurrentPolicy, presentPolicies } from './presentPolicy.ts';
import { publishPolicy } from './publishPolicy.ts';

const policies = defineResource({
  name: 'version of the policy',
  permission: 'policies.read',
  listInput: policyListInput,
  output: policyOutput,
  list: async ({ app }, input) =>
    await listRows({
      knex: app.knex,
      query: () => WithdrawalPolicy.query(app.knex),
      input,
      sortColumns: { version: { sql: 'withdrawal_policies.version', type: 'int' } },
      defaultSort: { field: 'version', order: 'DESC' },
      idColumn: 'withdrawal_policies.id',
    }),
  query: (knex) => WithdrawalPolicy.query(knex),
  userColumn: null,
  present: async ({ app }, rows) => await presentPolicies(app, rows),
});

/** The withdrawal policy: its versions, back-tests of a draft, publishing a new version. */
export const policiesRouter = router({
  ...policies.procedures,
  /** The version in force. Version 0 stands for the settings. */
  current: permitted('policies.read')
    .input(noInput)
    .output(policyOutput)
    .query(async ({ ctx }) => await presentCurrentPolicy(ctx.app)),
  /** What a draft would have decided about the withdrawals of the last days. Changes nothing; one runs at a time. */
  backtest: permitted('policies.read')
    .input(policyBacktestInput)
    .output(policyBacktestOutput)
    .query(async ({ ctx, input }) => await backtest(ctx.app, input)),
  publish: policies.command(
    'policies.write',
    policyPublishInput,
    async ({ app, actor }, draft) => await publishPolicy(app, actor, draft),
  ),
});
