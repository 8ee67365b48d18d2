import type { webhookDeliveryOutput } from '@paydesk/types';
import type { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { sha256Hex } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { findEvent } from '../events/readEvents.ts';
import type { WebhookAttempt, WebhookDelivery } from '../models/WebhookDelivery.ts';
import { bodyOf } from './delivery/buildRequest.ts';

type Output = z.output<typeof webhookDeliveryOutput>;

/** A delivery as sent over the wire, in a list. */
export const presentDelivery = (d: WebhookDelivery): Output => ({
  id: d.id,
  endpointId: d.endpointId,
  eventId: d.eventId,
  eventSequence: Number(d.eventSequence),
  eventType: d.eventType,
  kind: d.kind,
  status: d.status,
  attempts: d.attempts,
  lastStatus: d.lastStatus,
  lastError: d.lastError,
  createdAt: d.createdAt.toISOString(),
  finishedAt: d.finishedAt?.toISOString() ?? null,
});

/** What `get` adds: the requests and answers, and the body as it is now. */
export async function deliveryDetails(
  ctx: AppContext,
  delivery: WebhookDelivery,
): Promise<Pick<Output, 'log' | 'body' | 'bodyIsAsSent'>> {
  const log = await delivery.$relatedQuery<WebhookAttempt>('log', ctx.knex).orderBy(['at', 'id']);
  const body = await currentBody(ctx, delivery);
  const last = log.at(-1);
  return {
    log: log.map(presentAttempt),
    body,
    bodyIsAsSent: body === null || last === undefined ? null : sha256Hex(body) === last.bodySha256,
  };
}

/** Null: the event was removed by age. */
export async function currentBody(ctx: AppContext, { eventId }: WebhookDelivery): Promise<string | null> {
  try {
    return await bodyOf(ctx, await findEvent(ctx.knex, eventId));
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'NOT_FOUND') return null;
    throw error;
  }
}

const presentAttempt = (a: WebhookAttempt) => ({
  id: a.id,
  at: a.at.toISOString(),
  durationMs: a.durationMs,
  requestHeaders: a.requestHeaders,
  responseStatus: a.responseStatus,
  responseHeaders: a.responseHeaders,
  responseBody: a.responseBody,
  error: a.error,
});
