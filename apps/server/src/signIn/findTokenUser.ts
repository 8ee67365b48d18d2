import type { Knex } from 'knex';
import { permissionsOfUserScopes, type UserPrincipal } from '../auth/principal.ts';

interface FoundToken {
  id: string;
  user_id: string;
  username: string;
  scopes: string[] | null;
}

/**
 * The end user with a token of this hash, in one query; null if there is none, it is revoked or expired, or the
 * user is anonymised.
 */
export async function findTokenUser(knex: Knex, tokenHash: string): Promise<UserPrincipal | null> {
  const found = await knex('user_tokens as token')
    .join('users as user', 'user.id', 'token.user_id')
    .where('token.token_hash', tokenHash)
    .whereNull('token.revoked_at')
    .whereNull('user.anonymized_at')
    .whereRaw('token.expires_at > now()')
    .first<FoundToken | undefined>('token.id', 'token.user_id', 'token.scopes', 'user.username');
  if (!found) return null;
  return {
    kind: 'user',
    id: found.id,
    userId: found.user_id,
    name: found.username,
    permissions: permissionsOfUserScopes(found.scopes),
  };
}
