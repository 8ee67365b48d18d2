-- Events: what a shop or a person may care about. Triggers write each event into an outbox, in the database transaction
-- of the change; a sequencer gives the committed ones their number, so that readers never miss one that committed late.

-- ---------------------------------------------------------------------------------------------------- outbox
create table event_outbox (
  -- The order of writing. Gaps and late commits are possible here; the sequencer removes both.
  position bigint generated always as identity primary key,
  type text not null check (type ~ '^[a-z_]+(\.[a-z_]+)?$'),
  resource_type text not null,
  resource_id text not null,
  user_id uuid,
  -- The row as this change left it. Null for rows that never change.
  snapshot jsonb,
  created_at timestamptz(3) not null default clock_timestamp()
)
-- Rows stay for less than a second.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- The only way to write an event.
create function emit_event(
  event_type text, on_resource text, with_id text, of_user uuid, with_snapshot jsonb
) returns void language plpgsql as $$
begin
  insert into event_outbox (type, resource_type, resource_id, user_id, snapshot)
    values (event_type, on_resource, with_id, of_user, with_snapshot);
end $$;

create function refuse_forged_event() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'events are written by the changes that they report');
  return null;
end $$;

-- --------------------------------------------------------------------------------------------------- events
create table events (
  -- Gapless, in the order in which events became readable.
  sequence bigint primary key,
  id uuid not null unique,
  -- Of the outbox: each of its rows becomes one event.
  position bigint not null unique,
  type text not null,
  resource_type text not null,
  resource_id text not null,
  user_id uuid,
  -- The resource as apps see it, without personal data of users, which is read from `users`: anonymising a user
  -- anonymises its events. Null: read from the row itself, or it could not be built.
  data jsonb,
  created_at timestamptz(3) not null
);
create index events_user on events (user_id, sequence);
create index events_type on events (type, sequence);

-- One row: the last number given, and the last number removed by age. Who gives numbers locks it.
create table event_head (
  only_row boolean primary key default true check (only_row),
  sequence bigint not null default 0,
  removed_through bigint not null default 0,
  check (removed_through between 0 and sequence)
);
insert into event_head default values;

-- New events continue the sequence, and say what the outbox says.
create function guard_new_events() returns trigger language plpgsql as $$
declare
  head event_head%rowtype;
  added record;
begin
  select count(*) as rows, min(sequence) as lowest, max(sequence) as highest into added from inserted;
  if added.rows = 0 then return null; end if;
  select * into head from event_head for update;
  if added.lowest <> head.sequence + 1 or added.highest <> head.sequence + added.rows then
    perform raise_domain_error('IMMUTABLE', 'events are numbered without gaps');
  end if;
  if (
    select count(*) from inserted e join event_outbox o on o.position = e.position
    where (o.type, o.resource_type, o.resource_id, o.user_id, o.created_at)
      is not distinct from (e.type, e.resource_type, e.resource_id, e.user_id, e.created_at)
  ) <> added.rows then
    perform raise_domain_error('IMMUTABLE', 'an event says what the outbox says');
  end if;
  update event_head set sequence = added.highest;
  return null;
end $$;

-- What has no number yet cannot be lost.
create function guard_outbox_removal() returns trigger language plpgsql as $$
begin
  if exists (
    select from removed r where not exists (select from events e where e.position = r.position)
  ) then
    perform raise_domain_error('IMMUTABLE', 'an event leaves the outbox when it has its number');
  end if;
  return null;
end $$;

create function guard_event_head() returns trigger language plpgsql as $$
begin
  if new.sequence < old.sequence
     or (new.sequence > old.sequence and new.sequence is distinct from (select max(sequence) from events)) then
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

create function guard_event_removal() returns trigger language plpgsql as $$
begin
  if old.sequence > (select removed_through from event_head) then
    perform raise_domain_error('IMMUTABLE', 'events are removed by age alone, oldest first');
  end if;
  return old;
end $$;

-- Removes the oldest events that were written before this time, at most so many. Returns how many.
create function remove_old_events(written_before timestamptz, at_most int) returns int language plpgsql as $$
declare
  head event_head%rowtype;
  last_old bigint;
  removed int;
begin
  select * into head from event_head for update;
  select coalesce(min(sequence) filter (where created_at >= written_before) - 1, max(sequence)) into last_old
    from (
      select sequence, created_at from events where sequence > head.removed_through order by sequence limit at_most
    ) oldest;
  if last_old is null or last_old <= head.removed_through then return 0; end if;
  update event_head set removed_through = last_old;
  delete from events where sequence <= last_old;
  get diagnostics removed = row_count;
  return removed;
end $$;

create trigger event_outbox_from_changes before insert on event_outbox
  for each row when (new.type <> 'test' and pg_trigger_depth() = 0) execute function refuse_forged_event();
create trigger event_outbox_is_permanent before update on event_outbox
  for each row execute function prevent_change();
