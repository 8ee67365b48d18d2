import type { policyListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

/** The published versions; newest first unless told. */
export async function listPolicies(
  ctx: AppContext,
  input: z.infer<typeof policyListInput>,
): Promise<ListPage<WithdrawalPolicy>> {
  return await listRows({
    knex: ctx.knex,
    query: () => WithdrawalPolicy.query(ctx.knex),
    input,
    sortColumns: { version: { sql: 'withdrawal_policies.version', type: 'int' } },
    defaultSort: { field: 'version', order: 'DESC' },
    idColumn: 'withdrawal_policies.id',
  });
}

/** The version in force; undefined until one is published. */
export const newestPolicy = async (ctx: AppContext): Promise<WithdrawalPolicy | undefined> =>
  await WithdrawalPolicy.query(ctx.knex).orderBy('version', 'desc').limit(1).first();
