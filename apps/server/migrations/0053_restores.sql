-- A database that was restored does not know what the desk has done since: payouts that it sent, events that it
-- numbered, payments that it created. The restore is recorded, and what could happen twice is prevented from then on.

-- ---------------------------------------------------------------------------------------------------- restores
create table desk_restores (
  id uuid primary key,
  -- The account on the machine where it was recorded.
  restored_by text not null check (length(restored_by) between 1 and 200),
  note text not null check (length(note) between 3 and 2000),
  restored_to timestamptz(3) not null,
  restored_at timestamptz(3) not null,
  -- The last that this database has from before. What was done between then and the restore is lost.
  history_ends_at timestamptz(3) not null,
  last_seal_seq bigint not null,
  last_seal_hash text not null,
  -- The last number of an event, and the one after which numbers continue: none is ever given twice.
  events_through bigint not null,
  events_continue_after bigint not null,
  -- When the provider's list of payouts was read for the last time, and how many this database does not know.
  payouts_searched_at timestamptz(3),
  lost_payouts int,
  origin_mac text,
  constraint restore_is_of_the_past check (restored_to <= restored_at and history_ends_at <= restored_to),
  constraint restore_skips_numbers check (events_continue_after - events_through = 1000000000),
  constraint restore_was_searched check ((payouts_searched_at is null) = (lost_payouts is null))
);

create function guard_desk_restore() returns trigger language plpgsql as $$
declare
  head event_head%rowtype;
begin
  if tg_op = 'INSERT' then
    select * into head from event_head for update;
    new.events_through := head.sequence;
    new.events_continue_after := head.sequence + 1000000000;
    new.payouts_searched_at := null;
    new.lost_payouts := null;
    return new;
  end if;
  if to_jsonb(new) - array['payouts_searched_at', 'lost_payouts', 'origin_mac']
     is distinct from to_jsonb(old) - array['payouts_searched_at', 'lost_payouts', 'origin_mac']
     or (old.payouts_searched_at is not null
       and (new.payouts_searched_at, new.lost_payouts)
         is distinct from (old.payouts_searched_at, old.lost_payouts)) then
    perform raise_domain_error('IMMUTABLE', 'the record of a restore cannot change');
  end if;
  return new;
end $$;

-- Numbers, then the event: readers find it behind every number that they have seen.
create function apply_desk_restore() returns trigger language plpgsql as $$
begin
  update event_head set sequence = new.events_continue_after;
  perform emit_event('desk.restored', 'desk_restore', new.id::text, null, to_jsonb(new));
  return null;
end $$;

create trigger desk_restores_guard before insert or update on desk_restores
  for each row execute function guard_desk_restore();
create trigger desk_restores_apply after insert on desk_restores
  for each row execute function apply_desk_restore();
create trigger desk_restores_are_permanent before delete on desk_restores
  for each row execute function prevent_change();
create trigger desk_restores_are_not_truncated before truncate on desk_restores
  for each statement execute function prevent_change();
create trigger desk_restores_sealed after insert on desk_restores
  for each row execute function enqueue_for_seal('restore');
alter table desk_restores enable always trigger desk_restores_guard;
alter table desk_restores enable always trigger desk_restores_apply;
alter table desk_restores enable always trigger desk_restores_are_permanent;
alter table desk_restores enable always trigger desk_restores_are_not_truncated;
alter table desk_restores enable always trigger desk_restores_sealed;

-- ------------------------------------------------------------------------------------------------------ events
-- As before, and numbers may be skipped for a restore.
create or replace function guard_event_head() returns trigger language plpgsql as $$
begin
  if new.sequence < old.sequence
     or (new.sequence > old.sequence
       and new.sequence is distinct from (select max(sequence) from events)
       and not exists (
         select from desk_restores r
         where r.events_through = old.sequence and r.events_continue_after = new.sequence
       )) then
    perform raise_domain_error('IMMUTABLE', 'the head of the events is their last number');
  end if;
  if new.removed_through < old.removed_through
     or exists (
       select from events
       where sequence > old.removed_through and sequence <= new.removed_through
         and created_at > clock_timestamp() - interval '30 days'
     ) then
    perform raise_domain_error('IMMUTABLE', 'events are kept for at least 30 days');
  end if;
  return new;
