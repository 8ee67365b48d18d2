import type { Knex } from 'knex';
import { newId, sha256Hex } from '../../base/identifiers.ts';
import type { AppContext } from '../../context/appContext.ts';
import { transact } from '../../db/transact.ts';
import { WebhookAttempt, WebhookDelivery } from '../../models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../../models/WebhookEndpoint.ts';
import { markDisabled, reportDisabled } from '../disableEndpoint.ts';
import { type Claim, lockClaimed } from './claimEndpoint.ts';
import { maskSignatures } from './maskSignatures.ts';
import { waitAfter } from './retrySchedule.ts';
import type { WebhookAnswer, WebhookRequest } from './sendRequest.ts';

/** The receiver says that it is not there any more and will not come back. */
const GONE = 410;

interface Attempt {
  delivery: WebhookDelivery;
  /** Null: it could not be signed. */
  request: WebhookRequest | null;
  answer: WebhookAnswer;
  at: Date;
}

/**
 * Records what came of a request, and moves the cursor, plans the next attempt or disables the endpoint: all in one
 * transaction. A worker whose claim was taken over records nothing.
 * @returns whether the next event may be sent
 */
export async function recordAttempt(ctx: AppContext, claim: Claim, attempt: Attempt): Promise<boolean> {
  const made = { ...attempt, answer: maskSignatures(attempt.answer, attempt.request) };
  const { delivery, answer } = made;
  const isDelivered = answer.error === null;
  const outcome = await transact(ctx.knex, async (trx) => {
    const endpoint = await lockClaimed(trx, claim);
    if (endpoint === undefined) return null;
    await insertAttempt(trx, made);
    const disabled = delivery.kind === 'event' ? await applyToEndpoint(ctx, trx, endpoint, made) : null;
    const isFinal = isDelivered || delivery.kind !== 'event';
    // Staff may have skipped it while it was sent.
    await WebhookDelivery.query(trx)
      .where({ id: delivery.id, status: 'pending' })
      .patch({
        attempts: delivery.attempts + 1,
        lastStatus: answer.status,
        lastError: answer.error,
        ...(isFinal && { status: isDelivered ? 'delivered' : 'failed', finishedAt: ctx.clock.now() }),
      });
    return { disabled };
  });
  if (outcome === null) return false;
  if (outcome.disabled) reportDisabled(ctx, outcome.disabled);
  return delivery.kind !== 'event' || isDelivered;
}

async function insertAttempt(trx: Knex.Transaction, { delivery, request, answer, at }: Attempt) {
  await WebhookAttempt.query(trx).insert({
    id: newId(at),
    deliveryId: delivery.id,
    at,
    sentTimestamp: String(Math.floor(at.getTime() / 1000)),
    bodySha256: sha256Hex(request?.body ?? ''),
    requestHeaders: request === null ? {} : withoutSignatures(request.headers),
    durationMs: answer.durationMs,
    responseStatus: answer.status,
    responseHeaders: answer.headers,
    responseBody: answer.body,
    error: answer.error,
  });
}

/** Whoever could read a signature here could send the request again. */
const withoutSignatures = (headers: Record<string, string>): Record<string, string> => ({
  ...headers,
  'webhook-signature': (headers['webhook-signature'] ?? '').replaceAll(/v1,\S+/g, 'v1,[redacted]'),
});

/** The endpoint if it was disabled, or null. */
async function applyToEndpoint(
  ctx: AppContext,
  trx: Knex.Transaction,
  endpoint: WebhookEndpoint,
  { delivery, answer }: Attempt,
): Promise<WebhookEndpoint | null> {
  // Staff have moved the cursor meanwhile: this event is not the next one any more.
  if (Number(endpoint.cursor) >= Number(delivery.eventSequence) || endpoint.disabledAt !== null) return null;
  const now = ctx.clock.now();
  if (answer.error === null) {
    await WebhookEndpoint.query(trx)
      .findById(endpoint.id)
      .patch({ cursor: delivery.eventSequence, failures: 0, failingSince: null, nextAttemptAt: now });
    return null;
  }
  const failures = endpoint.failures + 1;
  const wait = waitAfter(failures);
  await WebhookEndpoint.query(trx)
    .findById(endpoint.id)
    .patch({
      failures,
      failingSince: endpoint.failingSince ?? now,
      nextAttemptAt: new Date(now.getTime() + (wait ?? 0)),
    });
  if (answer.status !== GONE && wait !== null) return null;
  return await markDisabled(trx, {
    endpoint,
    reason: answer.status === GONE ? 'gone' : 'failing',
    detail: answer.error,
    at: now,
  });
}
