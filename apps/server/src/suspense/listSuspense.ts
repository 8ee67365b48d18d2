import type { suspenseListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { whereBetween, whereOneOf, whereUser } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';
import { whereClaim } from '../trpc/whereClaim.ts';

type Input = z.infer<typeof suspenseListInput>;

/** `staffId`: the caller, if staff. */
export async function listSuspense(
  ctx: AppContext,
  input: Input,
  staffId: string | null = null,
): Promise<ListPage<SuspenseItem>> {
  return await listRows({
    knex: ctx.knex,
    query: () =>
      filtered(SuspenseItem.query(ctx.knex).withGraphFetched('transaction'), input.filter ?? {}, staffId),
    input,
    sortColumns: {
      createdAt: { sql: 'suspense_items.created_at', type: 'timestamptz' },
      amountUsd: { sql: 'suspense_items.amount_usd', type: 'numeric' },
      updatedAt: { sql: 'suspense_items.updated_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'suspense_items.id',
  });
}

function filtered(
  query: QueryBuilder<SuspenseItem>,
  filter: NonNullable<Input['filter']>,
  staffId: string | null,
) {
  whereClaim(query, { subjectKind: 'suspense', table: 'suspense_items', staffId, filter: filter.claim });
  whereOneOf(query, 'status', filter.status);
  whereOneOf(query, 'reason', filter.reason);
  whereUser(query, 'userId', filter);
  whereOneOf(query, 'paymentId', filter.paymentId);
  whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  whereBetween(query, 'updatedAt', filter.updatedAfter, undefined);
  if (filter.q !== undefined) void query.where('providerPaymentId', filter.q);
  return query;
}