-- One check for all that leave together: a posting pays for its event as little as possible.
create trigger event_outbox_removal after delete on event_outbox
  referencing old table as removed for each statement execute function guard_outbox_removal();
create trigger event_outbox_is_not_truncated before truncate on event_outbox
  for each statement execute function prevent_change();
create trigger events_guard after insert on events
  referencing new table as inserted for each statement execute function guard_new_events();
create trigger events_are_permanent before update on events
  for each row execute function prevent_change();
create trigger events_removal before delete on events
  for each row execute function guard_event_removal();
create trigger events_are_not_truncated before truncate on events
  for each statement execute function prevent_change();
create trigger event_head_guard before update on event_head
  for each row execute function guard_event_head();
create trigger event_head_is_permanent before delete on event_head
  for each row execute function prevent_change();
create trigger event_head_is_not_truncated before truncate on event_head
  for each statement execute function prevent_change();
alter table event_outbox enable always trigger event_outbox_from_changes;
alter table event_outbox enable always trigger event_outbox_is_permanent;
alter table event_outbox enable always trigger event_outbox_removal;
alter table event_outbox enable always trigger event_outbox_is_not_truncated;
alter table events enable always trigger events_guard;
alter table events enable always trigger events_are_permanent;
alter table events enable always trigger events_removal;
alter table events enable always trigger events_are_not_truncated;
alter table event_head enable always trigger event_head_guard;
alter table event_head enable always trigger event_head_is_permanent;
alter table event_head enable always trigger event_head_is_not_truncated;

-- -------------------------------------------------------------------------------------------------- payments
create function emit_payment_events() returns trigger language plpgsql as $$
declare
  snapshot jsonb := to_jsonb(new);
  id text := new.id::text;
begin
  if tg_op = 'INSERT' then
    perform emit_event('payment.created', 'payment', id, new.user_id, snapshot);
    if new.needs_attention is not null then
      perform emit_event('payment.needs_attention', 'payment', id, new.user_id, snapshot);
    end if;
    return null;
  end if;
  if old.pay_address is null and new.pay_address is not null then
    perform emit_event('payment.address_issued', 'payment', id, new.user_id, snapshot);
  end if;
  -- `completed` is reported as credited.
  if new.status <> old.status and new.status <> 'completed' then
    perform emit_event('payment.' || new.status, 'payment', id, new.user_id, snapshot);
  end if;
  if new.credited_amount_usd > old.credited_amount_usd
     or (new.status = 'completed' and old.status <> 'completed') then
    perform emit_event('payment.credited', 'payment', id, new.user_id, snapshot);
  end if;
  if new.needs_attention is distinct from old.needs_attention then
    perform emit_event(
      case when new.needs_attention is null then 'payment.attention_cleared' else 'payment.needs_attention' end,
      'payment', id, new.user_id, snapshot
    );
  end if;
  return null;
end $$;

create trigger payments_events_insert after insert on payments
  for each row execute function emit_payment_events();
create trigger payments_events after update on payments
  for each row when (
    (new.status, new.credited_amount_usd, new.needs_attention, new.pay_address)
    is distinct from
    (old.status, old.credited_amount_usd, old.needs_attention, old.pay_address)
  ) execute function emit_payment_events();
alter table payments enable always trigger payments_events_insert;
alter table payments enable always trigger payments_events;

-- -------------------------------------------------------------------------------------------------- suspense
create function emit_suspense_events() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform emit_event('suspense.opened', 'suspense_item', new.id::text, new.user_id, to_jsonb(new));
    if new.status = 'open' then return null; end if;
  end if;
  perform emit_event('suspense.' || new.status, 'suspense_item', new.id::text, new.user_id, to_jsonb(new));
  return null;
end $$;

create trigger suspense_items_events_insert after insert on suspense_items
  for each row execute function emit_suspense_events();
create trigger suspense_items_events after update on suspense_items
  for each row when (new.status <> old.status) execute function emit_suspense_events();
alter table suspense_items enable always trigger suspense_items_events_insert;
alter table suspense_items enable always trigger suspense_items_events;

-- ---------------------------------------------------------------------------------------------- transactions
create function emit_transaction_event() returns trigger language plpgsql as $$
begin
  perform emit_event('transaction.created', 'transaction', new.id::text, new.user_id, null);
  return null;
end $$;

create trigger transactions_events after insert on transactions
  for each row execute function emit_transaction_event();
alter table transactions enable always trigger transactions_events;

-- ----------------------------------------------------------------------------------------------- withdrawals
create function emit_withdrawal_event() returns trigger language plpgsql as $$
declare
  event_type text := 'withdrawal.requested';
begin
  if tg_op = 'UPDATE' then
    event_type := 'withdrawal.' || case
      when old.status = 'processing' and new.status = 'approved' then 'returned'
      else new.status
    end;
  end if;
  perform emit_event(event_type, 'withdrawal', new.id::text, new.user_id, to_jsonb(new));
  return null;
end $$;

create trigger withdrawal_requests_events_insert after insert on withdrawal_requests
  for each row execute function emit_withdrawal_event();
