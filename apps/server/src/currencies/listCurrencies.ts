import type { currencyListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { Currency } from '../models/Currency.ts';
import { currencyRows } from '../rowFilters/currencyRows.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof currencyListInput>;

export async function listCurrencies(ctx: AppContext, input: Input): Promise<ListPage<Currency>> {
  return await listRows({
    knex: ctx.knex,
    query: currencyRows(ctx.knex, input.filter ?? {}),
    input,
    sortColumns: {
      sortOrder: { sql: 'currencies.sort_order', type: 'int' },
      code: { sql: 'currencies.code', type: 'text' },
      name: { sql: 'currencies.name', type: 'text' },
      network: { sql: 'currencies.network', type: 'text' },
      minAmountUsd: { sql: 'currencies.min_amount_usd', type: 'numeric' },
      createdAt: { sql: 'currencies.created_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'sortOrder', order: 'ASC' },
    idColumn: 'currencies.id',
  });
}
