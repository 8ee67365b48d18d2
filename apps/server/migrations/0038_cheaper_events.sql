-- A posting pays for its event as little as possible.

-- One call less than through `emit_event`. It is refused outside of triggers all the same.
create or replace function emit_transaction_event() returns trigger language plpgsql as $$
begin
  insert into event_outbox (type, resource_type, resource_id, user_id)
    values ('transaction.created', 'transaction', new.id::text, new.user_id);
  return null;
end $$;

-- The same types as before; the most frequent one is compared instead of matched.
alter table event_outbox drop constraint event_outbox_type_check;
alter table event_outbox add constraint event_outbox_type_check
  check (type = 'transaction.created' or type ~ '^[a-z_]+(\.[a-z_]+)?$');

-- What waits for its number, oldest first, for the one sequencer that gets the lock; the others get nothing. Each
-- statement of it sees what is committed by then: rows are read after the lock is held.
create function take_waiting_events(at_most int) returns table (
  head bigint, "position" bigint, type text, resource_type text, resource_id text, user_id uuid,
  created_at timestamptz
) language plpgsql set enable_seqscan = off as $$
begin
  select h.sequence into head from event_head h for update skip locked;
  if not found then return; end if;
  return query
    select head, o.position, o.type, o.resource_type, o.resource_id, o.user_id, o.created_at::timestamptz
    from event_outbox o order by o.position limit at_most;
end $$;

-- Moves rows from the outbox to the events, with their numbers, and announces it. It and the guards that it calls look
-- up each row by its index: the file of the outbox is full of rows that have left it, until it is vacuumed. The
-- notification is sent here and not where money moves: PostgreSQL lets only one transaction commit its own at a time.
create function number_events(numbered jsonb, channel text) returns void language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  insert into events (sequence, id, position, type, resource_type, resource_id, user_id, data, created_at, origin_mac)
    select n.sequence, n.id, o.position, o.type, o.resource_type, o.resource_id, o.user_id,
      nullif(n.data, 'null'), o.created_at, n.origin_mac
    from jsonb_to_recordset(numbered)
      as n (sequence bigint, id uuid, position bigint, data jsonb, origin_mac text)
    join event_outbox o on o.position = n.position
    order by n.sequence;
  delete from event_outbox o
    using jsonb_to_recordset(numbered) as n (position bigint) where o.position = n.position;
  perform pg_notify(channel, (select sequence::text from event_head));
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['take_waiting_events(int)', 'number_events(jsonb, text)']::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
