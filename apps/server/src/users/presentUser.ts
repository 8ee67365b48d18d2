import type { userOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { User } from '../models/User.ts';

/** A user as it goes over the wire. Why staff froze it is for staff and apps, not for the user itself. */
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
