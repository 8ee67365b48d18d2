import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { proofToInsert } from '../origin/stampOrigin.ts';
import { buildEventData } from './buildEventData.ts';
import type { WaitingEvent } from './dataBuilders.ts';

/** Events that one database transaction takes from the outbox at most. */
const SEQUENCE_BATCH = 500;

/** Channel on which servers hear of new events; the payload is the last sequence. */
export const EVENTS_CHANNEL = 'paydesk_events';

/**
 * Moves committed events from the outbox to `events`, and numbers them. A number is given under a lock, and only to
 * rows that are committed and visible, so no event ever appears behind a number that a reader has seen. Safe to run
 * at any time and concurrently: one sequencer works, the others do nothing.
 * @returns how many events were numbered
 */
export async function sequenceEvents(ctx: AppContext): Promise<number> {
  for (let total = 0; ;) {
    const numbered = await ctx.knex.transaction(async (trx) => await sequenceBatch(ctx, trx));
    total += numbered;
    if (numbered < SEQUENCE_BATCH) return total;
  }
}

type SequencedEvent = WaitingEvent & { head: string; userId: string | null; createdAt: Date };

/** Few statements: what a batch costs, however small, is paid by the postings beside it. */
async function sequenceBatch(ctx: AppContext, trx: Knex.Transaction): Promise<number> {
  // Written under the lock of their resource, so the order of writing keeps what happened to one resource in order.
  const { rows: waiting } = await trx.raw<{ rows: SequencedEvent[] }>(
    `select head, position, type, resource_type as "resourceType", resource_id as "resourceId",
       user_id as "userId", created_at as "createdAt"
     from take_waiting_events(?)`,
    [SEQUENCE_BATCH],
  );
  if (waiting.length === 0) return 0;
  const data = await buildEventData(ctx, waiting);
  const numbered = waiting.map((event, index) => {
    const { head, position } = event;
    const row = {
      ...event,
      sequence: String(Number(head) + index + 1),
      id: newId(),
      data: data.get(position) ?? null,
    };
    const proof = proofToInsert(trx, 'event', row);
    return { sequence: row.sequence, id: row.id, position, data: row.data, origin_mac: proof };
  });
  const positions = waiting.map(({ position }) => position);
  await trx.raw('select number_events(?, ?, ?)', [positions, JSON.stringify(numbered), EVENTS_CHANNEL]);
  return numbered.length;
}
