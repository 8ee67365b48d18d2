import type { webhookEndpointCreateInput } from '@paydesk/types';
import type { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { requireSafeUrl, withoutQuery } from './delivery/requireSafeUrl.ts';
import { endpointsWithSecrets } from './listEndpoints.ts';
import { resolveCursor } from './resolveCursor.ts';
import { addSigningSecret } from './signingSecrets.ts';

/**
 * Sends events to a URL from now on, or from a cursor on. The secret cannot be shown again. Refuses with
 * WEBHOOK_URL_REFUSED, TOO_MANY_WEBHOOK_ENDPOINTS, INVALID_CURSOR, CURSOR_EXPIRED.
 */
export async function createEndpoint(
  ctx: AppContext,
  actor: Actor,
  input: Omit<z.output<typeof webhookEndpointCreateInput>, 'proof'>,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const url = requireSafeUrl(input.url, ctx.settings.webhookAllowPrivate);
  const cursor = await resolveCursor(ctx, input.after);
  return await transact(ctx.knex, async (trx) => {
    await actor.admit?.(trx);
    const [id, now] = [newId(), ctx.clock.now()];
    const { description, eventTypes } = input;
    await WebhookEndpoint.query(trx).insert({
      id,
      url,
      description,
      eventTypes,
      cursor,
      urlAfter: cursor,
      nextAttemptAt: now,
      createdById: actor.kind === 'staff' ? actor.id : null,
      createdByName: actor.name,
      createdAt: now,
      updatedAt: now,
    });
    const secret = await addSigningSecret(trx, { settings: ctx.settings, endpointId: id });
    await recordAudit(trx, {
      action: 'webhookEndpoints.create',
      actor,
      subjectKind: 'webhookEndpoint',
      subjectId: id,
      after: { url: withoutQuery(url), description, eventTypes, cursor },
      at: now,
    });
    return { endpoint: await endpointsWithSecrets(trx).findById(id).throwIfNotFound(), secret };
  });
}
