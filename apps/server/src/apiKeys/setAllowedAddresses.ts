import { recordAudit } from '../auditChain/recordAudit.ts';
import { findApiKey, lockApiKey, rangesForSql } from '../auth/apiKeys.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { changeSigned } from '../origin/stampOrigin.ts';
import type { ApiKey } from '../models/ApiKey.ts';

/**
 * Sets the address ranges (CIDR) that a key may be used from; null: any address. Takes effect with the next
 * request, on other servers within a second. Refuses with NOT_FOUND.
 */
export async function setAllowedAddresses(
  ctx: Pick<AppContext, 'knex' | 'clock'>,
  actor: Actor,
  { id, allowedAddresses }: { id: string; allowedAddresses: readonly string[] | null },
): Promise<ApiKey> {
  return await transact(ctx.knex, async (trx) => {
    const before = await lockApiKey(trx, id);
    await actor.admit?.(trx);
    await changeSigned(
      trx,
      'api_key',
      id,
      async () =>
        await trx('api_keys')
          .where({ id })
          .update({ allowed_addresses: rangesForSql(trx, allowedAddresses) }),
    );
    const apiKey = await findApiKey(trx, id);
    await recordAudit(trx, {
      action: 'apiKeys.setAllowedAddresses',
      actor,
      subjectKind: 'apiKey',
      subjectId: id,
      before: { allowedAddresses: before.allowedAddresses },
      after: { allowedAddresses: apiKey.allowedAddresses },
      at: ctx.clock.now(),
    });
    return apiKey;
  });
}
