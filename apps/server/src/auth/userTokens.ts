import {
  idSchema,
  MAX_USER_TOKEN_SECONDS,
  USER_PERMISSIONS,
  type UserScope,
  userScopesInput,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { User } from '../models/User.ts';
import { UserToken } from '../models/UserToken.ts';
import { newBearerSecret } from './bearerSecret.ts';

export const DEFAULT_TTL_SECONDS = 900;

export interface NewUserToken {
  userId: string;
  /** Lifetime in whole seconds: 900 by default, at most MAX_USER_TOKEN_SECONDS. */
  ttlSeconds?: number | undefined;
  /** What it may do; by default everything that users may do. */
  scopes?: readonly UserScope[] | undefined;
  mintedBy: { kind: 'staff' | 'service'; id: string } | { kind: 'system'; id: null };
}

/**
 * Creates a token for an end user's browser or phone. A frozen user gets one too: reading stays allowed.
 *
 * @returns the token itself, which cannot be shown again
 * @throws DomainError `NOT_FOUND` (no such user), `USER_ANONYMIZED`, `INVALID_INPUT` (lifetime, scopes)
 */
export async function mintUserToken(
  db: Knex,
  { userId, ttlSeconds = DEFAULT_TTL_SECONDS, scopes, mintedBy }: NewUserToken,
): Promise<{ id: string; token: string; userId: string; scopes: UserScope[]; expiresAt: Date }> {
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > MAX_USER_TOKEN_SECONDS) {
    throw new DomainError(
      'INVALID_INPUT',
      `A user token is valid for 1 to ${MAX_USER_TOKEN_SECONDS} whole seconds`,
    );
  }
  if (scopes !== undefined && !userScopesInput.safeParse(scopes).success)
    throw new DomainError('INVALID_INPUT', 'A user token cannot have these scopes');
  const user = idSchema.safeParse(userId).success ? await User.query(db).findById(userId) : undefined;
  if (!user) throw new DomainError('NOT_FOUND', 'no such user');
  if (user.anonymizedAt)
    throw new DomainError('USER_ANONYMIZED', 'This user is anonymised and can no longer sign in');
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

/**
 * Revokes all valid tokens of a user: with the next request, on other servers within a second.
 * @returns how many there were
 */
export async function revokeUserTokens(db: Knex, { userId }: { userId: string }): Promise<number> {
  return await liveTokens(db, userId).update({ revoked_at: db.fn.now() });
}

/** How many tokens of a user are valid now. One index lookup. */
export async function countLiveTokens(db: Knex, userId: string): Promise<number> {
  const counted = await liveTokens(db, userId).count<{ count: string }[]>('* as count');
  return Number(counted[0]?.count ?? 0);
}

const liveTokens = (db: Knex, userId: string) =>
  db('user_tokens').where({ user_id: userId }).whereNull('revoked_at').whereRaw(TOKEN_IS_LIVE);

/**
 * SQL: a row of `user_tokens` has not expired, and neither has the API key whose app created it ended: whoever had
 * a stolen key keeps nothing of it.
 */
export const TOKEN_IS_LIVE = /* sql */ `(
  user_tokens.expires_at > now() and (user_tokens.minted_by_kind <> 'service' or exists (
    select from api_keys key where key.id = user_tokens.minted_by_id
      and key.revoked_at is null and (key.expires_at is null or key.expires_at > now())
  )))`;
