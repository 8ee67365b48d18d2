import type { RelationalCheck } from '../relationalCheck.ts';

/** What readers follow: the numbers have no gap between the oldest event kept and the newest, but for restores. */
export const eventChecks: readonly RelationalCheck[] = [
  {
    table: 'events',
    broken: /* sql */ `
      select n.id, null::uuid as user_id, 'events before number ' || n.sequence || ' are missing' as problem
      from (
        select e.id, e.sequence, lag(e.sequence, 1, h.removed_through) over (order by e.sequence) as previous
        from events e cross join event_head h
      ) n
      where n.sequence <> n.previous + 1 + (
        select coalesce(sum(r.events_continue_after - r.events_through), 0) from desk_restores r
        where r.events_through >= n.previous and r.events_continue_after < n.sequence
      )`,
  },
  {
    table: 'event_head',
    broken: /* sql */ `
      select h.sequence as id, null::uuid as user_id,
        'the last number is ' || h.sequence || ', the last event is ' || coalesce(l.last, h.removed_through) as problem
      from event_head h
      cross join (select max(sequence) as last from events) l
      cross join (select max(events_continue_after) as skipped from desk_restores) r
      where h.sequence <> greatest(coalesce(l.last, h.removed_through), r.skipped)`,
  },
];
