-- Who may do what alone: change requests that wait for another person, what one person has credited, limits of
-- API keys, and the stop of all payouts.

-- ----------------------------------------------------------------------------------------- evidence in the log
-- How the actor's second factor was verified for this action.
alter table audit_log add column step_up jsonb check (jsonb_typeof(step_up) = 'object');

-- Entries without evidence keep the hash that they had before.
create or replace function audit_seal_hash(
  a audit_log, seq bigint, prev_hash text, sealed_at timestamptz
) returns text language sql immutable as $$
  select sha256_hex(
    canonical(
      seq::text, a.id::text, a.action, a.actor_kind, a.actor_id, a.actor_name, a.subject_kind, a.subject_id,
      a.note, a.before::text, a.after::text, a.ip_address, a.request_id, a.session_id, a.user_agent,
      utc_text(a.created_at), utc_text(a.recorded_at), a.txid::text, utc_text(sealed_at), prev_hash
    )
    || case when a.step_up is null then '' else ',' || canonical(a.step_up::text) end
  )
$$;

-- ------------------------------------------------------------------------------------------------- role since
-- When a person got their role: who got it later does not decide about older change requests.
alter table staff add column role_since timestamptz not null default clock_timestamp();
update staff set role_since = created_at;

create function stamp_staff_role() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT'
     or new.role is distinct from old.role
     or (new.deactivated_at is null and old.deactivated_at is not null) then
    new.role_since := clock_timestamp();
  else
    new.role_since := old.role_since;
  end if;
  return new;
end $$;

create trigger staff_role_since before insert or update on staff
  for each row execute function stamp_staff_role();
alter table staff enable always trigger staff_role_since;

-- ------------------------------------------------------------------------------------------- change requests
-- An action that waits for another person, with its exact input. The times are the database's own.
create table change_requests (
  id uuid primary key,
  -- The path of the procedure.
  action text not null check (length(action) between 3 and 100),
  status text not null default 'waiting' check (status in (
    'waiting', 'applied', 'rejected', 'cancelled', 'expired', 'failed'
  )),
  summary text not null check (length(summary) between 1 and 1000),
  reason text,
  -- What it changes, for people: label, before, after.
  facts jsonb not null check (jsonb_typeof(facts) = 'array'),
  payload jsonb not null check (jsonb_typeof(payload) = 'object'),
  -- Of id, action, maker and payload: an approval is bound to it.
  payload_hash text not null unique check (payload_hash ~ '^[0-9a-f]{64}$'),
  -- Of action and payload alone: the same request is not made twice.
  payload_digest text not null check (payload_digest ~ '^[0-9a-f]{64}$'),
  amount_usd usd check (amount_usd > 0),
  subject_kind text,
  subject_id text,
  idempotency_key text,
  maker_id uuid not null references staff on delete restrict,
  maker_name text not null,
  maker_step_up_kind text not null check (maker_step_up_kind in ('none', 'totp', 'recovery_code', 'passkey')),
  maker_step_up jsonb not null check (maker_step_up ->> 'kind' = maker_step_up_kind),
  -- None: no approval is needed, but it waits, and can be cancelled until then.
  required_approvals int not null check (required_approvals between 0 and 10),
  approver_role text not null check (approver_role in ('approver', 'admin')),
  -- With a real provider every approval has evidence.
  step_up_required boolean not null,
  not_before timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  closed_at timestamptz,
  closed_by_id uuid references staff on delete restrict,
  closed_by_name text,
  closed_note text,
  result_kind text,
  result_id text,
  error text,
  check ((subject_kind is null) = (subject_id is null)),
  check (not step_up_required or maker_step_up_kind <> 'none'),
  check ((required_approvals = 0) = (not_before is not null)),
  check ((status = 'applied') = (applied_at is not null)),
  check ((status = 'waiting') = (closed_at is null)),
  check (status not in ('rejected', 'cancelled') or closed_by_id is not null),
  check ((status = 'failed') = (error is not null))
);
create unique index change_requests_one_open on change_requests (maker_id, payload_digest)
  where status = 'waiting';
