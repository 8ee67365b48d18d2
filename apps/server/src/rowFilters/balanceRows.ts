import type { balanceListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { UserBalance } from '../models/UserBalance.ts';
import { whereBetween, whereNotZero, whereUser } from './conditions.ts';
import type { Reader } from './reader.ts';
import { userIdsFound } from './searchStatement.ts';

type Filter = NonNullable<z.infer<typeof balanceListInput>['filter']>;

/** Builds queries of the balances that a filter leaves. */
export function balanceRows(knex: Knex, filter: Filter, reader: Reader): () => QueryBuilder<UserBalance> {
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
    if (filter.q !== undefined) {
      const { sql, bindings } = userIdsFound(filter.q, reader);
      // A balance has nothing to be found by but its user.
      void query.whereRaw(
        reader.findUsers || reader.ownUserId !== null ? `user_balances.user_id = any(${sql})` : 'false',
        bindings,
      );
    }
    return query;
  };
}
