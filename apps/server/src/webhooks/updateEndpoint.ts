import type { webhookEndpointUpdateInput } from '@paydesk/types';
import type { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { signInserted } from '../origin/stampOrigin.ts';
import { requireSafeUrl, withoutQuery } from './delivery/requireSafeUrl.ts';
import { lockEndpoint } from './lockEndpoint.ts';

type Input = Omit<z.output<typeof webhookEndpointUpdateInput>, 'proof'>;

/**
 * Changes URL, description or types of an endpoint; fields that are not given stay. An event that is failing is tried
 * at once. Refuses with NOT_FOUND, WEBHOOK_URL_REFUSED.
 */
export async function updateEndpoint(ctx: AppContext, actor: Actor, input: Input): Promise<WebhookEndpoint> {
  const { id, description, eventTypes } = input;
  const url =
    input.url === undefined ? undefined : requireSafeUrl(input.url, ctx.settings.webhookAllowPrivate);
  return await transact(ctx.knex, async (trx) => {
    const before = await lockEndpoint(trx, id);
    const now = ctx.clock.now();
    const after = await WebhookEndpoint.query(trx).patchAndFetchById(id, {
      ...(url !== undefined && { url }),
      ...(description !== undefined && { description }),
      ...(eventTypes !== undefined && { eventTypes }),
      nextAttemptAt: now,
      updatedAt: now,
    });
    // Given by staff: it is the desk's own, also after somebody has changed the row.
    if (url !== undefined) await signInserted(trx, 'webhook_endpoint', id);
    await recordAudit(trx, {
      action: 'webhookEndpoints.update',
      actor,
      subjectKind: 'webhookEndpoint',
      subjectId: id,
      before: shown(before),
      after: shown(after),
      at: now,
    });
    return after;
  });
}

const shown = ({ url, description, eventTypes }: WebhookEndpoint) => ({
  url: withoutQuery(url),
  description,
  eventTypes,
});
