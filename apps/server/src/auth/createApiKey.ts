import { serviceScopeSchema, type ServiceScope } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { newBearerSecret } from './bearerSecret.ts';

export interface NewApiKey {
  name: string;
  scopes: readonly ServiceScope[];
  expiresAt?: Date | undefined;
  /** Null for the command line. */
  createdByStaffId: string | null;
}

/**
 * Makes a key for an internal app.
 *
 * @returns the row, and the key itself: the only time that it can be shown
 * @throws DomainError `INVALID_INPUT` (no scope, an unknown scope, an end in the past)
 */
export async function createApiKey(db: Knex, { name, scopes, expiresAt, createdByStaffId }: NewApiKey): Promise<{ apiKey: ApiKey; key: string }> {
  const unknown = scopes.filter((scope) => !serviceScopeSchema.safeParse(scope).success);
  if (unknown.length > 0) throw new DomainError('INVALID_INPUT', `An API key cannot have the scope ${unknown.join(', ')}`);
  if (scopes.length === 0) throw new DomainError('INVALID_INPUT', 'An API key needs at least one scope');
  if (expiresAt && expiresAt <= new Date()) throw new DomainError('INVALID_INPUT', 'The end of an API key must lie in the future');
  const { secret, hash } = newBearerSecret('pk');
  const apiKey = await ApiKey.query(db).insertAndFetch({
    id: newId(),
    name,
    prefix: secret.slice(0, 8),
    secretHash: hash,
    scopes: [...new Set(scopes)],
    createdByStaffId,
    expiresAt: expiresAt ?? null,
  });
  return { apiKey, key: secret };
}
