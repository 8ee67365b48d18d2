import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import type { ApiKey } from '../models/ApiKey.ts';
import { findApiKey } from './findApiKey.ts';

/**
 * Ends a key, all its secrets included, with the very next request. Doing it twice changes nothing.
 * @throws DomainError `NOT_FOUND`
 */
export async function revokeApiKey(db: Knex, { id }: { id: string }): Promise<ApiKey> {
  if (idSchema.safeParse(id).success)
    await db('api_keys').where({ id }).whereNull('revoked_at').update({ revoked_at: db.fn.now() });
  return await findApiKey(db, id);
}
