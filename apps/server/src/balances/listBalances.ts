import type { balanceListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { UserBalance } from '../models/UserBalance.ts';
import { containing, whereBetween, whereUser } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof balanceListInput>;

export async function listBalances(
  ctx: AppContext,
  input: Input,
  ownUserId: string | null,
): Promise<ListPage<UserBalance>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(UserBalance.query(ctx.knex), input.filter ?? {}, ownUserId),
    input,
    sortColumns: {
      balanceUsd: { sql: 'user_balances.balance_usd', type: 'numeric' },
      heldUsd: { sql: 'user_balances.held_usd', type: 'numeric' },
      totalDeposited: { sql: 'user_balances.total_deposited', type: 'numeric' },
      totalWithdrawn: { sql: 'user_balances.total_withdrawn', type: 'numeric' },
      // The expression of the index user_balances_recent; users without a transaction come last.
      lastTransactionAt: {
        sql: "coalesce(user_balances.last_transaction_at, '-infinity')",
        type: 'timestamptz',
      },
      createdAt: { sql: 'user_balances.created_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'balanceUsd', order: 'DESC' },
    idColumn: 'user_balances.user_id',
  });
}

function filtered(
  query: QueryBuilder<UserBalance>,
  filter: NonNullable<Input['filter']>,
  ownUserId: string | null,
) {
  if (ownUserId !== null) void query.where('user_balances.userId', ownUserId);
  whereUser(query, 'user_balances.userId', filter);
  whereBetween(query, 'user_balances.balanceUsd', filter.balanceUsdMin, filter.balanceUsdMax);
  whereBetween(query, 'user_balances.lastTransactionAt', filter.activeAfter, filter.activeBefore);
  if (filter.hasHolds !== undefined)
    void query.where('user_balances.heldUsd', filter.hasHolds ? '>' : '=', '0');
  if (filter.q !== undefined) {
    void query.whereRaw(
      `user_balances.user_id in (
         select id from users
         where (users.username || ' ' || coalesce(users.email, '') || ' ' || users.external_id) ilike ?)`,
      [containing(filter.q)],
    );
  }
  return query;
}
