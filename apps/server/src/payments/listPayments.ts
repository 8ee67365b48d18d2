import type { paymentListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { Payment } from '../models/Payment.ts';
import { paymentRows } from '../rowFilters/paymentRows.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof paymentListInput>;

/** Payments by filter, by default newest first; those that the reader may see. */
export async function listPayments(
  ctx: AppContext,
  input: Input,
  reader: Reader,
): Promise<ListPage<Payment>> {
  return await listRows({
    knex: ctx.knex,
    query: await paymentRows(ctx.knex, input.filter ?? {}, reader),
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
