import type { userOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { User } from '../models/User.ts';

type UserOutput = z.infer<typeof userOutput>;

/** A user as sent over the wire to staff and apps, without the number of tokens. */
export function presentUser(user: User): UserOutput {
  return {
    id: user.id,
    externalId: user.externalId,
    username: user.username,
    email: user.email,
    isFrozen: user.frozenAt !== null,
    frozenAt: user.frozenAt?.toISOString() ?? null,
    frozenNote: user.frozenNote,
    isAnonymized: user.anonymizedAt !== null,
    anonymizedAt: user.anonymizedAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    liveTokens: null,
  };
}

/** Why staff froze a user is shown to staff and apps, not to the user. */
export const userForUser = (user: UserOutput): UserOutput => ({
  ...user,
  frozenNote: null,
  liveTokens: null,
});
