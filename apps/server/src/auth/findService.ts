import type { Knex } from 'knex';
import type { AuthLog } from './createAuth.ts';
import { permissionsOfScopes, type ServicePrincipal } from './principal.ts';

interface FoundKey {
  id: string;
  name: string;
  scopes: string[];
  use_is_news: boolean;
}

/**
 * The internal app whose key has this hash; null when there is none, or it is revoked or expired. One query. That the
 * key was used is written at most once a minute, and nobody waits for it.
 */
export async function findService(knex: Knex, secretHash: string, log?: Pick<AuthLog, 'warn'>): Promise<ServicePrincipal | null> {
  const found = await knex('api_keys')
    .where({ secret_hash: secretHash })
    .whereNull('revoked_at')
    .whereRaw('(expires_at is null or expires_at > now())')
    .first<FoundKey | undefined>('id', 'name', 'scopes', knex.raw(`${useIsNews} as use_is_news`));
  if (!found) return null;
  if (found.use_is_news) noteUse(knex, found.id).catch((error: unknown) => log?.warn({ error }, 'the use of an API key was not noted'));
  return { kind: 'service', id: found.id, name: found.name, permissions: permissionsOfScopes(found.scopes) };
}

const useIsNews = `(last_used_at is null or last_used_at < now() - interval '1 minute')`;

async function noteUse(knex: Knex, id: string): Promise<void> {
  // Asked again here, so that of many requests at once only one writes.
  await knex('api_keys').where({ id }).whereRaw(useIsNews).update({ last_used_at: knex.fn.now() });
}
