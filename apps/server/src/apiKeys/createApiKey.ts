import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { findApiKey, insertApiKey, insertKeyWithoutSecret, type NewApiKey } from '../auth/apiKeys.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import type { ApiKey } from '../models/ApiKey.ts';

type Input = Omit<NewApiKey, 'createdByStaffId' | 'secretDueToStaffId'>;
type KeyContext = Pick<AppContext, 'knex' | 'clock'>;

/**
 * Creates the API key of an internal app. The key itself cannot be shown again. Refuses with INVALID_INPUT
 * (no scope, an unknown scope, an expiry in the past, invalid address ranges).
 */
export async function createApiKey(
  ctx: KeyContext,
  actor: Actor,
  input: Input,
): Promise<{ apiKey: ApiKey; key: string }> {
  return await transact(ctx.knex, async (trx) => {
    await actor.admit?.(trx);
    const created = await insertApiKey(trx, { ...input, createdByStaffId: staffIdOf(actor) });
    await audit(trx, ctx, actor, created.apiKey);
    return created;
  });
}

/** The same without a secret: the actor collects it once, by `apiKeys.rotate`. Refuses as `createApiKey`. */
export async function createApiKeyToCollect(ctx: KeyContext, actor: Actor, input: Input): Promise<ApiKey> {
  return await transact(ctx.knex, async (trx) => {
    await actor.admit?.(trx);
    const staffId = staffIdOf(actor);
    const id = await insertKeyWithoutSecret(trx, {
      ...input,
      createdByStaffId: staffId,
      secretDueToStaffId: staffId,
    });
    const apiKey = await findApiKey(trx, id);
    await audit(trx, ctx, actor, apiKey);
    return apiKey;
  });
}

/** Unset: the default; null: never. */
export const expiryOf = ({ expiresAt }: { expiresAt?: string | null | undefined }) =>
  typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt;

const staffIdOf = (actor: Actor) => (actor.kind === 'staff' ? actor.id : null);

async function audit(trx: Knex.Transaction, ctx: KeyContext, actor: Actor, apiKey: ApiKey): Promise<void> {
  const { id, name, scopes, expiresAt, allowedAddresses, limits } = apiKey;
  await recordAudit(trx, {
    action: 'apiKeys.create',
    actor,
    subjectKind: 'apiKey',
    subjectId: id,
    after: { name, scopes, expiresAt, allowedAddresses, limits },
    at: ctx.clock.now(),
  });
}
