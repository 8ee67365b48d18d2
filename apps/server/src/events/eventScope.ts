import { type EventType, USER_EVENT_TYPES } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import { refuseOtherUser } from '../trpc/userReference.ts';

/** Which events a caller reads, and in which form. */
export interface EventScope {
  types: readonly EventType[] | undefined;
  userId: string | undefined;
  /** What users do not see of their own rows is left out. */
  forUser: boolean;
}

/**
 * The events that a caller asked for, within what it may see: apps and staff see all, a user token its own user's, of
 * the types that concern users. The only place that decides it, for lists, single events and streams.
 * @param ownUserId the user of the token; null for apps and staff
 * @throws DomainError `PERMISSION_DENIED` for another user, or for types that user tokens do not see
 */
export function eventScope(
  ownUserId: string | null,
  { types, userId }: { types?: readonly EventType[] | undefined; userId?: string | undefined } = {},
): EventScope {
  if (ownUserId === null) return { types, userId, forUser: false };
  if (userId !== undefined) refuseOtherUser(ownUserId, userId);
  return { types: typesForUsers(types), userId: ownUserId, forUser: true };
}

function typesForUsers(types: readonly EventType[] = USER_EVENT_TYPES): readonly EventType[] {
  const hidden = types.filter((type) => !USER_EVENT_TYPES.includes(type));
  if (hidden.length > 0)
    throw new DomainError('PERMISSION_DENIED', `a user token does not see ${hidden.join(', ')}`);
  return types;
}
