import { CLAIM_PERMISSIONS, type ClaimSubject } from '@paydesk/types';
import type { Knex } from 'knex';
import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';

/** What a claim is about. */
export interface Subject {
  subjectKind: ClaimSubject;
  subjectId: string;
}

/** @throws DomainError `PERMISSION_DENIED` */
export function requireMayTake({ permissions }: StaffPrincipal, subjectKind: ClaimSubject): void {
  const { take } = CLAIM_PERMISSIONS[subjectKind];
  if (!permissions.has(take)) throw new DomainError('PERMISSION_DENIED', `this needs the permission ${take}`);
}

/**
 * Keeps the row from being decided, or taken by someone else, until the transaction ends.
 * @throws DomainError `NOT_FOUND`, `ILLEGAL_TRANSITION` for a row that waits for no one
 */
export async function lockOpenSubject(
  trx: Knex.Transaction,
  { subjectKind, subjectId }: Subject,
): Promise<void> {
  const { table, open } = SUBJECTS[subjectKind];
  const row = await trx<{ id: string; status: string }>(table)
    .where({ id: subjectId })
    .forNoKeyUpdate()
    .first('status');
  if (row === undefined) throw new DomainError('NOT_FOUND', 'there is no such row');
  if (!open.includes(row.status))
    throw new DomainError(
      'ILLEGAL_TRANSITION',
      `this is ${row.status.replace('_', ' ')}: there is nothing to do`,
    );
}

const SUBJECTS: Record<ClaimSubject, { table: string; open: readonly string[] }> = {
  withdrawal: { table: 'withdrawal_requests', open: ['pending', 'approved', 'processing'] },
  suspense: { table: 'suspense_items', open: ['open'] },
  changeRequest: { table: 'change_requests', open: ['waiting'] },
};
