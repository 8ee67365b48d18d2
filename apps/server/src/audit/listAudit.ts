import type { auditListInput } from '@paydesk/types';
import { raw, type QueryBuilder } from 'objection';
import type { z } from 'zod';
import { AUDIT_SUBJECTS } from '../auditChain/recordAudit.ts';
import type { AppContext } from '../context/appContext.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { Staff } from '../models/Staff.ts';
import { containing, whereBetween, whereOneOf } from '../rowFilters/conditions.ts';
import { indexedWords } from '../rowFilters/containsText.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

/** Staff that a search text may match by name or e-mail address. */
const MAX_MATCHING_STAFF = 50;

type Input = z.infer<typeof auditListInput>;

/** One page of the audit log, newest first. */
export async function listAudit(ctx: AppContext, input: Input): Promise<ListPage<AuditEntry>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(AuditEntry.query(ctx.knex), input.filter ?? {}),
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
  if (filter.q !== undefined) whereMatches(query, filter.q);
  return query;
}

/** Each alternative uses its own index, which starts with the kind. */
function whereMatches(query: QueryBuilder<AuditEntry>, text: string): void {
  // Names are searched in the small table of staff; the log is searched by id.
  const named = Staff.query()
    .where((either) =>
      either.where('name', 'ilike', containing(text)).orWhere('email', 'ilike', containing(text)),
    )
    .select(raw('id::text'))
    .limit(MAX_MATCHING_STAFF);
  void query.where((either) => {
    // Without a word for its index, all notes would be read.
    if (indexedWords(text) !== '') void either.where('note', 'ilike', containing(text));
    void either
      .orWhere('action', text)
      .orWhere('ipAddress', text)
      .orWhere((subject) => subject.whereIn('subjectKind', [...AUDIT_SUBJECTS]).where('subjectId', text))
      .orWhere((actor) => actor.whereIn('actorKind', ['staff', 'service', 'user']).where('actorId', text))
      .orWhere((actor) => actor.where('actorKind', 'staff').whereIn('actorId', named));
  });
}