create trigger withdrawal_requests_events after update on withdrawal_requests
  for each row when (new.status <> old.status) execute function emit_withdrawal_event();
alter table withdrawal_requests enable always trigger withdrawal_requests_events_insert;
alter table withdrawal_requests enable always trigger withdrawal_requests_events;

create function emit_payout_stop_event() returns trigger language plpgsql as $$
begin
  perform emit_event(
    case when new.resumed_at is null then 'payouts.stopped' else 'payouts.resumed' end,
    'payout_stop', new.id::text, null, to_jsonb(new)
  );
  return null;
end $$;

create trigger payout_stops_events_insert after insert on payout_stops
  for each row execute function emit_payout_stop_event();
create trigger payout_stops_events after update on payout_stops
  for each row when (new.resumed_at is distinct from old.resumed_at) execute function emit_payout_stop_event();
alter table payout_stops enable always trigger payout_stops_events_insert;
alter table payout_stops enable always trigger payout_stops_events;

-- ----------------------------------------------------------------------------------------------------- users
create function emit_user_events() returns trigger language plpgsql as $$
begin
  if (new.frozen_at is null) <> (old.frozen_at is null) then
    perform emit_event(
      case when new.frozen_at is null then 'user.unfrozen' else 'user.frozen' end,
      'user', new.id::text, new.id, to_jsonb(new)
    );
  end if;
  if old.anonymized_at is null and new.anonymized_at is not null then
    perform emit_event('user.anonymized', 'user', new.id::text, new.id, to_jsonb(new));
  end if;
  return null;
end $$;

create trigger users_events after update on users
  for each row when (
    (new.frozen_at is null, new.anonymized_at is null) is distinct from (old.frozen_at is null, old.anonymized_at is null)
  ) execute function emit_user_events();
alter table users enable always trigger users_events;

-- ----------------------------------------------------------------------------------------------- governance
create function emit_change_request_event() returns trigger language plpgsql as $$
begin
  perform emit_event(
    'change_request.' || case when tg_op = 'INSERT' then 'created' else new.status end,
    'change_request', new.id::text, null, to_jsonb(new)
  );
  return null;
end $$;

create trigger change_requests_events_insert after insert on change_requests
  for each row execute function emit_change_request_event();
create trigger change_requests_events after update on change_requests
  for each row when (new.status <> old.status) execute function emit_change_request_event();
alter table change_requests enable always trigger change_requests_events_insert;
alter table change_requests enable always trigger change_requests_events;

create function emit_policy_event() returns trigger language plpgsql as $$
begin
  perform emit_event('policy.published', 'policy', new.id::text, null, to_jsonb(new));
  return null;
end $$;

create trigger withdrawal_policies_events after insert on withdrawal_policies
  for each row execute function emit_policy_event();
alter table withdrawal_policies enable always trigger withdrawal_policies_events;

-- ----------------------------------------------------------------------------------- currencies and provider
create function emit_currency_event() returns trigger language plpgsql as $$
begin
  perform emit_event('currency.changed', 'currency', new.id::text, null, to_jsonb(new));
  return null;
end $$;

create trigger currencies_events_insert after insert on currencies
  for each row execute function emit_currency_event();
-- When the provider was asked is not a change.
create trigger currencies_events after update on currencies
  for each row when (
    to_jsonb(new) - '{updated_at,min_checked_at,min_due_at}'::text[]
    is distinct from
    to_jsonb(old) - '{updated_at,min_checked_at,min_due_at}'::text[]
  ) execute function emit_currency_event();
alter table currencies enable always trigger currencies_events_insert;
alter table currencies enable always trigger currencies_events;

create function emit_provider_event() returns trigger language plpgsql as $$
begin
  perform emit_event(
    case when new.state = 'closed' then 'provider.up' else 'provider.down' end,
    'provider', 'nowpayments', null, to_jsonb(new)
  );
  return null;
end $$;

-- A failed attempt to reach it again is not a change.
create trigger provider_circuit_events after update on provider_circuit
  for each row when ((new.state = 'closed') <> (old.state = 'closed')) execute function emit_provider_event();
alter table provider_circuit enable always trigger provider_circuit_events;

-- --------------------------------------------------------------------------------------- verification and seals
create function emit_verification_event() returns trigger language plpgsql as $$
begin
  perform emit_event('verification.failed', 'verification', new.id::text, null, to_jsonb(new));
  return null;
end $$;

create trigger verifications_events after insert on verifications
  for each row when (not new.is_ok) execute function emit_verification_event();
alter table verifications enable always trigger verifications_events;

create function emit_seal_event() returns trigger language plpgsql as $$
begin
  perform emit_event('ledger.sealed', 'ledger_seal', new.seq::text, null, null);
  return null;
end $$;

create trigger ledger_seals_events after insert on ledger_seals
  for each row execute function emit_seal_event();
alter table ledger_seals enable always trigger ledger_seals_events;
