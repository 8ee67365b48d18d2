import type { Permission } from '@paydesk/types';

/** Who reads a list. */
export interface Reader {
  /** The only user whose rows the reader may see; null: those of all users. */
  ownUserId: string | null;
  /** Whether a search text may find rows by the names of users. */
  findUsers: boolean;
}

/** The desk itself, for figures. */
export const wholeDesk: Reader = { ownUserId: null, findUsers: true };

export const readerOf = ({
  ownUserId,
  principal: { permissions },
}: {
  ownUserId: string | null;
  principal: { permissions: ReadonlySet<Permission> };
}): Reader => ({ ownUserId, findUsers: permissions.has('users.read') });
