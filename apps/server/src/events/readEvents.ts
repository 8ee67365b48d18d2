import type { EventResource, EventType } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';

/** An event as it is stored, with what `users` says about its user. */
export interface StoredEvent {
  id: string;
  /** bigint: a string. */
  sequence: string;
  type: EventType;
  resource_type: EventResource;
  resource_id: string;
  user_id: string | null;
  data: unknown;
  created_at: Date;
  origin_mac: string | null;
  external_id: string | null;
  username: string | null;
  email: string | null;
}

export interface EventQuery {
  /** The last sequence that the reader has; `now`: all that there are. Undefined: none. */
  after?: number | 'now' | undefined;
  types?: readonly EventType[] | undefined;
  userId?: string | undefined;
  limit: number;
}

export interface EventPage {
  /** In order. */
  events: StoredEvent[];
  /** Everything up to here was read: the cursor of the next page. */
  cursor: number;
  hasMore: boolean;
}

/**
 * Events behind a cursor, in order. One statement, and so one snapshot: what commits meanwhile is behind the
 * returned cursor.
 * @throws DomainError `CURSOR_EXPIRED` when events behind the cursor were removed by age; `INVALID_CURSOR` when it
 *   lies ahead of the desk
 */
export async function readEvents(db: Knex, query: EventQuery): Promise<EventPage> {
  const after = query.after === 'now' ? null : (query.after ?? 0);
  const { rows } = await db.raw<{ rows: HeadRow[] }>(
    `select h.sequence as head, h.removed_through, e.*, u.external_id, u.username, u.email
     from event_head h
     left join lateral (${selectionOf(query)}) e on true
     left join users u on u.id = e.user_id
     order by e.sequence`,
    {
      after,
      limit: query.limit + 1,
      types: query.types ?? null,
      userId: query.userId ?? null,
    },
  );
  const [first] = rows;
  if (first === undefined) throw new Error('the head of the events is missing');
  const head = Number(first.head);
  if (typeof query.after === 'number') requireKept(query.after, head, Number(first.removed_through));
  const found = rows.filter((row): row is HeadRow & StoredEvent => row.id !== null);
  const events = found.slice(0, query.limit);
  const last = events.at(-1);
  const hasMore = found.length > query.limit && last !== undefined;
  return { events, cursor: hasMore ? Number(last.sequence) : head, hasMore };
}

/** One event by its id, for all users or for one and the types that users see. */
export async function findEvent(
  db: Knex,
  id: string,
  { userId = null, types = null }: { userId?: string | null; types?: readonly EventType[] | null } = {},
): Promise<StoredEvent> {
  const { rows } = await db.raw<{ rows: StoredEvent[] }>(
    `select e.*, u.external_id, u.username, u.email from events e left join users u on u.id = e.user_id
     where e.id = :id and (:userId::uuid is null or e.user_id = :userId)
       and (:types::text[] is null or e.type = any(:types))`,
    { id, userId, types },
  );
  if (rows[0] === undefined) throw new DomainError('NOT_FOUND', 'no such event');
  return rows[0];
}

type HeadRow = { head: string; removed_through: string } & (StoredEvent | { id: null });

function requireKept(after: number, head: number, removedThrough: number): void {
  if (after > head)
    throw new DomainError(
      'INVALID_CURSOR',
      `this cursor lies ahead of the desk, whose last event is ${head}: was a backup restored?`,
      { lastSequence: head },
    );
  if (after < removedThrough)
    throw new DomainError(
      'CURSOR_EXPIRED',
      `events up to ${removedThrough} were removed by age: read the resources themselves, then go on from there`,
      { removedThrough },
    );
}

/** Each variant walks one index from the cursor on. A cursor of null selects nothing. */
function selectionOf({ userId, types }: EventQuery): string {
  if (userId !== undefined)
    return `select * from events
      where user_id = :userId and sequence > :after ${types === undefined ? '' : 'and type = any(:types)'}
      order by sequence limit :limit`;
  if (types !== undefined)
    return `select b.* from (select distinct unnest(:types::text[])) wanted (type) cross join lateral (
        select * from events where type = wanted.type and sequence > :after order by sequence limit :limit
      ) b order by b.sequence limit :limit`;
  return 'select * from events where sequence > :after order by sequence limit :limit';
}