create unique index change_requests_key on change_requests (maker_id, idempotency_key)
  where idempotency_key is not null;
create index change_requests_created on change_requests (created_at, id);
create index change_requests_expiry on change_requests (expires_at, id);
create index change_requests_waiting on change_requests (coalesce(not_before, expires_at)) where status = 'waiting';
create index change_requests_closer on change_requests (closed_by_id) where closed_by_id is not null;

create table change_request_approvals (
  id uuid primary key,
  change_request_id uuid not null references change_requests on delete restrict,
  staff_id uuid not null references staff on delete restrict,
  staff_name text not null,
  note text,
  payload_hash text not null,
  step_up_kind text not null check (step_up_kind in ('none', 'totp', 'recovery_code', 'passkey')),
  step_up jsonb,
  created_at timestamptz not null,
  unique (change_request_id, staff_id),
  check ((step_up_kind = 'none') = (step_up is null))
);
create index change_request_approvals_staff on change_request_approvals (staff_id);

create function guard_change_request_insert() returns trigger language plpgsql as $$
begin
  if new.status <> 'waiting' then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'a change request begins by waiting');
  end if;
  perform 1 from staff where id = new.maker_id and deactivated_at is null for share;
  if not found then
    perform raise_domain_error('PERMISSION_DENIED', 'only active staff can request a change');
  end if;
  new.created_at := clock_timestamp();
  new.not_before := case when new.required_approvals = 0 then new.created_at + interval '24 hours' end;
  new.expires_at := new.created_at + interval '7 days';
  return new;
end $$;

create function guard_change_request() returns trigger language plpgsql as $$
declare
  approvals int;
begin
  if to_jsonb(new) - array['status', 'applied_at', 'closed_at', 'closed_by_id', 'closed_by_name', 'closed_note',
                           'result_kind', 'result_id', 'error']
     is distinct from
     to_jsonb(old) - array['status', 'applied_at', 'closed_at', 'closed_by_id', 'closed_by_name', 'closed_note',
                           'result_kind', 'result_id', 'error'] then
    perform raise_domain_error('IMMUTABLE', 'what was requested never changes');
  end if;
  if old.status <> 'waiting' then
    perform raise_domain_error('ILLEGAL_TRANSITION', format('this change request is %s', old.status));
  end if;
  new.closed_at := clock_timestamp();
  if new.status in ('applied', 'failed') then
    select count(*) into approvals from change_request_approvals
      where change_request_id = new.id and payload_hash = new.payload_hash;
    if approvals < new.required_approvals then
      perform raise_domain_error('MORE_APPROVALS_NEEDED', 'this change request needs more approvals');
    end if;
    if new.closed_at < new.not_before then
      perform raise_domain_error('COOLING_DOWN', 'this change request has to wait');
    end if;
  end if;
  if new.status in ('applied', 'failed', 'rejected') and new.closed_at >= new.expires_at then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'this change request has expired');
  end if;
  if new.status = 'applied' then new.applied_at := new.closed_at; end if;
  if new.status = 'rejected' and new.closed_by_id = new.maker_id then
    perform raise_domain_error('SAME_PERSON', 'who made a change request cancels it');
  end if;
  if new.status = 'expired' and new.closed_at < new.expires_at then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'this change request has not expired yet');
  end if;
  return new;
end $$;

-- Another person, active, in their role since before the request, who gave a second factor for this payload.
create function guard_change_approval() returns trigger language plpgsql as $$
declare
  request change_requests%rowtype;
  approver staff%rowtype;
