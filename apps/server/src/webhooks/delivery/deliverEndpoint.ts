import { EVENT_TYPES, type EventType } from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import { newId } from '../../base/identifiers.ts';
import { inSpan } from '../../base/tracing.ts';
import type { AppContext } from '../../context/appContext.ts';
import { findEvent, readEvents, type StoredEvent } from '../../events/readEvents.ts';
import { WebhookDelivery } from '../../models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../../models/WebhookEndpoint.ts';
import { disableFailing } from '../disableEndpoint.ts';
import { buildRequest, ForeignEndpointError, UnreadableSecretError } from './buildRequest.ts';
import { type Claim, releaseClaim, renewClaim } from './claimEndpoint.ts';
import { recordAttempt } from './recordAttempt.ts';
import { sendRequest, type Transport, type WebhookAnswer, type WebhookRequest } from './sendRequest.ts';

/** Events of one run; then the claim is given back. */
const RUN_EVENTS = 100;

export interface DeliveryOptions {
  transport: Transport;
  claimMs?: number;
  /** The time that requests are signed with; the desk's clock if left out. Receivers compare it with their own. */
  signedAt?: () => Date;
  /** The process ends: no further request is begun. */
  isStopped?: () => boolean;
}

/**
 * Sends what one endpoint is due, one request after the other: what staff asked for, then the events behind its
 * cursor, in order. An event that fails stops the run, and is tried again before any later one. The result is
 * recorded under the claim; a worker that dies in between leaves the cursor where it was, so that the event is sent
 * again with the same id.
 * @returns how many requests were sent
 */
export async function deliverEndpoint(
  ctx: AppContext,
  claim: Claim,
  options: DeliveryOptions,
): Promise<number> {
  let sent = 0;
  while (options.isStopped?.() !== true) {
    const next = await nextDelivery(ctx, claim);
    if (next === null || !(await renewClaim(ctx.knex, claim, options.claimMs))) break;
    const work = async () => await attempt(ctx, claim, { ...next, options });
    const proceed = await inSpan('webhook delivery', { isRoot: true }, work);
    sent += 1;
    if (!proceed || sent >= RUN_EVENTS) break;
  }
  await releaseClaim(ctx.knex, claim);
  return sent;
}

interface Due {
  endpoint: WebhookEndpoint;
  delivery: WebhookDelivery;
  event: StoredEvent;
}

async function nextDelivery(ctx: AppContext, claim: Claim): Promise<Due | null> {
  const endpoint = await WebhookEndpoint.query(ctx.knex).findById(claim.endpointId).throwIfNotFound();
  const manual = await nextManual(ctx, endpoint);
  if (manual !== null) return manual;
  return endpoint.disabledAt === null && endpoint.nextAttemptAt <= ctx.clock.now()
    ? await nextEvent(ctx, claim, endpoint)
    : null;
}

/** What staff asked for and was not sent yet. */
async function nextManual(ctx: AppContext, endpoint: WebhookEndpoint): Promise<Due | null> {
  for (;;) {
    const delivery = await WebhookDelivery.query(ctx.knex)
      .where({ endpointId: endpoint.id, status: 'pending' })
      .whereNot({ kind: 'event' })
      .orderBy(['createdAt', 'id'])
      .first();
    if (delivery === undefined) return null;
    const event = await findKept(ctx, delivery.eventId);
    if (event !== null) return { endpoint, delivery, event };
    await WebhookDelivery.query(ctx.knex)
      .findById(delivery.id)
      .patch({ status: 'failed', lastError: 'the event was removed by age', finishedAt: ctx.clock.now() });
  }
}

async function findKept(ctx: AppContext, eventId: string): Promise<StoredEvent | null> {
  try {
    return await findEvent(ctx.knex, eventId);
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'NOT_FOUND') return null;
    throw error;
  }
}

/** The first event behind the cursor that is for this endpoint. The cursor moves past those that are not. */
async function nextEvent(ctx: AppContext, claim: Claim, endpoint: WebhookEndpoint): Promise<Due | null> {
  try {
    const page = await readEvents(ctx.knex, {
      after: Number(endpoint.cursor),
      types: typesOf(endpoint),
      limit: 1,
    });
    const [event] = page.events;
    if (event !== undefined) return { endpoint, event, delivery: await openDelivery(ctx, endpoint, event) };
    await WebhookEndpoint.query(ctx.knex)
      .findOne({ id: endpoint.id, claimToken: claim.token, cursor: endpoint.cursor })
      .patch({ cursor: String(page.cursor) });
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // No worker ran for longer than events are kept, or an older backup was restored.
    await disableFailing(ctx, claim, { reason: 'events_removed', detail: error.message });
    return null;
  }
}

/** Tests are sent on their own, at once, and only to the endpoint that they are for. */
const typesOf = ({ eventTypes }: WebhookEndpoint): EventType[] =>
  EVENT_TYPES.filter((type) => type !== 'test' && (eventTypes === null || eventTypes.includes(type)));

/** One row for all attempts of an event. */
async function openDelivery(
  ctx: AppContext,
  endpoint: WebhookEndpoint,
  event: StoredEvent,
): Promise<WebhookDelivery> {
  const open = { endpointId: endpoint.id, status: 'pending', kind: 'event' } as const;
  const found = await WebhookDelivery.query(ctx.knex).findOne(open);
  if (found?.eventId === event.id) return found;
  // The types were changed while another event failed.
  if (found !== undefined)
    await WebhookDelivery.query(ctx.knex)
      .findById(found.id)
      .patch({ status: 'skipped', finishedAt: ctx.clock.now() });
  const now = ctx.clock.now();
  return await WebhookDelivery.query(ctx.knex).insertAndFetch({
    id: newId(now),
    ...open,
    eventId: event.id,
    eventSequence: event.sequence,
    eventType: event.type,
    createdAt: now,
  });
}

/** Whether the run goes on. */
async function attempt(
  ctx: AppContext,
  claim: Claim,
  { endpoint, delivery, event, options }: Due & { options: DeliveryOptions },
): Promise<boolean> {
  const at = ctx.clock.now();
  let request: WebhookRequest | null = null;
  let answer: WebhookAnswer;
  try {
    request = await buildRequest(ctx, { endpoint, event, at: options.signedAt?.() ?? at });
    answer = await sendRequest(options.transport, request);
  } catch (error) {
    if (error instanceof ForeignEndpointError)
      ctx.log.error(
        { alarm: 'WEBHOOK_ENDPOINT_CHANGED', endpointId: endpoint.id },
        'a webhook endpoint is not as the desk wrote it, and gets nothing: someone wrote to the database',
      );
    else if (error instanceof UnreadableSecretError)
      ctx.log.error(
        { alarm: 'WEBHOOK_SECRET_UNREADABLE', endpointId: endpoint.id },
        'a webhook cannot be signed: was PAYDESK_SECRET changed? Rotate the secret of the endpoint',
      );
    else throw error;
    answer = { status: null, headers: null, body: null, error: error.message, durationMs: 0 };
  }
  return await recordAttempt(ctx, claim, { delivery, request, answer, at });
}
