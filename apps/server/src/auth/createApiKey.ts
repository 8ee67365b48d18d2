import { addressRangesInput, serviceScopeSchema, type ServiceScope } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { addApiKeySecret } from './addApiKeySecret.ts';
import { findApiKey } from './findApiKey.ts';

export interface NewApiKey {
  name: string;
  scopes: readonly ServiceScope[];
  expiresAt?: Date | undefined;
  /** Ranges of addresses (CIDR) that the key may be used from; null and unset: from anywhere. */
  allowedAddresses?: readonly string[] | null | undefined;
  /** Null for the command line. */
  createdByStaffId: string | null;
}

/**
 * Makes a key for an internal app.
 *
 * @returns the row with its secrets, and the key itself: the only time that it can be shown
 * @throws DomainError `INVALID_INPUT` (no scope, an unknown scope, an end in the past, no ranges of
 *   addresses)
 */
export async function createApiKey(
  db: Knex,
  { name, scopes, expiresAt, allowedAddresses = null, createdByStaffId }: NewApiKey,
): Promise<{ apiKey: ApiKey; key: string }> {
  const unknown = scopes.filter((scope) => !serviceScopeSchema.safeParse(scope).success);
  if (unknown.length > 0)
    throw new DomainError('INVALID_INPUT', `An API key cannot have the scope ${unknown.join(', ')}`);
  if (scopes.length === 0) throw new DomainError('INVALID_INPUT', 'An API key needs at least one scope');
  if (expiresAt && expiresAt <= new Date())
    throw new DomainError('INVALID_INPUT', 'The end of an API key must lie in the future');
  if (!addressRangesInput.safeParse(allowedAddresses).success)
    throw new DomainError('INVALID_INPUT', 'These are no ranges of addresses');
  const id = newId();
  await db('api_keys').insert({
    id,
    name,
    scopes: [...new Set(scopes)],
    created_by_staff_id: createdByStaffId,
    expires_at: expiresAt ?? null,
    allowed_addresses: rangesForSql(db, allowedAddresses),
  });
  const { secret } = await addApiKeySecret(db, id);
  return { apiKey: await findApiKey(db, id), key: secret };
}

/** PostgreSQL's `cidr` refuses `10.0.0.5/8`; what is meant is its network. */
export function rangesForSql(db: Knex, ranges: readonly string[] | null): Knex.Raw | null {
  return ranges === null
    ? null
    : db.raw('(select array_agg(distinct network(one::inet)) from unnest(?::text[]) as one)', [[...ranges]]);
}
