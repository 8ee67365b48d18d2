import {
  CLAIM_PERMISSIONS,
  CLAIM_SUBJECTS,
  type ClaimOutput,
  type ClaimSubject,
  STAFF_ROLES,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { permissionsOfRole, type StaffPrincipal } from '../auth/principal.ts';
import type { Subject } from './openSubject.ts';

/** More than a desk has; a page shows the newest. */
const MAX_CLAIMS = 500;
const MAX_COLLEAGUES = 200;

interface Row {
  subjectKind: ClaimSubject;
  subjectId: string;
  staffId: string;
  staffName: string;
  handedById: string | null;
  handedByName: string | null;
  claimedAt: Date;
}

/** Who has taken what, newest first, of the rows that the caller may see. */
export async function listClaims(
  knex: Knex,
  { permissions }: StaffPrincipal,
  subject?: Subject,
): Promise<ClaimOutput[]> {
  const kinds = CLAIM_SUBJECTS.filter((kind) => permissions.has(CLAIM_PERMISSIONS[kind].read));
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `select c.subject_kind as "subjectKind", c.subject_id as "subjectId", c.claimed_at as "claimedAt",
       s.id as "staffId", s.name as "staffName", h.id as "handedById", h.name as "handedByName"
     from claims c
     join staff s on s.id = c.staff_id
     left join staff h on h.id = c.handed_by_id
     where c.ended_at is null and c.subject_kind = any(:kinds)
       and (:kind::text is null or (c.subject_kind, c.subject_id) = (:kind::text, :id::uuid))
     order by c.claimed_at desc, c.id desc limit :limit`,
    { kinds, kind: subject?.subjectKind ?? null, id: subject?.subjectId ?? null, limit: MAX_CLAIMS },
  );
  return rows.map((row) => ({
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    staff: { id: row.staffId, name: row.staffName },
    handedBy:
      row.handedById === null || row.handedByName === null
        ? null
        : { id: row.handedById, name: row.handedByName },
    claimedAt: row.claimedAt.toISOString(),
  }));
}

/** Who else can decide on such rows, by name. */
export async function listColleagues(
  knex: Knex,
  { id }: StaffPrincipal,
  subjectKind: ClaimSubject,
): Promise<{ id: string; name: string }[]> {
  const { take } = CLAIM_PERMISSIONS[subjectKind];
  const roles = STAFF_ROLES.filter((role) => permissionsOfRole(role).has(take));
  return await knex('staff')
    .select('id', 'name')
    .whereIn('role', roles)
    .whereNull('deactivated_at')
    .whereNot('id', id)
    .orderBy(['name', 'id'])
    .limit(MAX_COLLEAGUES);
}
