import type { transactionListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { Transaction } from '../models/Transaction.ts';
import { transactionRows } from '../rowFilters/transactionRows.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof transactionListInput>;

export async function listTransactions(
  ctx: AppContext,
  input: Input,
  reader: Reader,
): Promise<ListPage<Transaction>> {
  return await listRows({
    knex: ctx.knex,
    query: transactionRows(ctx.knex, input.filter ?? {}, reader),
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
