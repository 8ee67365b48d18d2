import type { UserScope } from '@paydesk/types';
import { limitAttempts } from '../auth/limitAttempts.ts';
import { mintUserToken, type NewUserToken } from '../auth/userTokens.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';

/** Tokens are valid for at least a minute: an app that reuses them needs far fewer than this. */
const TOKENS_PER_USER = { max: 30, windowSeconds: 60 };
const TOKENS_PER_APP = { max: 3000, windowSeconds: 60 };

/**
 * Creates a token for an end user, which cannot be shown again. Only for apps: with a token staff could request
 * as the user what the same person may approve. Refuses with PERMISSION_DENIED, RATE_LIMITED, NOT_FOUND,
 * USER_ANONYMIZED, INVALID_INPUT.
 */
export async function createUserToken(
  ctx: AppContext,
  actor: Actor,
  input: Omit<NewUserToken, 'mintedBy'>,
): Promise<{ token: string; userId: string; scopes: UserScope[]; expiresAt: Date }> {
  if (actor.kind !== 'service' || actor.id === null)
    throw new DomainError('PERMISSION_DENIED', 'only apps can create user tokens');
  await limitAttempts(ctx.knex, 'mint-token', actor.id, TOKENS_PER_APP);
  await limitAttempts(ctx.knex, 'mint-token', input.userId, TOKENS_PER_USER);
  const { token, userId, scopes, expiresAt } = await mintUserToken(ctx.knex, {
    ...input,
    mintedBy: { kind: 'service', id: actor.id },
  });
  return { token, userId, scopes, expiresAt };
}
