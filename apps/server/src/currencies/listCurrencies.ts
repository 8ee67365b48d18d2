import type { currencyListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { containing, whereOneOf } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof currencyListInput>;

export async function listCurrencies(ctx: AppContext, input: Input): Promise<ListPage<Currency>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(Currency.query(ctx.knex), input.filter ?? {}),
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

function filtered(query: QueryBuilder<Currency>, filter: NonNullable<Input['filter']>) {
  if (filter.isActive !== undefined) void query.where('isActive', filter.isActive);
  if (filter.isStable !== undefined) void query.where('isStable', filter.isStable);
  if (filter.withdrawalsEnabled !== undefined)
    void query.where('withdrawalsEnabled', filter.withdrawalsEnabled);
  if (filter.hasPendingChange === true) void query.whereNotNull('pendingChange');
  if (filter.hasPendingChange === false) void query.whereNull('pendingChange');
  whereOneOf(query, 'network', filter.network);
  whereOneOf(query, 'token', filter.token);
  const text = filter.q;
  if (text !== undefined)
    void query.where((either) =>
      either.where('code', 'ilike', containing(text)).orWhere('name', 'ilike', containing(text)),
    );
  return query;
}
