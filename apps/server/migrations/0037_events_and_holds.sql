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
create function number_events(positions bigint[], numbered jsonb, channel text) returns void language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  insert into events (sequence, id, position, type, resource_type, resource_id, user_id, data, created_at, origin_mac)
    select n.sequence, n.id, o.position, o.type, o.resource_type, o.resource_id, o.user_id,
      nullif(n.data, 'null'), o.created_at, n.origin_mac
    from jsonb_to_recordset(numbered)
      as n (sequence bigint, id uuid, position bigint, data jsonb, origin_mac text)
    join event_outbox o on o.position = n.position
    order by n.sequence;
  delete from event_outbox o where o.position = any(positions);
  perform pg_notify(channel, (select sequence::text from event_head));
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['take_waiting_events(int)', 'number_events(bigint[], jsonb, text)']::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- ------------------------------------------------------------------------------------------------------------ holds
-- As before, and a request that the balance does not cover says both amounts, as a posting does.
create or replace function hold_withdrawals() returns trigger language plpgsql as $$
declare
  held_before numeric := 0;
  held_after numeric := 0;
  available numeric;
begin
  if tg_op = 'UPDATE' and old.status in ('pending', 'approved', 'processing') then
    held_before := old.amount_usd;
  end if;
  if new.status in ('pending', 'approved', 'processing') then held_after := new.amount_usd; end if;
  if held_before = held_after then return null; end if;
  if held_after > held_before then
    select balance_usd - held_usd into available from user_balances where user_id = new.user_id for update;
    if available < held_after - held_before then
      perform raise_domain_error(
        'INSUFFICIENT_FUNDS',
        format('available is %s, requested was %s', round(available, 2), round(held_after - held_before, 2))
      );
    end if;
  end if;
  update user_balances set
    held_usd = held_usd + held_after - held_before,
    updated_at = greatest(updated_at, now())
  where user_id = new.user_id;
  return null;
end $$;

do $$
begin
  execute format('alter function hold_withdrawals() set search_path = %I, pg_temp', current_schema());
end $$;
