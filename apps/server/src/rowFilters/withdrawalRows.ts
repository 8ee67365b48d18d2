import type { withdrawalListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { whereBetween, whereOneOf, whereReferences, whereUser } from './conditions.ts';
import { currencyCodesOf } from './currencyCodes.ts';
import type { Reader } from './reader.ts';
import { idsFound } from './searchStatement.ts';

type Filter = NonNullable<z.infer<typeof withdrawalListInput>['filter']>;

/** Builds queries of the withdrawals that a filter leaves. */
export async function withdrawalRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<WithdrawalRequest>> {
  const codes = await currencyCodesOf(knex, filter);
  return () => {
    const query = WithdrawalRequest.query(knex);
    if (reader.ownUserId !== null) void query.where('userId', reader.ownUserId);
    whereUser(query, 'userId', filter);
    whereOneOf(query, 'status', filter.status);
    whereOneOf(query, 'currencyCode', codes);
    whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
    whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
    whereBetween(query, 'updatedAt', filter.updatedAfter, undefined);
    whereReferences(query, 'withdrawal_requests', filter);
    // The conditions of two partial indexes.
    if (filter.isIntact !== undefined) void query.whereRaw(filter.isIntact ? 'is_intact' : 'not is_intact');
    if (filter.q !== undefined) {
      const { sql, bindings } = idsFound('withdrawals', filter.q, reader);
      void query.whereRaw(`withdrawal_requests.id = any(${sql})`, bindings);
    }
    return query;
  };
}
