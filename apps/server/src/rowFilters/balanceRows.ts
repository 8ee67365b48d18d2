import type { balanceListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { UserBalance } from '../models/UserBalance.ts';
import { whereBetween, whereFound, whereNotZero, whereUser } from './conditions.ts';
import type { Reader } from './reader.ts';
import { readIdsFound } from './searchStatement.ts';

type Filter = NonNullable<z.infer<typeof balanceListInput>['filter']>;

/** Builds queries of the balances that a filter leaves. */
export async function balanceRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<UserBalance>> {
  // A balance has nothing to be found by but its user.
  const mayFind = reader.findUsers || reader.ownUserId !== null;
  const text = filter.q;
  const found = mayFind || text === undefined ? await readIdsFound(knex, 'users', text, reader) : [];
  return () => {
    const query = UserBalance.query(knex);
    if (reader.ownUserId !== null) void query.where('user_balances.userId', reader.ownUserId);
    whereUser(query, 'user_balances.userId', filter);
    whereBetween(query, 'user_balances.balanceUsd', filter.balanceUsdMin, filter.balanceUsdMax);
    // As the index has it; a balance that never moved is not active after any time.
    if (filter.activeAfter !== undefined)
      void query.whereRaw(`coalesce(user_balances.last_transaction_at, '-infinity') >= ?`, [
        filter.activeAfter,
      ]);
    whereBetween(query, 'user_balances.lastTransactionAt', undefined, filter.activeBefore);
    whereNotZero(query, 'user_balances.heldUsd', filter.hasHolds);
    whereFound(query, 'user_balances.user_id', found);
    return query;
  };
}