begin
  select * into request from change_requests where id = new.change_request_id for update;
  new.created_at := clock_timestamp();
  if request.status <> 'waiting' or new.created_at >= request.expires_at then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'this change request does not wait any more');
  end if;
  if new.payload_hash <> request.payload_hash then
    perform raise_domain_error('PAYLOAD_CHANGED', 'this approval is for something else');
  end if;
  if new.staff_id = request.maker_id then
    perform raise_domain_error('SAME_PERSON', 'who made a change request cannot approve it');
  end if;
  if exists (
    select from change_request_approvals
    where change_request_id = request.id and staff_id = new.staff_id
  ) then
    perform raise_domain_error('SAME_PERSON', 'the same person cannot approve twice');
  end if;
  select * into approver from staff where id = new.staff_id for share;
  if approver.deactivated_at is not null
     or not (approver.role = 'admin' or approver.role = request.approver_role) then
    perform raise_domain_error('PERMISSION_DENIED', format('this needs an active %s', request.approver_role));
  end if;
  if approver.role_since >= request.created_at then
    perform raise_domain_error('PERMISSION_DENIED', 'this request is older than the role of this person');
  end if;
  if new.step_up is null and request.step_up_required then
    perform raise_domain_error('SECOND_FACTOR_REQUIRED', 'an approval needs a second factor');
  end if;
  -- `changeChallenge` computes the same.
  if new.step_up is not null
     and (new.step_up ->> 'staffId', new.step_up ->> 'kind', new.step_up ->> 'challenge')
         is distinct from
         (new.staff_id::text, new.step_up_kind,
          sha256_hex(format('["changeRequest","approve","%s"]', request.payload_hash))) then
    perform raise_domain_error('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
  end if;
  return new;
end $$;

create trigger change_requests_insert before insert on change_requests
  for each row execute function guard_change_request_insert();
create trigger change_requests_guard before update on change_requests
  for each row execute function guard_change_request();
create trigger change_requests_are_permanent before delete on change_requests
  for each row execute function prevent_change();
create trigger change_requests_are_not_truncated before truncate on change_requests
  for each statement execute function prevent_change();
create trigger change_request_approvals_guard before insert on change_request_approvals
  for each row execute function guard_change_approval();
create trigger change_request_approvals_are_permanent before update or delete on change_request_approvals
  for each row execute function prevent_change();
create trigger change_request_approvals_are_not_truncated before truncate on change_request_approvals
  for each statement execute function prevent_change();
alter table change_requests enable always trigger change_requests_insert;
alter table change_requests enable always trigger change_requests_guard;
alter table change_requests enable always trigger change_requests_are_permanent;
alter table change_requests enable always trigger change_requests_are_not_truncated;
alter table change_request_approvals enable always trigger change_request_approvals_guard;
alter table change_request_approvals enable always trigger change_request_approvals_are_permanent;
alter table change_request_approvals enable always trigger change_request_approvals_are_not_truncated;

-- What was approved for one person without a secret: they collect it once, alone.
alter table api_keys add column secret_due_to_staff_id uuid references staff on delete restrict;
alter table staff_invites add column link_due_to_staff_id uuid references staff on delete restrict;

-- -------------------------------------------------------------------------------------------- credited alone
-- Balance that one person created without another. Released when the action failed.
create table solo_credits (
  id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  action text not null,
  amount_usd usd not null check (amount_usd > 0),
  idempotency_key text,
  created_at timestamptz not null default clock_timestamp(),
  released_at timestamptz
);
create index solo_credits_staff on solo_credits (staff_id, created_at) where released_at is null;
create unique index solo_credits_key on solo_credits (staff_id, action, idempotency_key)
  where idempotency_key is not null and released_at is null;

create function guard_solo_credit() returns trigger language plpgsql as $$
begin
  if old.released_at is not null
     or new.released_at is null
     or to_jsonb(new) - 'released_at' is distinct from to_jsonb(old) - 'released_at' then
    perform raise_domain_error('IMMUTABLE', 'what was credited alone can only be released, once');
  end if;
  return new;
end $$;

create trigger solo_credits_guard before update on solo_credits
  for each row execute function guard_solo_credit();
create trigger solo_credits_are_permanent before delete on solo_credits
  for each row execute function prevent_change();
alter table solo_credits enable always trigger solo_credits_guard;
alter table solo_credits enable always trigger solo_credits_are_permanent;

-- ---------------------------------------------------------------------------------------- stop of all payouts
-- While one of these is open no withdrawal goes further.
create table payout_stops (
  id uuid primary key,
  note text not null check (length(note) between 3 and 2000),
  stopped_by_id uuid not null references staff on delete restrict,
  stopped_by_name text not null,
  stopped_at timestamptz not null default clock_timestamp(),
  resumed_at timestamptz,
  resumed_by_id uuid references staff on delete restrict,
  resumed_note text,
  check ((resumed_at is null) = (resumed_by_id is null))
);
create unique index payout_stops_one_open on payout_stops ((resumed_at is null)) where resumed_at is null;

-- A stop waits for the steps that run, and every step that comes later waits for the stop: none passes it.
create function lock_payout_stops() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('payout_stops', 0));
  if tg_op = 'UPDATE' and (old.resumed_at is not null or new.resumed_at is null
     or to_jsonb(new) - array['resumed_at', 'resumed_by_id', 'resumed_note']
        is distinct from to_jsonb(old) - array['resumed_at', 'resumed_by_id', 'resumed_note']) then
    perform raise_domain_error('IMMUTABLE', 'a stop of all payouts can only be ended, once');
  end if;
  return new;
