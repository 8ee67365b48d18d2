import type { WebhookDeliveryKind } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { findEvent } from '../events/readEvents.ts';
import { WebhookDelivery } from '../models/WebhookDelivery.ts';
import { lockEndpoint } from './lockEndpoint.ts';

/**
 * Sends the event of a delivery again, once and at once, outside of the order, with the same id. Refuses with
 * NOT_FOUND (also when the event was removed by age), ILLEGAL_TRANSITION (it was sent to another URL).
 */
export async function resendDelivery(
  ctx: AppContext,
  actor: Actor,
  { id }: { id: string },
): Promise<WebhookDelivery> {
  const of = await WebhookDelivery.query(ctx.knex).findById(id);
  if (of === undefined) throw new DomainError('NOT_FOUND', 'no such webhook delivery');
  await findEvent(ctx.knex, of.eventId);
  const { endpointId, eventId, eventSequence, eventType } = of;
  return await transact(ctx.knex, async (trx) => {
    const { urlAfter } = await lockEndpoint(trx, endpointId);
    if (BigInt(eventSequence) <= BigInt(urlAfter))
      throw new DomainError(
        'ILLEGAL_TRANSITION',
        'this event is from before the endpoint had its URL: replay it, which another person approves',
      );
    await recordAudit(trx, {
      action: 'webhookDeliveries.resend',
      actor,
      subjectKind: 'webhookEndpoint',
      subjectId: endpointId,
      after: { deliveryId: id, eventId },
      at: ctx.clock.now(),
    });
    const resend = { kind: 'resend', endpointId, eventId, eventSequence, eventType } as const;
    return await insertManual({ ...ctx, knex: trx }, resend);
  });
}

type NewDelivery = Pick<WebhookDelivery, 'endpointId' | 'eventId' | 'eventSequence' | 'eventType'> & {
  kind: Exclude<WebhookDeliveryKind, 'event'>;
};

/** The worker sends it next. */
export async function insertManual(ctx: AppContext, delivery: NewDelivery): Promise<WebhookDelivery> {
  const now = ctx.clock.now();
  return await WebhookDelivery.query(ctx.knex).insertAndFetch({
    id: newId(now),
    ...delivery,
    createdAt: now,
  });
}
