-- What one person, or one API key, credits is counted in the transaction that credits it, by a row that names it.

-- ------------------------------------------------------------------------------------------------ counted credits
-- Rows from before have none: they were written before the action, and could be released.
alter table solo_credits add column resource_id uuid unique;
alter table api_key_uses add column resource_id uuid unique;

create or replace function guard_solo_credit() returns trigger language plpgsql as $$
begin
  if old.resource_id is not null
     or old.released_at is not null
     or new.released_at is null
     or to_jsonb(new) - 'released_at' is distinct from to_jsonb(old) - 'released_at' then
    perform raise_domain_error('IMMUTABLE', 'what was counted stays counted');
  end if;
  return new;
end $$;

-- The limits of one person: SOLO_CREDIT_USD each, and five times that in 24 hours.
create or replace function guard_solo_credit_insert() returns trigger language plpgsql as $$
declare
  most numeric;
  total numeric;
begin
  perform pg_advisory_xact_lock(hashtextextended('solo_credits ' || new.staff_id, 0));
  new.created_at := clock_timestamp();
  if not exists (
    select from transactions
    where id = new.resource_id and actor_kind = 'staff' and actor_id = new.staff_id::text
      and amount_usd = new.amount_usd
  ) then
    perform raise_domain_error('IMMUTABLE', 'what is counted names what was credited');
  end if;
  select solo_credit_usd into most from desk_settings order by seq desc limit 1;
  select coalesce(sum(amount_usd::numeric), 0) into total from solo_credits
    where staff_id = new.staff_id and released_at is null and created_at > new.created_at - interval '24 hours';
  if new.amount_usd > most or total + new.amount_usd > 5 * most then
    perform raise_domain_error('LIMIT_EXCEEDED', format('one person credits at most %s USD alone', most));
  end if;
  return new;
end $$;

-- The limits of a key, by action: its own calls, and what users request with tokens that its app created.
create function guard_key_use_insert() returns trigger language plpgsql as $$
declare
  most jsonb;
  total numeric;
begin
  perform pg_advisory_xact_lock(hashtextextended('api_key_uses ' || new.api_key_id, 0));
  new.created_at := clock_timestamp();
  if new.resource_id is null then
    perform raise_domain_error('IMMUTABLE', 'what is counted names what was moved');
  end if;
  select limits -> new.action into most from api_keys where id = new.api_key_id;
  select coalesce(sum(amount_usd::numeric), 0) into total from api_key_uses
    where api_key_id = new.api_key_id and action = new.action and released_at is null
      and created_at > new.created_at - interval '24 hours';
  if new.amount_usd > (most ->> 'callUsd')::numeric
     or total + new.amount_usd > (most ->> 'dayUsd')::numeric then
    perform raise_domain_error('KEY_LIMIT_EXCEEDED', 'this is above the limits of the API key');
  end if;
  return new;
end $$;

create trigger api_key_uses_limit before insert on api_key_uses
  for each row execute function guard_key_use_insert();
alter table api_key_uses enable always trigger api_key_uses_limit;

-- With a real provider, what a person credits was counted as theirs, or another person has approved it: this very
-- posting, and no less. What a key with limits credits was counted too. At the commit: a change request is marked as
-- applied after what it does. Deposits that the provider reports are posted by the system.
create or replace function require_counted_credit() returns trigger language plpgsql as $$
begin
  if new.actor_kind = 'service' then
    if exists (
      select from api_keys
      where id::text = new.actor_id
        and jsonb_typeof(limits -> ('transactions.' || new.transaction_type)) = 'object'
    ) and not exists (
      select from api_key_uses
      where resource_id = new.id and api_key_id::text = new.actor_id and amount_usd >= new.amount_usd
        and action = 'transactions.' || new.transaction_type
    ) then
      perform raise_domain_error('KEY_LIMIT_EXCEEDED', 'this was not counted under the limits of the API key');
    end if;
    return null;
  end if;
  if not desk_is_real()
     or exists (
       select from solo_credits
       where resource_id = new.id and staff_id::text = new.actor_id and amount_usd >= new.amount_usd
     )
     or exists (
       select from change_requests
       where status = 'applied' and maker_id::text = new.actor_id and amount_usd >= new.amount_usd
         and (result_kind, result_id) in (
           ('transaction', new.id::text), ('suspense', new.suspense_item_id::text), ('payment', new.payment_id::text)
         )
     ) then
    return null;
  end if;
  perform raise_domain_error('MORE_APPROVALS_NEEDED', 'one person cannot credit this alone');
  return null;
end $$;

drop trigger if exists transactions_counted_credit on transactions;
create constraint trigger transactions_counted_credit after insert on transactions
  deferrable initially deferred
  for each row when (
    new.amount_usd > 0
    and (
      new.actor_kind = 'staff'
      or (new.actor_kind = 'service' and new.transaction_type in ('bonus', 'refund'))
    )
  )
  execute function require_counted_credit();
alter table transactions enable always trigger transactions_counted_credit;

-- ------------------------------------------------------------------------------------------------ pending roles
-- Whoever uses an invitation begins as a viewer. The role that was approved is given by an admin who did not have the
-- link: it could have been kept.
alter table staff add column pending_role text check (pending_role in ('operator', 'approver', 'admin'));
alter table staff add constraint pending_role_waits check (pending_role is null or role = 'viewer');

-- ------------------------------------------------------------------------------------------------ emergencies
-- Wrong second factors for emergencies, counted for each session by itself: a stolen session must not lock its owner
-- out of stopping something.
create table staff_emergency_step_ups (
  session_id uuid primary key references staff_sessions on delete cascade,
  failures int not null default 0 check (failures >= 0),
  lockouts int not null default 0 check (lockouts >= 0),
  locked_until timestamptz(3)
);

-- ------------------------------------------------------------------------------------------------ who stopped it
-- Another person starts again what a member of staff has stopped. Null: an app or the desk itself did, or it was
-- before this.
alter table users add column frozen_by_id text;
alter table currencies add column deactivated_by_id text;

-- ------------------------------------------------------------------------------------------------ due secrets
-- What was approved for one person without a secret is collected within three days, like a link.
alter table api_keys add column secret_due_until timestamptz;
update api_keys set secret_due_until = clock_timestamp() + interval '72 hours' where secret_due_to_staff_id is not null;

create function stamp_due_secret() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.secret_due_to_staff_id is distinct from old.secret_due_to_staff_id then
    new.secret_due_until := case
      when new.secret_due_to_staff_id is not null then clock_timestamp() + interval '72 hours'
    end;
  end if;
  return new;
end $$;

create trigger api_keys_due_secret before insert or update on api_keys
  for each row execute function stamp_due_secret();
alter table api_keys enable always trigger api_keys_due_secret;
