import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { WebhookDelivery } from '../models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { lockEndpoint } from './lockEndpoint.ts';
import { resolveCursor } from './resolveCursor.ts';

/**
 * Goes on behind another cursor: an earlier one sends events again, in order and with the same ids; a later one leaves
 * events out. Refuses with NOT_FOUND, CURSOR_EXPIRED, INVALID_CURSOR.
 */
export async function replayEvents(
  ctx: AppContext,
  actor: Actor,
  { id, after }: { id: string; after: number | 'now' },
): Promise<WebhookEndpoint> {
  const cursor = await resolveCursor(ctx, after);
  return await transact(ctx.knex, async (trx) => {
    const before = await lockEndpoint(trx, id);
    await actor.admit?.(trx);
    const now = ctx.clock.now();
    const endpoint = await moveCursor(trx, { id, cursor, at: now });
    await recordAudit(trx, {
      action: 'webhookEndpoints.replay',
      actor,
      subjectKind: 'webhookEndpoint',
      subjectId: id,
      before: { cursor: before.cursor },
      after: { cursor },
      at: now,
    });
    return endpoint;
  });
}

/** The event that was being tried is no longer the next one. */
export async function moveCursor(
  trx: Knex.Transaction,
  { id, cursor, at }: { id: string; cursor: string; at: Date },
): Promise<WebhookEndpoint> {
  await WebhookDelivery.query(trx)
    .where({ endpointId: id, status: 'pending', kind: 'event' })
    .patch({ status: 'skipped', finishedAt: at });
  return await WebhookEndpoint.query(trx).patchAndFetchById(id, {
    cursor,
    // Another person has approved it, or it was not below.
    urlAfter: WebhookEndpoint.raw('least(url_after, ?::bigint)', [cursor]),
    failures: 0,
    failingSince: null,
    nextAttemptAt: at,
    updatedAt: at,
  });
}
