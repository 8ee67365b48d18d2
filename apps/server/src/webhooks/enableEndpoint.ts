import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { lockEndpoint } from './lockEndpoint.ts';
import { moveCursor } from './replayEvents.ts';
import { resolveCursor } from './resolveCursor.ts';

/**
 * Sends to a disabled endpoint again: from where it stopped, or from `after` on. Enabling it twice changes nothing.
 * Refuses with NOT_FOUND, CURSOR_EXPIRED (events that it has missed were removed by age: name another cursor),
 * INVALID_CURSOR, TOO_MANY_WEBHOOK_ENDPOINTS.
 */
export async function enableEndpoint(
  ctx: AppContext,
  actor: Actor,
  { id, after }: { id: string; after?: number | 'now' | undefined },
): Promise<WebhookEndpoint> {
  const given = after === undefined ? null : await resolveCursor(ctx, after);
  return await transact(ctx.knex, async (trx) => {
    const endpoint = await lockEndpoint(trx, id);
    if (endpoint.disabledAt === null) return endpoint;
    await actor.admit?.(trx);
    const cursor = given ?? (await resolveCursor({ ...ctx, knex: trx }, Number(endpoint.cursor)));
    const now = ctx.clock.now();
    if (cursor !== endpoint.cursor) await moveCursor(trx, { id, cursor, at: now });
    const enabled = await WebhookEndpoint.query(trx).patchAndFetchById(id, {
      disabledAt: null,
      disabledReason: null,
      disabledDetail: null,
      failures: 0,
      failingSince: null,
      nextAttemptAt: now,
      updatedAt: now,
    });
    await recordAudit(trx, {
      action: 'webhookEndpoints.enable',
      actor,
      subjectKind: 'webhookEndpoint',
      subjectId: id,
      before: { reason: endpoint.disabledReason, cursor: endpoint.cursor },
      after: { cursor },
      at: now,
    });
    return enabled;
  });
}
