import type { RelationalCheck } from '../relationalCheck.ts';

/** What readers follow: the numbers have no gap between the oldest event kept and the newest. */
export const eventChecks: readonly RelationalCheck[] = [
  {
    table: 'events',
    broken: /* sql */ `
      select n.id, null::uuid as user_id, 'events before number ' || n.sequence || ' are missing' as problem
      from (
        select e.id, e.sequence, lag(e.sequence, 1, h.removed_through) over (order by e.sequence) as previous
        from events e cross join event_head h
      ) n
      where n.sequence <> n.previous + 1`,
  },
  {
    table: 'event_head',
    broken: /* sql */ `
      select h.sequence as id, null::uuid as user_id,
        'the last number is ' || h.sequence || ', the last event is ' || coalesce(l.last, h.removed_through) as problem
      from event_head h cross join (select max(sequence) as last from events) l
      where h.sequence <> coalesce(l.last, h.removed_through)`,
  },
];
