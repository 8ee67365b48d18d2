import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { ApiKey } from '../models/ApiKey.ts';

/**
 * One API key with its secrets, the newest first.
 * @throws DomainError `NOT_FOUND`
 */
export async function findApiKey(db: Knex, id: string): Promise<ApiKey> {
  const apiKey = idSchema.safeParse(id).success
    ? await ApiKey.query(db).findById(id).withGraphFetched('secrets')
    : undefined;
  if (apiKey === undefined) throw new DomainError('NOT_FOUND', 'There is no such API key');
  return apiKey;
}
