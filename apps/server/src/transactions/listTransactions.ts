import type { transactionListInput, TransactionType } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
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
  const rows = await transactionRows(ctx.knex, input.filter ?? {}, reader);
  const isOfOneUser = userId !== undefined || userExternalId !== undefined || reader.ownUserId !== null;
  return await listRows({
    knex: ctx.knex,
    query: () => {
      const query = rows();
      // In another order it would only mislead PostgreSQL, which does not know how many rows have that sign.
      if (input.sort?.field === 'amountUsd') whereSignOf(query, input.filter?.transactionType);
      return query;
    },
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

const SIGNS: Record<TransactionType, '>' | '<' | null> = {
  deposit: '>',
  refund: '>',
  bonus: '>',
  withdrawal: '<',
  payment: '<',
  fee: '<',
  adjustment: null,
};

/**
 * The sign that all rows of these types have (`sign_fits_type` in PostgreSQL). It leaves out none of them, and lets the
 * index of amounts begin where they do: sorted by amount, all rows of the other sign would be read first.
 */
function whereSignOf(
  query: QueryBuilder<Transaction>,
  types: TransactionType | TransactionType[] | undefined,
): void {
  const [sign, ...others] = new Set([types ?? []].flat().map((type) => SIGNS[type]));
  if (sign !== undefined && sign !== null && others.length === 0) void query.where('amountUsd', sign, '0');
}
