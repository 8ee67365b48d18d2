import type { transactionListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Transaction } from '../models/Transaction.ts';
import { containing, whereBetween, whereOneOf } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof transactionListInput>;

export async function listTransactions(
  ctx: AppContext,
  input: Input,
  ownUserId: string | null,
): Promise<ListPage<Transaction>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(Transaction.query(ctx.knex), input.filter ?? {}, ownUserId),
    input,
    sortColumns: {
      createdAt: { sql: 'transactions.created_at', type: 'timestamptz' },
      amountUsd: { sql: 'transactions.amount_usd', type: 'numeric' },
      seq: { sql: 'transactions.seq', type: 'bigint' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'transactions.id',
  });
}

function filtered(
  query: QueryBuilder<Transaction>,
  filter: NonNullable<Input['filter']>,
  ownUserId: string | null,
) {
  if (ownUserId !== null) void query.where('userId', ownUserId);
  whereOneOf(query, 'userId', filter.userId);
  whereOneOf(query, 'transactionType', filter.transactionType);
  whereOneOf(query, 'paymentId', filter.paymentId);
  whereOneOf(query, 'withdrawalRequestId', filter.withdrawalRequestId);
  if (filter.direction !== undefined)
    void query.where('amountUsd', filter.direction === 'credit' ? '>' : '<', '0');
  whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  if (filter.q !== undefined) void query.where('description', 'ilike', containing(filter.q));
  return query;
}
