import type { User } from '../providers/records.ts';

/** A customer in one line of a choice. */
export const userText = (user: User): string =>
  `${user.username} (${user.externalId})${user.isFrozen ? ', frozen' : ''}`;
