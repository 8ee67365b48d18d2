import { permissionsOfUserScopes, type UserPrincipal } from '../auth/principal.ts';
import { reportForeignRow } from '../auth/reportForeignRow.ts';
import { TOKEN_IS_LIVE } from '../auth/userTokens.ts';
import { queryNamed } from '../db/queryNamed.ts';
import { proofProblemOfValues, requireOriginKey } from '../origin/checkOrigin.ts';
import { valuesToInsert } from '../origin/originFields.ts';
import type { Accepted } from './credentialCache.ts';
import type { SecretDeps } from './findService.ts';

interface FoundToken {
  id: string;
  user_id: string;
  username: string;
  scopes: string[] | null;
  minted_by_kind: string;
  minted_by_id: string | null;
  token_hash: string;
  expires_at: Date;
  ends_in_ms: number;
  origin_mac: string | null;
}

const TOKEN_BY_HASH = {
  name: 'user_token_by_hash',
  sql: /* sql */ `
    select user_tokens.id, user_tokens.user_id, user_tokens.scopes, user_tokens.minted_by_kind,
      user_tokens.minted_by_id, user_tokens.token_hash, user_tokens.expires_at, user_tokens.origin_mac, users.username,
      (extract(epoch from least(user_tokens.expires_at, (
        select key.expires_at from api_keys key
        where user_tokens.minted_by_kind = 'service' and key.id = user_tokens.minted_by_id
      )) - now()) * 1000)::float8 as ends_in_ms
    from user_tokens join users on users.id = user_tokens.user_id
    where user_tokens.token_hash = ? and user_tokens.revoked_at is null and users.anonymized_at is null
      and ${TOKEN_IS_LIVE}`,
};

/**
 * The end user with a token of this hash, in at most one query; null if there is none, it is revoked or expired, the API
 * key whose app created it is, or the user is anonymised.
 */
export async function findTokenUser(deps: SecretDeps, tokenHash: string): Promise<UserPrincipal | null> {
  const load = async () => await readToken(deps, tokenHash);
  const { credentials } = deps;
  const found = await (credentials?.read(tokenHash, load) ?? load().then((read) => read?.credential ?? null));
  return found?.kind === 'user' ? found : null;
}

async function readToken(deps: SecretDeps, tokenHash: string): Promise<Accepted<UserPrincipal> | null> {
  const [found] = await queryNamed<FoundToken>(deps.knex, TOKEN_BY_HASH, [tokenHash]);
  if (!found || (await isForeignToken(deps, found))) return null;
  const mintedByKeyId = found.minted_by_kind === 'service' ? found.minted_by_id : null;
  return {
    credential: {
      kind: 'user',
      id: found.id,
      userId: found.user_id,
      mintedByKeyId,
      name: found.username,
      permissions: permissionsOfUserScopes(found.scopes),
    },
    owners: [`user ${found.user_id}`, ...(mintedByKeyId === null ? [] : [`key ${mintedByKeyId}`])],
    endsInMs: found.ends_in_ms,
  };
}

/** Whether somebody else than the desk made this token. */
async function isForeignToken({ knex, log }: SecretDeps, token: FoundToken): Promise<boolean> {
  const { id, user_id: userId, token_hash: tokenHash, scopes, expires_at: expiresAt } = token;
  const mintedBy = { mintedByKind: token.minted_by_kind, mintedById: token.minted_by_id };
  const values = valuesToInsert('user_token', { id, userId, tokenHash, scopes, ...mintedBy, expiresAt });
  const problem = proofProblemOfValues(requireOriginKey(knex), token.origin_mac, values);
  if (problem !== null) await reportForeignRow(knex, log, { kind: 'user_token', id, problem });
  return problem !== null;
}
