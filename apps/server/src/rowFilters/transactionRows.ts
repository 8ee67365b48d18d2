import type { transactionListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { Transaction } from '../models/Transaction.ts';
import { whereBetween, whereFound, whereOneOf, whereReferences, whereUser } from './conditions.ts';
import type { Reader } from './reader.ts';
import { readIdsFound } from './searchStatement.ts';

type Filter = NonNullable<z.infer<typeof transactionListInput>['filter']>;

/** Builds queries of the rows of the ledger that a filter leaves. */
export async function transactionRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<Transaction>> {
  const found = await readIdsFound(knex, 'transactions', filter.q, reader);
  return () => {
    const query = Transaction.query(knex);
    if (reader.ownUserId !== null) void query.where('userId', reader.ownUserId);
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
    if (reader.ownUserId !== null && filter.metadata !== undefined && 'note' in filter.metadata)
      void query.whereRaw('false');
    whereFound(query, 'transactions.id', found);
    return query;
  };
}
