import type { withdrawalListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { whereBetween, whereOneOf, whereReferences, whereUser } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof withdrawalListInput>;

export async function listWithdrawals(
  ctx: AppContext,
  input: Input,
  ownUserId: string | null,
): Promise<ListPage<WithdrawalRequest>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(WithdrawalRequest.query(ctx.knex), input.filter ?? {}, ownUserId),
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

function filtered(
  query: QueryBuilder<WithdrawalRequest>,
  filter: NonNullable<Input['filter']>,
  ownUserId: string | null,
) {
  if (ownUserId !== null) void query.where('userId', ownUserId);
  whereUser(query, 'userId', filter);
  whereOneOf(query, 'status', filter.status);
  whereOneOf(query, 'currencyCode', filter.currencyCode);
  whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  whereBetween(query, 'updatedAt', filter.updatedAfter, undefined);
  whereReferences(query, 'withdrawal_requests', filter);
  const text = filter.q;
  if (text !== undefined)
    void query.where((either) =>
      either
        .where('internalWithdrawalId', text)
        .orWhere('orderId', text)
        .orWhereRaw('address_key = account_key(?)', [text])
        .orWhere('transactionHash', text),
    );
  return query;
}
