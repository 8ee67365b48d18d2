import type { auditListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { whereBetween, whereOneOf } from '../rowFilters/conditions.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';
import { auditSearch } from './auditSearch.ts';

type Input = z.infer<typeof auditListInput>;

/** One page of the audit log, newest first. */
export async function listAudit(
  ctx: AppContext,
  input: Input,
  reader: Parameters<typeof auditSearch>[2]['reader'],
): Promise<ListPage<AuditEntry>> {
  const filter = input.filter ?? {};
  const { q, qReadings } = filter;
  const candidates = () => filtered(AuditEntry.query(ctx.knex).select('audit_log.id'), filter);
  const search =
    q === undefined ? null : await auditSearch(ctx.knex, { q, qReadings }, { reader, candidates });
  return await listRows({
    knex: ctx.knex,
    query: () => {
      const query = filtered(AuditEntry.query(ctx.knex), filter);
      search?.apply(query);
      return query;
    },
    input,
    sortColumns: { createdAt: { sql: 'audit_log.created_at', type: 'timestamptz' } },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'audit_log.id',
  });
}

function filtered(query: QueryBuilder<AuditEntry>, filter: NonNullable<Input['filter']>) {
  whereOneOf(query, 'action', filter.action);
  whereOneOf(query, 'actorKind', filter.actorKind);
  whereOneOf(query, 'actorId', filter.actorId);
  whereOneOf(query, 'subjectKind', filter.subjectKind);
  whereOneOf(query, 'subjectId', filter.subjectId);
  whereOneOf(query, 'ipAddress', filter.ipAddress);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  return query;
}
