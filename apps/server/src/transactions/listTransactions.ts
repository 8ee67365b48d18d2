import type { transactionListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { Transaction } from '../models/Transaction.ts';
import { transactionRows } from '../rowFilters/transactionRows.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof transactionListInput>;

const createdAt = { sql: 'transactions.created_at', type: 'timestamptz' } as const;

/** One page of the ledger. Over several users `seq` orders by time: each user's numbers follow it. */
export async function listTransactions(
  ctx: AppContext,
  input: Input,
  reader: Reader,
): Promise<ListPage<Transaction>> {
  const { userId, userExternalId } = input.filter ?? {};
  const isOfOneUser = userId !== undefined || userExternalId !== undefined || reader.ownUserId !== null;
  return await listRows({
    knex: ctx.knex,
    query: await transactionRows(ctx.knex, input.filter ?? {}, reader),
    input,
    sortColumns: {
      createdAt,
      amountUsd: { sql: 'transactions.amount_usd', type: 'numeric' },
      // A number counts the entries of one user: over all of them it would say nothing, and no index has that order.
      seq: isOfOneUser ? { sql: 'transactions.seq', type: 'bigint' } : createdAt,
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'transactions.id',
  });
}
