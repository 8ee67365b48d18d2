import { recordAudit } from '../auditChain/recordAudit.ts';
import { insertApiKey, type NewApiKey } from '../auth/apiKeys.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import type { ApiKey } from '../models/ApiKey.ts';

/**
 * Creates the API key of an internal app. The key itself cannot be shown again. Refuses with INVALID_INPUT
 * (no scope, an unknown scope, an expiry in the past, invalid address ranges).
 */
export async function createApiKey(
  ctx: Pick<AppContext, 'knex' | 'clock'>,
  actor: Actor,
  input: Omit<NewApiKey, 'createdByStaffId'>,
): Promise<{ apiKey: ApiKey; key: string }> {
  return await transact(ctx.knex, async (trx) => {
    const created = await insertApiKey(trx, {
      ...input,
      createdByStaffId: actor.kind === 'staff' ? actor.id : null,
    });
    await recordAudit(trx, {
      action: 'apiKeys.create',
      actor,
      subjectKind: 'apiKey',
      subjectId: created.apiKey.id,
      after: {
        name: input.name,
        scopes: input.scopes,
        expiresAt: input.expiresAt ?? null,
        allowedAddresses: created.apiKey.allowedAddresses,
      },
      at: ctx.clock.now(),
    });
    return created;
  });
}
