import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { ApiKey } from '../models/ApiKey.ts';

/**
 * Ends a key with the very next request. Doing it twice changes nothing.
 * @throws DomainError `NOT_FOUND`
 */
export async function revokeApiKey(db: Knex, { id }: { id: string }): Promise<ApiKey> {
  if (idSchema.safeParse(id).success) {
    await db('api_keys').where({ id }).whereNull('revoked_at').update({ revoked_at: db.fn.now() });
    const apiKey = await ApiKey.query(db).findById(id);
    if (apiKey) return apiKey;
  }
  throw new DomainError('NOT_FOUND', 'There is no such API key');
}
