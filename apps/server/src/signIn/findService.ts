import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { callerNetwork, isInRanges, plainAddress } from '../base/networkAddress.ts';
import { queryNamed } from '../db/queryNamed.ts';
import { transact } from '../db/transact.ts';
import { proofProblem, requireOriginKey } from '../origin/checkOrigin.ts';
import { originColumns } from '../origin/originFields.ts';
import type { AuthLog } from './createAuth.ts';
import type { Accepted, CredentialCache, KnownService } from './credentialCache.ts';
import { limitAttempts, retryAfterSecondsOf, type AttemptLimit } from '../auth/limitAttempts.ts';
import { permissionsOfScopes, type ServicePrincipal } from '../auth/principal.ts';

interface FoundKey {
  id: string;
  name: string;
  scopes: string[];
  allowed_addresses: string[] | null;
  is_revoked: boolean;
  is_expired: boolean;
  has_ended: boolean;
  ends_in_ms: number | null;
  secret_id: string;
  use_due_in_ms: number | null;
  key_proof: string | null;
  key_columns: (string | null)[];
  secret_proof: string | null;
  secret_columns: (string | null)[];
}

/** The time of use is written at most so often. */
const USE_EVERY_MS = 60_000;

const KEY_BY_SECRET = {
  name: 'api_key_by_secret',
  sql: /* sql */ `
    select key.id, key.name, key.scopes, key.allowed_addresses, secret.id as secret_id,
      key.revoked_at is not null as is_revoked,
      coalesce(key.expires_at <= now(), false) as is_expired,
      coalesce(secret.ends_at <= now(), false) as has_ended,
      (extract(epoch from least(key.expires_at, secret.ends_at) - now()) * 1000)::float8 as ends_in_ms,
      (extract(epoch from secret.last_used_at - now()) * 1000 + ${USE_EVERY_MS})::float8 as use_due_in_ms,
      key.origin_mac as key_proof, secret.origin_mac as secret_proof,
      array[${originColumns('api_key', 'key').join(', ')}] as key_columns,
      array[${originColumns('api_key_secret', 'secret').join(', ')}] as secret_columns
    from api_key_secrets as secret join api_keys as key on key.id = secret.api_key_id
    where secret.secret_hash = ?`,
};

/** Audit entries for refused addresses of one key: enough to notice it, too few to fill the log. */
const RECORDED_REFUSALS: AttemptLimit = { max: 5, windowSeconds: 3600 };

export interface SecretDeps {
  knex: Knex;
  /** Without it each secret is looked up. */
  credentials?: CredentialCache | undefined;
  log?: Pick<AuthLog, 'warn' | 'error'> | undefined;
}

/**
 * The internal app with a secret of this hash, in at most one query; null if there is none. The time of use is written in
 * the background, at most once a minute. Only someone who holds a secret of the key learns why it
 * no longer works.
 *
 * @throws DomainError `API_KEY_REVOKED`; `API_KEY_EXPIRED`, also for a secret that has ended after a rotation;
 *   `ADDRESS_NOT_ALLOWED` for a valid secret from an address outside the key's ranges
 */
export async function findService(
  deps: SecretDeps,
  secretHash: string,
  address: string | null,
): Promise<ServicePrincipal | null> {
  const { knex, credentials, log } = deps;
  const load = async () => await readKey(deps, secretHash);
  const found = await (credentials?.read(secretHash, load) ??
    load().then((read) => read?.credential ?? null));
  if (found?.kind !== 'service') return null;
  const { id, name, permissions, allowedAddresses } = found;
  if (allowedAddresses !== null && !isInRanges(address, allowedAddresses)) {
    await recordRefusal(knex, found, address, log);
    throw new DomainError('ADDRESS_NOT_ALLOWED', 'This API key cannot be used from this address');
  }
  const now = performance.now();
  if (now >= found.useDueAt) {
    found.useDueAt = now + USE_EVERY_MS;
    recordUse(knex, found.secretId, address).catch((error: unknown) =>
      log?.warn({ error }, 'the use of an API key was not recorded'),
    );
  }
  return { kind: 'service', id, name, permissions };
}

/** @throws DomainError for what has ended, as `findService` */
async function readKey(
  { knex, log }: SecretDeps,
  secretHash: string,
): Promise<Accepted<KnownService> | null> {
  const [found] = await queryNamed<FoundKey>(knex, KEY_BY_SECRET, [secretHash]);
  if (!found) return null;
  if (isForeign(knex, found)) {
    log?.error(
      { apiKeyId: found.id, alarm: 'API_KEY_CHANGED' },
      'an API key is not as the desk wrote it, and is refused: someone wrote to the database',
    );
    return null;
  }
  refuseEnded(found);
  return {
    credential: {
      kind: 'service',
      id: found.id,
      name: found.name,
      permissions: permissionsOfScopes(found.scopes),
      secretId: found.secret_id,
      allowedAddresses: found.allowed_addresses,
      useDueAt: performance.now() + (found.use_due_in_ms ?? 0),
    },
    owners: [`key ${found.id}`],
    endsInMs: found.ends_in_ms,
  };
}

/** Whether somebody else than the desk made the key or one of its secrets, or changed its rights. */
function isForeign(knex: Knex, found: FoundKey): boolean {
  const key = requireOriginKey(knex);
  const proofs = [
    ['api_key', { id: found.id, proof: found.key_proof, columns: found.key_columns }],
    ['api_key_secret', { id: found.secret_id, proof: found.secret_proof, columns: found.secret_columns }],
  ] as const;
  return proofs.some(([kind, row]) => proofProblem(key, kind, row, false) !== null);
}

function refuseEnded({ is_revoked, is_expired, has_ended }: FoundKey): void {
  if (is_revoked) throw new DomainError('API_KEY_REVOKED', 'This API key was revoked');
  if (is_expired) throw new DomainError('API_KEY_EXPIRED', 'This API key has expired');
  if (has_ended)
    throw new DomainError(
      'API_KEY_EXPIRED',
      'This secret ended after the key was rotated: use the newer one',
    );
}

async function recordUse(knex: Knex, id: string, address: string | null): Promise<void> {
  // Checked again here, so that only one of many concurrent requests writes.
  await knex('api_key_secrets')
    .where({ id })
    .whereRaw('(last_used_at is null or last_used_at <= now() - make_interval(secs => ?))', [
      USE_EVERY_MS / 1000,
    ])
    .update({ last_used_at: knex.fn.now(), last_used_from: plainAddress(address) });
}

async function recordRefusal(
  knex: Knex,
  { id, name }: ServicePrincipal,
  address: string | null,
  log?: Pick<AuthLog, 'warn' | 'error'>,
): Promise<void> {
  try {
    await limitAttempts(knex, 'refused-key', id, RECORDED_REFUSALS);
    await transact(knex, async (trx) => {
      const actor = { kind: 'service', id, name, ipAddress: plainAddress(address) } as const;
      await recordAudit(trx, {
        action: 'apiKeys.refuseAddress',
        actor,
        subjectKind: 'apiKey',
        subjectId: id,
        after: { from: callerNetwork(address) },
        at: new Date(),
      });
    });
  } catch (error) {
    // The request is refused in any case.
    if (retryAfterSecondsOf(error) === null)
      log?.warn({ error }, 'the refusal of an API key was not recorded');
  }
}
