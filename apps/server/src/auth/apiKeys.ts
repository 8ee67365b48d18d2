import {
  addressRangesInput,
  DEFAULT_BONUS_LIMIT,
  DEFAULT_KEY_DAYS,
  idSchema,
  LIMITED_SCOPES,
  serviceScopeSchema,
  type KeyLimit,
  type LimitedScope,
  type ServiceScope,
} from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { signInserted } from '../origin/stampOrigin.ts';
import { newBearerSecret } from './bearerSecret.ts';

export interface NewApiKey {
  name: string;
  scopes: readonly ServiceScope[];
  /** In a year if unset; null: never. */
  expiresAt?: Date | null | undefined;
  /** Null removes the limit that `transactions.bonus` has by default. */
  limits?: Partial<Record<LimitedScope, KeyLimit | null>> | undefined;
  /** Address ranges (CIDR) that the key may be used from; null and unset: any address. */
  allowedAddresses?: readonly string[] | null | undefined;
  /** Null for the command line. */
  createdByStaffId: string | null;
  /** Who collects the first secret by a rotation; null and unset: it is returned now. */
  secretDueToStaffId?: string | null | undefined;
}

/**
 * Creates the API key of an internal app, without an audit entry.
 *
 * @returns the row with its secrets, and the secret itself, which cannot be shown again
 * @throws DomainError `INVALID_INPUT` (no scope, an unknown scope, an expiry in the past, invalid address
 *   ranges)
 */
export async function insertApiKey(db: Knex, newKey: NewApiKey): Promise<{ apiKey: ApiKey; key: string }> {
  const id = await insertKeyWithoutSecret(db, newKey);
  const key = await addApiKeySecret(db, id);
  return { apiKey: await findApiKey(db, id), key };
}

/**
 * Creates an API key that cannot be used until someone collects its first secret by a rotation. Returns its id.
 * @throws DomainError as `insertApiKey`
 */
export async function insertKeyWithoutSecret(
  db: Knex,
  {
    name,
    scopes,
    expiresAt,
    allowedAddresses = null,
    createdByStaffId,
    secretDueToStaffId = null,
    limits = {},
  }: NewApiKey,
): Promise<string> {
  const unknown = scopes.filter((scope) => !serviceScopeSchema.safeParse(scope).success);
  if (unknown.length > 0)
    throw new DomainError('INVALID_INPUT', `An API key cannot have the scope ${unknown.join(', ')}`);
  if (scopes.length === 0) throw new DomainError('INVALID_INPUT', 'An API key needs at least one scope');
  if (expiresAt && expiresAt <= new Date())
    throw new DomainError('INVALID_INPUT', 'An API key must expire in the future');
  if (!addressRangesInput.safeParse(allowedAddresses).success)
    throw new DomainError('INVALID_INPUT', 'These are not address ranges');
  const id = newId();
  await db('api_keys').insert({
    id,
    name,
    scopes: [...new Set(scopes)],
    created_by_staff_id: createdByStaffId,
    expires_at: expiresAt === undefined ? inDays(DEFAULT_KEY_DAYS) : expiresAt,
    limits: JSON.stringify(limitsOf(scopes, limits)),
    allowed_addresses: rangesForSql(db, allowedAddresses),
    secret_due_to_staff_id: secretDueToStaffId,
  });
  await signInserted(db, 'api_key', id);
  return id;
}

/**
 * Adds a secret without an end to a key.
 * @returns the secret, which cannot be shown again
 */
export async function addApiKeySecret(db: Knex, apiKeyId: string): Promise<string> {
  const { secret, hash } = newBearerSecret('pk');
  const id = newId();
  await db('api_key_secrets').insert({
    id,
    api_key_id: apiKeyId,
    prefix: secret.slice(0, 8),
    secret_hash: hash,
  });
  await signInserted(db, 'api_key_secret', id);
  return secret;
}

/**
 * An API key with its secrets, newest first.
 * @throws DomainError `NOT_FOUND`
 */
export async function findApiKey(db: Knex, id: string): Promise<ApiKey> {
  return found(idSchema.safeParse(id).success ? await apiKeysWithSecrets(db).findById(id) : undefined);
}

/**
 * An API key, locked until the transaction ends.
 * @throws DomainError `NOT_FOUND`
 */
export async function lockApiKey(trx: Knex.Transaction, id: string): Promise<ApiKey> {
  return found(idSchema.safeParse(id).success ? await ApiKey.query(trx).findById(id).forUpdate() : undefined);
}

export const apiKeysWithSecrets = (db: Knex) => ApiKey.query(db).withGraphFetched('secrets');

/** PostgreSQL's `cidr` rejects `10.0.0.5/8`, so the network is taken of each range. */
export function rangesForSql(db: Knex, ranges: readonly string[] | null): Knex.Raw | null {
  return ranges === null
    ? null
    : db.raw('(select array_agg(distinct network(one::inet)) from unnest(?::text[]) as one)', [[...ranges]]);
}

function limitsOf(
  scopes: readonly ServiceScope[],
  given: NonNullable<NewApiKey['limits']>,
): Partial<Record<LimitedScope, KeyLimit>> {
  const limits = { 'transactions.bonus': DEFAULT_BONUS_LIMIT, ...given };
  return Object.fromEntries(
    LIMITED_SCOPES.filter((scope) => scopes.includes(scope)).flatMap((scope) =>
      limits[scope] ? [[scope, limits[scope]]] : [],
    ),
  );
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

function found(apiKey: ApiKey | undefined): ApiKey {
  if (apiKey === undefined) throw new DomainError('NOT_FOUND', 'no such API key');
  return apiKey;
}