end $$;

create function require_payouts_running() returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('payout_stops', 0));
  if exists (select from payout_stops where resumed_at is null) then
    perform raise_domain_error('PAYOUTS_STOPPED', 'all payouts are stopped');
  end if;
end $$;

-- Rejecting, cancelling and returning a failed payout stay possible, and so does recording what the provider
-- has paid already.
create function guard_withdrawal_stop() returns trigger language plpgsql as $$
begin
  if (new.status = 'approved' and old.status = 'pending')
     or new.status = 'processing'
     or (new.status = 'completed' and not exists (
       select from payouts where withdrawal_request_id = new.id and status = 'finished'
     )) then
    perform require_payouts_running();
  end if;
  return new;
end $$;

-- Neither a create nor a confirmation is begun.
create function guard_payout_stop() returns trigger language plpgsql as $$
begin
  perform require_payouts_running();
  return new;
end $$;

create trigger payout_stops_lock before insert or update on payout_stops
  for each row execute function lock_payout_stops();
create trigger payout_stops_are_permanent before delete on payout_stops
  for each row execute function prevent_change();
create trigger withdrawal_requests_stop before update on withdrawal_requests
  for each row when (old.status is distinct from new.status) execute function guard_withdrawal_stop();
create trigger withdrawal_approvals_stop before insert on withdrawal_approvals
  for each row execute function guard_payout_stop();
create trigger payouts_stop_insert before insert on payouts
  for each row execute function guard_payout_stop();
create trigger payouts_stop before update on payouts
  for each row when (new.attempts > old.attempts or new.verify_attempts > old.verify_attempts)
  execute function guard_payout_stop();
alter table payout_stops enable always trigger payout_stops_lock;
alter table payout_stops enable always trigger payout_stops_are_permanent;
alter table withdrawal_requests enable always trigger withdrawal_requests_stop;
alter table withdrawal_approvals enable always trigger withdrawal_approvals_stop;
alter table payouts enable always trigger payouts_stop_insert;
alter table payouts enable always trigger payouts_stop;

-- --------------------------------------------------------------------------------------- limits of API keys
-- {"transactions.bonus": {"callUsd": "1000.00", "dayUsd": "10000.00"}}; no entry: no limit.
alter table api_keys add column limits jsonb not null default '{}' check (jsonb_typeof(limits) = 'object');

-- What a key has moved under its limits. Released when the action failed.
create table api_key_uses (
  id uuid primary key,
  api_key_id uuid not null references api_keys on delete restrict,
  action text not null,
  amount_usd usd not null check (amount_usd > 0),
  idempotency_key text,
  created_at timestamptz not null default clock_timestamp(),
  released_at timestamptz
);
create index api_key_uses_recent on api_key_uses (api_key_id, action, created_at) where released_at is null;
create unique index api_key_uses_key on api_key_uses (api_key_id, action, idempotency_key)
  where idempotency_key is not null and released_at is null;

create trigger api_key_uses_guard before update on api_key_uses
  for each row execute function guard_solo_credit();
create trigger api_key_uses_are_permanent before delete on api_key_uses
  for each row execute function prevent_change();
alter table api_key_uses enable always trigger api_key_uses_guard;
alter table api_key_uses enable always trigger api_key_uses_are_permanent;
