import type { Principal, StaffPrincipal } from '../auth/principal.ts';

/** Who reads a list. */
export interface Reader {
  /** The only user whose rows the reader may see; null: those of all users. */
  ownUserId: string | null;
  /** Whether a search text may find rows by the names of users. */
  findUsers: boolean;
  /** Null: the reader is not staff. */
  staff: StaffPrincipal | null;
}

/** The desk itself, for figures. */
export const wholeDesk: Reader = { ownUserId: null, findUsers: true, staff: null };

export const readerOf = ({
  ownUserId,
  principal,
}: {
  ownUserId: string | null;
  principal: Principal;
}): Reader => ({
  ownUserId,
  findUsers: principal.permissions.has('users.read'),
  staff: principal.kind === 'staff' ? principal : null,
});
