import { idSchema } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { rangesForSql } from './createApiKey.ts';
import { findApiKey } from './findApiKey.ts';

/**
 * Sets where a key may be used from, with the very next request; null: from anywhere.
 *
 * @returns the row, and what was allowed before
 * @throws DomainError `NOT_FOUND`
 */
export async function setAllowedAddresses(
  trx: Knex.Transaction,
  { id, allowedAddresses }: { id: string; allowedAddresses: readonly string[] | null },
): Promise<{ before: string[] | null; apiKey: ApiKey }> {
  const locked = idSchema.safeParse(id).success
    ? await ApiKey.query(trx).findById(id).forUpdate()
    : undefined;
  if (locked === undefined) throw new DomainError('NOT_FOUND', 'There is no such API key');
  await trx('api_keys')
    .where({ id })
    .update({ allowed_addresses: rangesForSql(trx, allowedAddresses) });
  return { before: locked.allowedAddresses, apiKey: await findApiKey(trx, id) };
}
