import type { auditListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { AUDIT_SUBJECTS } from '../auditChain/recordAudit.ts';
import type { AppContext } from '../context/appContext.ts';
import { AuditEntry } from '../models/AuditEntry.ts';
import { containing, whereBetween, whereOneOf } from '../rowFilters/conditions.ts';
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

/** Rows that each way to read a search text may find: the newest, but any of those with a word in the note. */
const FOUND_LIMIT = 500;
/** Trigrams need three characters. */
const MIN_WORD = 3;

/**
 * Each way to read the text uses its own index, which ends with the time; an `or` of them would read the whole log.
 * Names are searched in the small table of staff; the log is searched by id.
 */
function whereMatches(query: QueryBuilder<AuditEntry>, text: string): void {
  const newest = (condition: string) =>
    `(select id from audit_log where ${condition} order by created_at desc, id desc limit ${FOUND_LIMIT})`;
  const branches = [
    newest('action = :text'),
    newest('ip_address = :text'),
    ...AUDIT_SUBJECTS.map((kind) => newest(`subject_kind = '${kind}' and subject_id = :text`)),
    ...ACTOR_KINDS.map((kind) => newest(`actor_kind = '${kind}' and actor_id = :text`)),
    `(select entry.id from (
       select s.id from staff s where s.name ilike :part or s.email ilike :part limit ${MAX_MATCHING_STAFF}
     ) named cross join lateral (
       select id from audit_log where actor_kind = 'staff' and actor_id = cast(named.id as text)
       order by created_at desc, id desc limit ${FOUND_LIMIT}
     ) entry limit ${FOUND_LIMIT})`,
  ];
  if (text.length >= MIN_WORD)
    branches.push(`(select id from audit_log where note ilike :part limit ${FOUND_LIMIT})`);
  void query.whereRaw(`id = any(array(${branches.join(' union all ')}))`, { text, part: containing(text) });
}

const ACTOR_KINDS = ['staff', 'service', 'user'] as const;
