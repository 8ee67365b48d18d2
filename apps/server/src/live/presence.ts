import { CLAIM_PERMISSIONS, PRESENCE_EXPIRY_SECONDS, type ClaimSubject, type Viewer } from '@paydesk/types';
import type { Knex } from 'knex';
import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';

interface Presence {
  /** One open page of a browser. */
  tab: string;
  viewing: { subjectKind: ClaimSubject; subjectId: string } | null;
}

/** Pages that one person can have open at once; of more, the oldest are forgotten. */
const MAX_TABS = 20;

/**
 * Which row an open page shows, until it reports again or `PRESENCE_EXPIRY_SECONDS` have passed. It is written in no
 * log. Without `viewing`, the page was left.
 * @throws DomainError `PERMISSION_DENIED`, `NOT_FOUND`
 */
export async function reportPresence(
  knex: Knex,
  staff: StaffPrincipal,
  { tab, viewing }: Presence,
): Promise<void> {
  if (viewing === null) {
    await knex('presence').where({ tab_id: tab, staff_id: staff.id }).delete();
    return;
  }
  const { read } = CLAIM_PERMISSIONS[viewing.subjectKind];
  if (!staff.permissions.has(read))
    throw new DomainError('PERMISSION_DENIED', `this needs the permission ${read}`);
  const { rows } = await knex.raw<{ rows: { written: string }[] }>(
    `with old as (
       delete from presence where expires_at < clock_timestamp() or tab_id in (
         select tab_id from presence where staff_id = :staffId and tab_id <> :tab
         order by expires_at desc offset :others)
     )
     insert into presence (tab_id, staff_id, subject_kind, subject_id, expires_at)
     select :tab, :staffId, :kind, id, clock_timestamp() + make_interval(secs => :seconds)
     from ${TABLES[viewing.subjectKind]} where id = :id
     on conflict (tab_id) do update
       set subject_kind = excluded.subject_kind, subject_id = excluded.subject_id, expires_at = excluded.expires_at
       where presence.staff_id = excluded.staff_id
     returning tab_id as written`,
    {
      tab,
      staffId: staff.id,
      others: MAX_TABS - 1,
      kind: viewing.subjectKind,
      id: viewing.subjectId,
      seconds: PRESENCE_EXPIRY_SECONDS,
    },
  );
  if (rows.length === 0) throw new DomainError('NOT_FOUND', 'there is no such row');
}

const TABLES: Record<ClaimSubject, string> = {
  withdrawal: 'withdrawal_requests',
  suspense: 'suspense_items',
  changeRequest: 'change_requests',
};

/** Who looks at what, as far as this person may see it. */
export const viewersFor = (viewers: readonly Viewer[], { permissions }: StaffPrincipal): Viewer[] =>
  viewers.filter(({ subjectKind }) => permissions.has(CLAIM_PERMISSIONS[subjectKind].read));
