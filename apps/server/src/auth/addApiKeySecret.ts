import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { newBearerSecret } from './bearerSecret.ts';

/** Gives a key a new secret without an end. @returns the secret itself: the only time that it can be shown */
export async function addApiKeySecret(db: Knex, apiKeyId: string): Promise<{ secret: string }> {
  const { secret, hash } = newBearerSecret('pk');
  await db('api_key_secrets').insert({
    id: newId(),
    api_key_id: apiKeyId,
    prefix: secret.slice(0, 8),
    secret_hash: hash,
  });
  return { secret };
}
