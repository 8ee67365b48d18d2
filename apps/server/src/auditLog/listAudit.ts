import type { auditListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { Desk } from '../desk/desk.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { whereBetween, whereOneOf } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof auditListInput>;

export async function listAudit(desk: Desk, input: Input): Promise<ListPage<AuditEntry>> {
  return await listRows({
    knex: desk.knex,
    query: () => filtered(AuditEntry.query(desk.knex), input.filter ?? {}),
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
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  const text = filter.q;
  if (text !== undefined) void query.where((either) => either.where('subjectId', text).orWhere('actorId', text).orWhere('actorName', text).orWhere('action', text));
  return query;
}
