import { recordAudit } from '../auditChain/recordAudit.ts';
import { findApiKey, lockApiKey } from '../auth/apiKeys.ts';
import type { Actor } from '../base/actor.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { changeSigned } from '../origin/stampOrigin.ts';
import type { ApiKey } from '../models/ApiKey.ts';

/**
 * Revokes a key with all its secrets, and the user tokens that its app created: with the next request, on other servers
 * within a second. Revoking it again changes nothing. Refuses with NOT_FOUND.
 */
export async function revokeApiKey(
  ctx: Pick<AppContext, 'knex' | 'clock'>,
  actor: Actor,
  { id }: { id: string },
): Promise<ApiKey> {
  return await transact(ctx.knex, async (trx) => {
    await lockApiKey(trx, id);
    await changeSigned(
      trx,
      'api_key',
      id,
      async () =>
        await trx('api_keys').where({ id }).whereNull('revoked_at').update({ revoked_at: trx.fn.now() }),
    );
    await recordAudit(trx, {
      action: 'apiKeys.revoke',
      actor,
      subjectKind: 'apiKey',
      subjectId: id,
      at: ctx.clock.now(),
    });
    return await findApiKey(trx, id);
  });
}
