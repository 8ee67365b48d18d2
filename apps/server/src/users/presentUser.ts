import type { userOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { User } from '../models/User.ts';

export function presentUser(user: User): z.infer<typeof userOutput> {
  return {
    id: user.id, externalId: user.externalId, username: user.username, email: user.email, isFrozen: user.frozenAt !== null, frozenAt: user.frozenAt?.toISOString() ?? null,
    frozenNote: user.frozenNote, isAnonymized: user.anonymizedAt !== null, anonymizedAt: user.anonymizedAt?.toISOString() ?? null, createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}
