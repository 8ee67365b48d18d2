import type { paymentListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { containing, whereBetween, whereOneOf, whereReferences, whereUser } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof paymentListInput>;

/** Payments by filter, by default newest first; `ownUserId` limits an end user to its own. */
export async function listPayments(
  ctx: AppContext,
  input: Input,
  ownUserId: string | null,
): Promise<ListPage<Payment>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(Payment.query(ctx.knex), input.filter ?? {}, ownUserId),
    input,
    sortColumns: {
      createdAt: { sql: 'payments.created_at', type: 'timestamptz' },
      amountUsd: { sql: 'payments.amount_usd', type: 'numeric' },
      statusChangedAt: { sql: 'payments.status_changed_at', type: 'timestamptz' },
      updatedAt: { sql: 'payments.updated_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'payments.id',
  });
}

function filtered(
  query: QueryBuilder<Payment>,
  filter: NonNullable<Input['filter']>,
  ownUserId: string | null,
) {
  if (ownUserId !== null) void query.where('payments.userId', ownUserId);
  whereUser(query, 'payments.userId', filter);
  whereOneOf(query, 'payments.status', filter.status);
  whereOneOf(query, 'payments.currencyCode', filter.currencyCode);
  whereOneOf(query, 'payments.parentPaymentId', filter.parentPaymentId);
  whereBetween(query, 'payments.amountUsd', filter.amountUsdMin, filter.amountUsdMax);
  whereBetween(query, 'payments.createdAt', filter.createdAfter, filter.createdBefore);
  whereBetween(query, 'payments.updatedAt', filter.updatedAfter, undefined);
  whereReferences(query, 'payments', filter);
  if (filter.needsAttention === true) void query.whereNotNull('payments.needsAttention');
  if (filter.needsAttention === false) void query.whereNull('payments.needsAttention');
  const text = filter.q;
  if (text !== undefined) {
    // Ids, addresses and hashes match as a whole; the description is searched.
    void query.where((either) =>
      either
        .where('payments.internalPaymentId', text)
        .orWhere('payments.orderId', text)
        .orWhere('payments.providerPaymentId', text)
        .orWhere('payments.payAddress', text)
        .orWhere('payments.transactionHash', text)
        .orWhere('payments.description', 'ilike', containing(text)),
    );
  }
  return query;
}
