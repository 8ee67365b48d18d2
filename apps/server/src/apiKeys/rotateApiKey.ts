import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { addApiKeySecret, findApiKey, lockApiKey } from '../auth/apiKeys.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { changeSigned } from '../origin/stampOrigin.ts';
import type { ApiKey } from '../models/ApiKey.ts';

/** Secrets of one key that may be valid at the same time. */
const MAX_LIVE_SECRETS = 5;

/**
 * Gives a key a new secret, which cannot be shown again. The current ones stay valid for `overlapHours` (or
 * until their own earlier end). The key keeps its id, so the app's name in the ledger and its idempotency
 * keys stay the same. Refuses with NOT_FOUND, ILLEGAL_TRANSITION (revoked or expired; too many live secrets).
 */
export async function rotateApiKey(
  ctx: Pick<AppContext, 'knex' | 'clock'>,
  actor: Actor,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<{ apiKey: ApiKey; key: string }> {
  return await transact(ctx.knex, async (trx) => {
    requireLive(await lockApiKey(trx, id));
    await actor.admit?.(trx);
    await endSecrets(trx, id, overlapHours);
    await changeSigned(
      trx,
      'api_key',
      id,
      async () => await trx('api_keys').where({ id }).update({ secret_due_to_staff_id: null }),
    );
    const key = await addApiKeySecret(trx, id);
    const apiKey = await findApiKey(trx, id);
    const [newest, previous] = apiKey.secrets ?? [];
    await recordAudit(trx, {
      action: 'apiKeys.rotate',
      actor,
      subjectKind: 'apiKey',
      subjectId: id,
      before: { prefix: previous?.prefix },
      after: { prefix: newest?.prefix, overlapHours },
      at: ctx.clock.now(),
    });
    return { apiKey, key };
  });
}

/**
 * Lets the actor rotate this key once, alone; another person has approved it. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION (revoked or expired).
 */
export async function allowRotation(
  ctx: Pick<AppContext, 'knex' | 'clock'>,
  actor: Actor,
  { id }: { id: string },
): Promise<ApiKey> {
  return await transact(ctx.knex, async (trx) => {
    requireLive(await lockApiKey(trx, id));
    await actor.admit?.(trx);
    await changeSigned(
      trx,
      'api_key',
      id,
      async () => await trx('api_keys').where({ id }).update({ secret_due_to_staff_id: actor.id }),
    );
    await recordAudit(trx, {
      action: 'apiKeys.allowRotation',
      actor,
      subjectKind: 'apiKey',
      subjectId: id,
      at: ctx.clock.now(),
    });
    return await findApiKey(trx, id);
  });
}

function requireLive({ revokedAt, expiresAt }: ApiKey): void {
  if (revokedAt !== null || (expiresAt !== null && expiresAt <= new Date()))
    throw new DomainError('ILLEGAL_TRANSITION', 'This API key has ended: create a new one');
}

async function endSecrets(trx: Knex.Transaction, apiKeyId: string, overlapHours: number): Promise<void> {
  const ids = await trx('api_key_secrets')
    .where({ api_key_id: apiKeyId })
    .whereRaw('(ends_at is null or ends_at > now())')
    .pluck<string[]>('id');
  for (const id of ids)
    await changeSigned(
      trx,
      'api_key_secret',
      id,
      async () =>
        await trx('api_key_secrets')
          .where({ id })
          .update({ ends_at: trx.raw(`least(ends_at, now() + make_interval(hours => ?))`, [overlapHours]) }),
    );
  const live = ids.length;
  if (overlapHours > 0 && live >= MAX_LIVE_SECRETS)
    throw new DomainError(
      'ILLEGAL_TRANSITION',
      `${live} secrets of this key are still valid: wait until one ends, or rotate without an overlap`,
    );
}
