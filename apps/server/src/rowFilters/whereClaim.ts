import type { ClaimSubject } from '@paydesk/types';
import type { Model, QueryBuilder } from 'objection';
import { DomainError } from '../base/domainError.ts';

interface ClaimFilter {
  subjectKind: ClaimSubject;
  /** With an `id`. */
  table: string;
  /** Null: the caller is not staff. */
  staffId: string | null;
  filter: 'mine' | 'unclaimed' | undefined;
}

/**
 * The rows that the caller has taken, or that no one has.
 * @throws DomainError `STAFF_ONLY`
 */
export function whereClaim<M extends Model>(
  query: QueryBuilder<M, M[]>,
  { subjectKind, table, staffId, filter }: ClaimFilter,
): void {
  if (filter === undefined) return;
  const staff = requireStaff(staffId);
  const claims = `from claims c where c.subject_kind = '${subjectKind}' and c.ended_at is null`;
  if (filter === 'unclaimed')
    void query.whereRaw(`not exists (select ${claims} and c.subject_id = ${table}.id)`);
  // A person has few: the rows are looked up by them.
  else
    void query.whereRaw(`${table}.id = any(array(select c.subject_id ${claims} and c.staff_id = ?))`, [
      staff,
    ]);
}

/** @throws DomainError `STAFF_ONLY` for filters that are about the person who asks */
export function requireStaff(staffId: string | null): string {
  if (staffId === null) throw new DomainError('STAFF_ONLY', 'only staff can filter by what is theirs');
  return staffId;
}
