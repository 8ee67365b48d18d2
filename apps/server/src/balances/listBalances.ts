import type { balanceListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { UserBalance } from '../models/UserBalance.ts';
import { balanceRows } from '../rowFilters/balanceRows.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof balanceListInput>;

export async function listBalances(
  ctx: AppContext,
  input: Input,
  reader: Reader,
): Promise<ListPage<UserBalance>> {
  return await listRows({
    knex: ctx.knex,
    query: await balanceRows(ctx.knex, input.filter ?? {}, reader),
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
