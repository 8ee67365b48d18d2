import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { sequenceEvents } from '../events/sequenceEvents.ts';
import type { WebhookDelivery } from '../models/WebhookDelivery.ts';
import { lockEndpoint } from './lockEndpoint.ts';
import { insertManual } from './resendDelivery.ts';

/** The event has its number within this time, or the database is in trouble. */
const WAIT_MS = 5000;
const POLL_MS = 50;

/**
 * Sends an event of the type `test` to this endpoint alone, at once, also when it is disabled or waits. The worker
 * sends it within a second; the delivery says what came of it. Refuses with NOT_FOUND.
 */
export async function sendTest(
  ctx: AppContext,
  actor: Actor,
  { id }: { id: string },
): Promise<WebhookDelivery> {
  const testId = newId();
  await transact(ctx.knex, async (trx) => {
    const { description } = await lockEndpoint(trx, id);
    await trx.raw(`select emit_event('test', 'webhook_endpoint', ?, null, ?::jsonb)`, [
      id,
      JSON.stringify({ id, testId, description, message: 'This is a test.' }),
    ]);
    await recordAudit(trx, {
      action: 'webhookEndpoints.sendTest',
      actor,
      subjectKind: 'webhookEndpoint',
      subjectId: id,
      at: ctx.clock.now(),
    });
  });
  const { id: eventId, sequence } = await numbered(ctx, id, testId);
  return await insertManual(ctx, {
    endpointId: id,
    kind: 'test',
    eventId,
    eventSequence: sequence,
    eventType: 'test',
  });
}

/** Another process may be numbering it now. */
async function numbered(ctx: AppContext, endpointId: string, testId: string) {
  for (const endsAt = performance.now() + WAIT_MS; performance.now() < endsAt; await sleep(POLL_MS)) {
    await sequenceEvents(ctx);
    const event = await findTest(ctx.knex, endpointId, testId);
    if (event !== undefined) return event;
  }
  throw new DomainError('DATABASE_UNAVAILABLE', 'the test event got no number in time: try again');
}

async function findTest(
  db: Knex,
  endpointId: string,
  testId: string,
): Promise<{ id: string; sequence: string } | undefined> {
  const { rows } = await db.raw<{ rows: { id: string; sequence: string }[] }>(
    `select id, sequence from events
     where resource_type = 'webhook_endpoint' and resource_id = ? and type = 'test' and data ->> 'testId' = ?
     order by sequence desc limit 1`,
    [endpointId, testId],
  );
  return rows[0];
}
