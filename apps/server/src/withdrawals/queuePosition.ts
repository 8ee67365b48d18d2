import { WITHDRAWAL_STATUS_GROUPS, type WithdrawalStatus, type withdrawalReviewOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';

type QueuePosition = z.infer<typeof withdrawalReviewOutput>['queue'];

interface Row {
  before: string;
  total: string;
  previous_id: string | null;
  next_id: string | null;
}

/** The work queues: requests to decide, and requests to pay. */
const QUEUES: readonly (readonly WithdrawalStatus[])[] = [
  WITHDRAWAL_STATUS_GROUPS.waiting,
  WITHDRAWAL_STATUS_GROUPS.toPay,
];

/**
 * The position of a withdrawal in its queue, oldest first, and its neighbours; null for one that is closed. One
 * statement.
 */
export async function queuePosition(
  knex: Knex,
  { id, status, createdAt }: { id: string; status: WithdrawalStatus; createdAt: string },
): Promise<QueuePosition> {
  const statuses = QUEUES.find((queue) => queue.includes(status));
  if (statuses === undefined) return { position: null, total: 0, previousId: null, nextId: null };
  const { rows } = await knex.raw<{ rows: Row[] }>(queuePositionSql, {
    id,
    created: createdAt,
    statuses: [...statuses],
  });
  const row = rows[0] as Row;
  return {
    position: Number(row.before) + 1,
    total: Number(row.total),
    previousId: row.previous_id,
    nextId: row.next_id,
  };
}

// The neighbours are read from the ends of index ranges, one per status: the cost does not depend on the length of
// the queue.
export const queuePositionSql = /* sql */ `
  with queue as (select unnest(:statuses::text[]) as status)
  select counted.*, previous.id as previous_id, next.id as next_id
  from (
    select
      count(*) as total,
      count(*) filter (where (w.created_at, w.id) < (:created::timestamptz, :id::uuid)) as before
    from queue join withdrawal_requests w on w.status = queue.status
  ) counted
  left join lateral (
    select one.id
    from queue, lateral (
      select w.id, w.created_at from withdrawal_requests w
      where w.status = queue.status and (w.created_at, w.id) < (:created::timestamptz, :id::uuid)
      order by w.created_at desc, w.id desc limit 1
    ) one
    order by one.created_at desc, one.id desc limit 1
  ) previous on true
  left join lateral (
    select one.id
    from queue, lateral (
      select w.id, w.created_at from withdrawal_requests w
      where w.status = queue.status and (w.created_at, w.id) > (:created::timestamptz, :id::uuid)
      order by w.created_at, w.id limit 1
    ) one
    order by one.created_at, one.id limit 1
  ) next on true`;
