import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import type { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { createEndpoint } from './createEndpoint.ts';
import { requireSafeUrl } from './delivery/requireSafeUrl.ts';
import { endpointsWithSecrets } from './listEndpoints.ts';

/**
 * Creates the endpoint, unless there is one with this URL: then that one is returned as it is, and no secret. Of two
 * calls at once one creates it. Refuses as `createEndpoint`.
 */
export async function addEndpoint(
  ctx: AppContext,
  actor: Actor,
  input: Parameters<typeof createEndpoint>[2],
): Promise<{ endpoint: WebhookEndpoint; secret: string | null }> {
  const url = requireSafeUrl(input.url, ctx.settings.webhookAllowPrivate);
  return await transact(ctx.knex, async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtextextended('add ' || ?, 0))", [url]);
    const found = await endpointsWithSecrets(trx).where({ url }).orderBy('createdAt').first();
    return found === undefined
      ? await createEndpoint({ ...ctx, knex: trx }, actor, input)
      : { endpoint: found, secret: null };
  });
}
