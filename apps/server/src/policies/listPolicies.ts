import type { policyListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { Desk } from '../desk/desk.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

/** The published versions; newest first unless told. */
export async function listPolicies(
  desk: Desk,
  input: z.infer<typeof policyListInput>,
): Promise<ListPage<WithdrawalPolicy>> {
  return await listRows({
    knex: desk.knex,
    query: () => WithdrawalPolicy.query(desk.knex),
    input,
    sortColumns: { version: { sql: 'withdrawal_policies.version', type: 'int' } },
    defaultSort: { field: 'version', order: 'DESC' },
    idColumn: 'withdrawal_policies.id',
  });
}

/** The version in force; undefined until one is published. */
export const newestPolicy = async (desk: Desk): Promise<WithdrawalPolicy | undefined> =>
  await WithdrawalPolicy.query(desk.knex).orderBy('version', 'desc').limit(1).first();
