import type { findingListInput, reconciliationListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Reconciliation } from '../models/Reconciliation.ts';
import { ReconciliationFinding } from '../models/ReconciliationFinding.ts';
import { whereBetween, whereOneOf } from '../rowFilters/conditions.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

export async function listReconciliations(
  ctx: AppContext,
  input: z.infer<typeof reconciliationListInput>,
): Promise<ListPage<Reconciliation>> {
  return await listRows({
    knex: ctx.knex,
    query: () => {
      const query = Reconciliation.query(ctx.knex);
      whereOneOf(query, 'status', input.filter?.status);
      whereBetween(query, 'startedAt', input.filter?.startedAfter, input.filter?.startedBefore);
      return query;
    },
    input,
    sortColumns: { startedAt: { sql: 'reconciliations.started_at', type: 'timestamptz' } },
    defaultSort: { field: 'startedAt', order: 'DESC' },
    idColumn: 'reconciliations.id',
  });
}

export async function listFindings(
  ctx: AppContext,
  input: z.infer<typeof findingListInput>,
): Promise<ListPage<ReconciliationFinding>> {
  return await listRows({
    knex: ctx.knex,
    query: () => {
      const query = ReconciliationFinding.query(ctx.knex);
      whereOneOf(query, 'reconciliationId', input.filter?.reconciliationId);
      if (input.filter?.isExplained !== undefined) void query.where('isExplained', input.filter.isExplained);
      return query;
    },
    input,
    sortColumns: { createdAt: { sql: 'reconciliation_findings.created_at', type: 'timestamptz' } },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'reconciliation_findings.id',
  });
}
