import type { suspenseListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { SuspenseItem } from '../models/SuspenseItem.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { suspenseRows } from '../rowFilters/suspenseRows.ts';
import { SUSPENSE_RELATIONS } from './presentSuspense.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof suspenseListInput>;

export async function listSuspense(
  ctx: AppContext,
  input: Input,
  reader: Reader,
): Promise<ListPage<SuspenseItem>> {
  const rows = await suspenseRows(ctx.knex, input.filter ?? {}, reader);
  return await listRows({
    knex: ctx.knex,
    query: () => rows().withGraphFetched(SUSPENSE_RELATIONS),
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
