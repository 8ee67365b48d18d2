import type { webhookEndpointUpdateInput } from '@paydesk/types';
import type { z } from 'zod';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { DomainError } from '../base/domainError.ts';
import { WebhookDelivery } from '../models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { signInserted } from '../origin/stampOrigin.ts';
import { requireSafeUrl, withoutQuery } from './delivery/requireSafeUrl.ts';
import { lockEndpoint } from './lockEndpoint.ts';
import { addSigningSecret, endSecrets } from './signingSecrets.ts';

type Input = Omit<z.output<typeof webhookEndpointUpdateInput>, 'proof'>;

/**
 * Changes URL, description or types of an endpoint; fields that are not given stay. An event that is failing is tried
 * at once. Another URL is another receiver: it gets a secret of its own, which cannot be shown again, and no event that
 * was sent to the old one. Refuses with NOT_FOUND, WEBHOOK_URL_REFUSED, ILLEGAL_TRANSITION (another URL during a replay).
 */
export async function updateEndpoint(
  ctx: AppContext,
  actor: Actor,
  input: Input,
): Promise<{ endpoint: WebhookEndpoint; secret: string | null }> {
  const { id, description, eventTypes } = input;
  const url =
    input.url === undefined ? undefined : requireSafeUrl(input.url, ctx.settings.webhookAllowPrivate);
  return await transact(ctx.knex, async (trx) => {
    const before = await lockEndpoint(trx, id);
    const now = ctx.clock.now();
    const isMoved = url !== undefined && url !== before.url;
    if (isMoved && BigInt(before.cursor) < BigInt(before.reached))
      throw new DomainError(
        'ILLEGAL_TRANSITION',
        'events are being sent again: wait until they are, or replay after “now”, and change the URL then',
      );
    const after = await WebhookEndpoint.query(trx).patchAndFetchById(id, {
      ...(url !== undefined && { url }),
      ...(isMoved && { urlAfter: before.reached }),
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
      after: { ...shown(after), ...(isMoved && { newSecret: true }) },
      at: now,
    });
    if (!isMoved) return { endpoint: after, secret: null };
    await WebhookDelivery.query(trx)
      .where({ endpointId: id, status: 'pending', kind: 'resend' })
      .patch({ status: 'skipped', finishedAt: now });
    await endSecrets(trx, id);
    return {
      endpoint: after,
      secret: await addSigningSecret(trx, { settings: ctx.settings, endpointId: id }),
    };
  });
}

const shown = ({ url, description, eventTypes }: WebhookEndpoint) => ({
  url: withoutQuery(url),
  description,
  eventTypes,
});
