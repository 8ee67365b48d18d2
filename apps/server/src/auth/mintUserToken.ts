import {
  idSchema,
  MAX_USER_TOKEN_SECONDS,
  USER_PERMISSIONS,
  userScopesInput,
  type UserScope,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { User } from '../models/User.ts';
import { UserToken } from '../models/UserToken.ts';
import { newBearerSecret } from './bearerSecret.ts';

const DEFAULT_TTL_SECONDS = 900;

export interface UserTokenOrder {
  userId: string;
  /** Whole seconds that the token lives: 900 unless told, 86,400 at most. */
  ttlSeconds?: number | undefined;
  /** What it may do; all that users may do unless told. */
  scopes?: readonly UserScope[] | undefined;
  mintedBy: { kind: 'staff' | 'service'; id: string } | { kind: 'system'; id: null };
}

/**
 * Makes a token with which an end user's browser or phone can call. A frozen user gets one too: reading stays
 * allowed.
 *
 * @returns the token itself: the only time that it can be shown
 * @throws DomainError `NOT_FOUND` (no such user), `USER_ANONYMIZED`, `INVALID_INPUT` (lifetime, scopes)
 */
export async function mintUserToken(
  db: Knex,
  { userId, ttlSeconds = DEFAULT_TTL_SECONDS, scopes, mintedBy }: UserTokenOrder,
): Promise<{ id: string; token: string; userId: string; scopes: UserScope[]; expiresAt: Date }> {
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > MAX_USER_TOKEN_SECONDS) {
    throw new DomainError('INVALID_INPUT', `A user token lives 1 to ${MAX_USER_TOKEN_SECONDS} whole seconds`);
  }
  if (scopes !== undefined && !userScopesInput.safeParse(scopes).success)
    throw new DomainError('INVALID_INPUT', 'A user token cannot have these scopes');
  const user = idSchema.safeParse(userId).success ? await User.query(db).findById(userId) : undefined;
  if (!user) throw new DomainError('NOT_FOUND', 'There is no such user');
  if (user.anonymizedAt)
    throw new DomainError('USER_ANONYMIZED', 'This user is anonymised and cannot come in any more');
  const { secret, hash } = newBearerSecret('ut');
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + ttlSeconds * 1000);
  const id = newId(createdAt);
  await UserToken.query(db).insert({
    id,
    userId,
    tokenHash: hash,
    scopes: scopes === undefined ? null : [...new Set(scopes)],
    mintedByKind: mintedBy.kind,
    mintedById: mintedBy.id,
    createdAt,
    expiresAt,
  });
  return {
    id,
    token: secret,
    userId,
    scopes: scopes === undefined ? [...USER_PERMISSIONS] : [...new Set(scopes)],
    expiresAt,
  };
}