end $$;

-- ------------------------------------------------------------------------------------------- stop of all payouts
-- The desk itself stops them too. Only staff resume them.
alter table payout_stops alter column stopped_by_id drop not null;

-- ----------------------------------------------------------------------------------------------------- payouts
-- An order from before a restore: it may have been sent. It is searched at the provider, and never sent.
alter table payouts add column search_requested_at timestamptz(3);

-- Payouts that the provider has from the time that was lost, and this database does not know. Nothing is sent while one
-- is open: the balance that it was paid from still has the amount.
create table lost_payouts (
  id uuid primary key,
  desk_restore_id uuid not null references desk_restores on delete restrict,
  provider_payout_id text not null unique,
  provider_batch_id text not null,
  external_id text,
  provider_status text not null,
  currency_code text not null,
  -- Null: the provider does not say.
  address text,
  extra_id text,
  amount crypto,
  transaction_hash text,
  sent_at timestamptz(3),
  found_at timestamptz(3) not null,
  settled_at timestamptz(3),
  settled_by text,
  settled_note text check (length(settled_note) between 3 and 2000),
  origin_mac text,
  constraint lost_payout_settled_by_someone check (
    (settled_at is null) = (settled_by is null) and (settled_at is null) = (settled_note is null)
  )
);
create index lost_payouts_restore on lost_payouts (desk_restore_id);

create function guard_lost_payout() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['provider_status', 'transaction_hash', 'settled_at', 'settled_by', 'settled_note', 'origin_mac']
     is distinct from
     to_jsonb(old) - array['provider_status', 'transaction_hash', 'settled_at', 'settled_by', 'settled_note', 'origin_mac']
     or (old.settled_at is not null
       and (new.settled_at, new.settled_by, new.settled_note)
         is distinct from (old.settled_at, old.settled_by, old.settled_note)) then
    perform raise_domain_error('IMMUTABLE', 'what the provider has from the lost time cannot be rewritten');
  end if;
  return new;
end $$;

create trigger lost_payouts_guard before update on lost_payouts
  for each row execute function guard_lost_payout();
create trigger lost_payouts_are_permanent before delete on lost_payouts
  for each row execute function prevent_change();
create trigger lost_payouts_are_not_truncated before truncate on lost_payouts
  for each statement execute function prevent_change();
alter table lost_payouts enable always trigger lost_payouts_guard;
alter table lost_payouts enable always trigger lost_payouts_are_permanent;
alter table lost_payouts enable always trigger lost_payouts_are_not_truncated;

-- Neither stopped at the provider, nor recorded as a withdrawal with its transaction, nor settled by a person.
create function is_lost_payout_open(l lost_payouts) returns boolean language plpgsql stable as $$
begin
  return l.settled_at is null
    and l.provider_status not in ('rejected', 'cancelled', 'canceled')
    and not exists (
      select from withdrawal_requests w
      where w.status = 'completed' and lower(w.transaction_hash) = lower(l.transaction_hash)
    );
end $$;

create function guard_payout_after_restore() returns trigger language plpgsql as $$
begin
  if old.search_requested_at is not null
     and (new.search_requested_at is null or new.attempts > old.attempts) then
    perform raise_domain_error(
      'IMMUTABLE', 'an order from before a restore is searched at the provider, and not sent'
    );
  end if;
  if (new.attempts > old.attempts or new.verify_attempts > old.verify_attempts)
     and (exists (select from desk_restores where payouts_searched_at is null)
       or exists (select from lost_payouts l where is_lost_payout_open(l))) then
    perform raise_domain_error(
      'PAYOUTS_STOPPED', 'the database was restored, and not all of the provider''s payouts since then are known'
    );
  end if;
  return new;
end $$;

create trigger payouts_after_restore before update on payouts
  for each row execute function guard_payout_after_restore();
alter table payouts enable always trigger payouts_after_restore;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'guard_desk_restore()', 'apply_desk_restore()', 'is_lost_payout_open(lost_payouts)', 'guard_event_head()', 'guard_lost_payout()',
    'guard_payout_after_restore()'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
