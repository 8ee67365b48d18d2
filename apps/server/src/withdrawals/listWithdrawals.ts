import type { withdrawalListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { withdrawalRows } from '../rowFilters/withdrawalRows.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof withdrawalListInput>;

export async function listWithdrawals(
  ctx: AppContext,
  input: Input,
  reader: Reader,
): Promise<ListPage<WithdrawalRequest>> {
  return await listRows({
    knex: ctx.knex,
    query: await withdrawalRows(ctx.knex, input.filter ?? {}, reader),
    input,
    sortColumns: {
      createdAt: { sql: 'withdrawal_requests.created_at', type: 'timestamptz' },
      amountUsd: { sql: 'withdrawal_requests.amount_usd', type: 'numeric' },
      statusChangedAt: { sql: 'withdrawal_requests.status_changed_at', type: 'timestamptz' },
      updatedAt: { sql: 'withdrawal_requests.updated_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'withdrawal_requests.id',
  });
}
