import type { userOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { User } from '../models/User.ts';

/** A user as sent over the wire. Why staff froze it is shown to staff and apps, not to the user. */
export function presentUser(
  user: User,
  view: { forUser: boolean; liveTokens?: number } = { forUser: false },
): z.infer<typeof userOutput> {
  return {
    id: user.id,
    externalId: user.externalId,
    username: user.username,
    email: user.email,
    isFrozen: user.frozenAt !== null,
    frozenAt: user.frozenAt?.toISOString() ?? null,
    frozenNote: view.forUser ? null : user.frozenNote,
    isAnonymized: user.anonymizedAt !== null,
    anonymizedAt: user.anonymizedAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    liveTokens: view.forUser ? null : (view.liveTokens ?? null),
  };
}
