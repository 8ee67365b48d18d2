-- What whoever has the database role of the server could still change unseen: suspense items, the end of a stop of all
-- payouts, user tokens, endpoints of webhooks and the data of events get a MAC by the desk's secret; users keep their
-- external id, and the rules for second factors cannot be deleted.

alter table suspense_items add column origin_mac text;
alter table payout_stops add column origin_mac text;
alter table user_tokens add column origin_mac text;
alter table webhook_endpoints add column origin_mac text;
alter table events add column origin_mac text;

-- The rows of a desk from before, and its passwords and authenticator apps, get their proofs from the first process
-- that starts with this schema. It writes this row: from then on none may be without.
create table resource_boundary (
  id uuid primary key,
  -- Events up to this one may be without.
  event_sequence bigint not null,
  created_at timestamptz(3) not null,
  origin_mac text not null
);
create unique index resource_boundary_is_one on resource_boundary ((true));
create trigger resource_boundary_is_permanent before update or delete on resource_boundary
  for each row execute function prevent_change();
create trigger resource_boundary_is_not_truncated before truncate on resource_boundary
  for each statement execute function prevent_change();
alter table resource_boundary enable always trigger resource_boundary_is_permanent;
alter table resource_boundary enable always trigger resource_boundary_is_not_truncated;

-- Those that are not valid any more need none.
delete from user_tokens where expires_at <= now() or revoked_at is not null;

-- -------------------------------------------------------------------------------------------------- suspense
-- The value of what is in suspense can be withdrawn while it is unresolved: the provider has reported less, or
-- another asset, since. Whoever credits it then enters the value. What arrived stays as it was reported first.
create or replace function guard_suspense_update() returns trigger language plpgsql as $$
begin
  -- The proof of a resolved item, and nothing else of it.
  if old.status <> 'open'
     and to_jsonb(new) - array['origin_mac', 'updated_at'] = to_jsonb(old) - array['origin_mac', 'updated_at'] then
    return new;
  end if;
  if old.status <> 'open' then
    perform raise_domain_error('SUSPENSE_RESOLVED', format('this suspense item is %s already', old.status));
  end if;
  if (new.id, new.reason, new.payment_id, new.provider_payment_id, new.currency_code, new.amount,
      new.evidence, new.created_at)
     is distinct from
     (old.id, old.reason, old.payment_id, old.provider_payment_id, old.currency_code, old.amount,
      old.evidence, old.created_at)
     or (old.amount_usd <> 0 and new.amount_usd <> old.amount_usd
       and not (new.amount_usd = 0 and new.status = 'open'))
     or (old.user_id is not null and new.user_id is distinct from old.user_id) then
    perform raise_domain_error('IMMUTABLE', 'what arrived cannot be rewritten');
  end if;
  return new;
end $$;

-- ---------------------------------------------------------------------------------------- stop of all payouts
create or replace function lock_payout_stops() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('payout_stops', 0));
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'origin_mac' = to_jsonb(old) - 'origin_mac' then return new; end if;
    if old.resumed_at is not null or new.resumed_at is null
       or to_jsonb(new) - array['resumed_at', 'resumed_by_id', 'resumed_note', 'origin_mac']
          is distinct from to_jsonb(old) - array['resumed_at', 'resumed_by_id', 'resumed_note', 'origin_mac'] then
      perform raise_domain_error('IMMUTABLE', 'a stop of all payouts can only be ended, once');
    end if;
  end if;
  return new;
end $$;

-- ----------------------------------------------------------------------------------------------------- users
-- An app knows its customers by their external ids: exchanged ones would give one customer's balance to another.
create function guard_external_id() returns trigger language plpgsql as $$
begin
  if old.anonymized_at is null and new.anonymized_at is not null
     and new.external_id = 'anonymized-' || new.id then
    return new;
  end if;
  perform raise_domain_error('IMMUTABLE', 'the external id of a user changes only when the user is anonymised');
  return null;
end $$;

create trigger users_external_id before update on users
  for each row when (new.external_id is distinct from old.external_id) execute function guard_external_id();
alter table users enable always trigger users_external_id;

-- ----------------------------------------------------------------------------------------------- user tokens
create function guard_user_token() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'a revoked user token stays revoked');
  return null;
end $$;

create trigger user_tokens_guard before update on user_tokens
  for each row when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  execute function guard_user_token();
alter table user_tokens enable always trigger user_tokens_guard;

-- ------------------------------------------------------------------------------------ rules for second factors
-- There is one for each role; the server's role gets no right to delete them.
create trigger staff_rules_are_permanent before delete on staff_rules
  for each row execute function prevent_change();
create trigger staff_rules_are_not_truncated before truncate on staff_rules
  for each statement execute function prevent_change();
alter table staff_rules enable always trigger staff_rules_are_permanent;
alter table staff_rules enable always trigger staff_rules_are_not_truncated;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'guard_suspense_update()', 'lock_payout_stops()', 'guard_external_id()', 'guard_user_token()'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
