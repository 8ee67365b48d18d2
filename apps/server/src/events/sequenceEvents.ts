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

type SequencedEvent = WaitingEvent & { userId: string | null; createdAt: Date };

async function sequenceBatch(ctx: AppContext, trx: Knex.Transaction): Promise<number> {
  const locked = await trx.raw<{ rows: { sequence: string }[] }>(
    'select sequence from event_head for update skip locked',
  );
  const head = locked.rows[0];
  if (head === undefined) return 0;
  // Written under the lock of their resource, so this order keeps what happened to one resource in order.
  const { rows: waiting } = await trx.raw<{ rows: SequencedEvent[] }>(
    `select position, type, resource_type as "resourceType", resource_id as "resourceId",
       user_id as "userId", created_at as "createdAt"
     from event_outbox order by position limit ?`,
    [SEQUENCE_BATCH],
  );
  if (waiting.length === 0) return 0;
  const data = await buildEventData(ctx, waiting);
  const numbered = waiting.map((event, index) => {
    const { position } = event;
    const row = {
      ...event,
      sequence: String(Number(head.sequence) + index + 1),
      id: newId(),
      data: data.get(position) ?? null,
    };
    const proof = proofToInsert(trx, 'event', row);
    return { sequence: row.sequence, id: row.id, position, data: row.data, origin_mac: proof };
  });
  await trx.raw(INSERT, [JSON.stringify(numbered)]);
  await trx.raw('delete from event_outbox where position = any(?)', [
    waiting.map(({ position }) => position),
  ]);
  // Here and not where money moves: PostgreSQL lets only one transaction commit its notifications at a time.
  await trx.raw('select pg_notify(?, ?)', [EVENTS_CHANNEL, String(numbered.at(-1)?.sequence)]);
  return numbered.length;
}

const INSERT = /* sql */ `
  insert into events (sequence, id, position, type, resource_type, resource_id, user_id, data, created_at, origin_mac)
  select n.sequence, n.id, o.position, o.type, o.resource_type, o.resource_id, o.user_id,
    nullif(n.data, 'null'), o.created_at, n.origin_mac
  from jsonb_to_recordset(?::jsonb) as n (sequence bigint, id uuid, position bigint, data jsonb, origin_mac text)
  join event_outbox o on o.position = n.position
  order by n.sequence`;
