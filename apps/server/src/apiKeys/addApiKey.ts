import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { createApiKey } from './createApiKey.ts';

/**
 * Creates the API key of an app, unless a valid one has this name: then that one is returned as it is, and no secret.
 * Of two calls at once one creates it. Refuses as `createApiKey`.
 */
export async function addApiKey(
  ctx: AppContext,
  actor: Actor,
  input: Parameters<typeof createApiKey>[2],
): Promise<{ apiKey: ApiKey; key: string | null }> {
  return await transact(ctx.knex, async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtextextended('add ' || ?, 0))", [input.name]);
    const found = await ApiKey.query(trx)
      .where({ name: input.name })
      .whereNull('revokedAt')
      .where((valid) => void valid.whereNull('expiresAt').orWhere('expiresAt', '>', ctx.clock.now()))
      .orderBy('createdAt')
      .first();
    return found === undefined
      ? await createApiKey({ ...ctx, knex: trx }, actor, input)
      : { apiKey: found, key: null };
  });
}
