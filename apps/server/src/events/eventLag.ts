import type { Knex } from 'knex';

/** How far the numbering of events is behind. Ages in seconds. */
export interface EventLag {
  /** The last number given. */
  sequence: number;
  /** Committed events without a number. */
  waiting: number;
  waitingSeconds: number;
  /** Of the oldest event that is kept. */
  oldestSeconds: number;
}

export async function eventLag(db: Knex): Promise<EventLag> {
  const { rows } = await db.raw<{ rows: Record<keyof EventLag, string>[] }>(query);
  const row = rows[0];
  if (row === undefined) throw new Error('the head of the events is missing');
  return {
    sequence: Number(row.sequence),
    waiting: Number(row.waiting),
    waitingSeconds: Number(row.waitingSeconds),
    oldestSeconds: Number(row.oldestSeconds),
  };
}

const query = /* sql */ `
  select h.sequence, w.waiting, ${ageOf('w.since')} as "waitingSeconds", ${ageOf('o.created_at')} as "oldestSeconds"
  from event_head h
  cross join (select count(*) as waiting, min(created_at) as since from event_outbox) w
  left join events o on o.sequence = h.removed_through + 1`;

function ageOf(column: string): string {
  return `greatest(0, coalesce(extract(epoch from clock_timestamp() - ${column}), 0))::int`;
}
