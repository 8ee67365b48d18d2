import type { transactionListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Transaction } from '../models/Transaction.ts';
import { containing, whereBetween, whereOneOf, whereReferences, whereUser } from '../trpc/filters.ts';
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
  whereUser(query, 'userId', filter);
  whereOneOf(query, 'transactionType', filter.transactionType);
  whereOneOf(query, 'paymentId', filter.paymentId);
  whereOneOf(query, 'withdrawalRequestId', filter.withdrawalRequestId);
  if (filter.direction !== undefined)
    void query.where('amountUsd', filter.direction === 'credit' ? '>' : '<', '0');
  whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  whereBetween(query, 'createdAt', filter.updatedAfter, undefined);
  whereReferences(query, 'transactions', filter);
  // End users see no notes of staff, and cannot guess them either.
  if (ownUserId !== null && filter.metadata !== undefined && 'note' in filter.metadata)
    void query.whereRaw('false');
  const text = filter.q;
  if (text !== undefined)
    void query.where((either) =>
      either.where('orderId', text).orWhere('description', 'ilike', containing(text)),
    );
  return query;
}
