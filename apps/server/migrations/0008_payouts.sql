-- Payouts through the provider: one order, one key, one payout; and what keeps a withdrawal from being paid
-- twice in the meantime.

create table payouts (
  id uuid primary key,
  withdrawal_request_id uuid not null references withdrawal_requests on delete restrict,
  -- ordered: nothing was sent. unknown: sent, and either not confirmed yet or its outcome is not known.
  -- sent: the provider is sending it.
  status text not null default 'ordered' check (status in (
    'ordered', 'unknown', 'sent', 'finished', 'failed'
  )),
  -- Our key, sent to the provider with the create: the only way to find a payout whose answer was lost.
  external_id text not null unique constraint payout_key_is_its_id check (external_id = id::text),
  currency_code text not null references currencies (code) on delete restrict,
  address text not null,
  extra_id text,
  crypto_amount crypto not null check (crypto_amount > 0),
  payload_hash text not null,
  ordered_by_kind text not null check (ordered_by_kind = 'staff'),
  ordered_by_id text not null,
  ordered_by_name text,
  step_up_kind text not null default 'none' check (step_up_kind in (
    'none', 'totp', 'recovery_code', 'passkey'
  )),
  step_up jsonb,

  -- Creates that were begun. More than one only where it is certain that the earlier ones were never sent.
  attempts int not null default 0 check (attempts >= 0),
  attempted_at timestamptz(3),
  provider_payout_id text unique,
  provider_batch_id text unique,
  provider_status text,
  provider_data jsonb,
  -- The provider's status before the payout was confirmed: any other status later means that it is on its
  -- way.
  unverified_status text,
  -- Confirmations by the second factor that were begun; only these move money.
  verify_attempts int not null default 0 check (verify_attempts >= 0),
  -- The 30-second step of the code last used: no two payouts use one code.
  verify_step bigint constraint payouts_one_code_each unique,
  -- How often the provider's list, read successfully, did not have it.
  missing_answers int not null default 0 check (missing_answers >= 0),
  -- Requests in a row that got no answer.
  failures int not null default 0 check (failures >= 0),
  transaction_hash text,
  message text,
  next_attempt_at timestamptz(3),
  status_changed_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),

  constraint payout_step_up_evidence_fits_kind check ((step_up_kind = 'none') = (step_up is null)),
  constraint payout_was_attempted check (
    status in ('ordered', 'failed') or attempts > 0 or provider_batch_id is not null
  ),
  constraint payout_is_known check (
    status not in ('sent', 'finished') or (provider_payout_id is not null and provider_batch_id is not null)
  ),
  constraint payout_ids_come_together check ((provider_payout_id is null) = (provider_batch_id is null)),
  constraint payout_confirmed_is_known check (verify_attempts = 0 or provider_batch_id is not null),
  constraint payout_codes_are_counted check ((verify_step is null) = (verify_attempts = 0))
);
-- At most one payout of a withdrawal is not failed, whatever happens.
create unique index "PAYOUT_IN_FLIGHT" on payouts (withdrawal_request_id) where status <> 'failed';
create index payouts_withdrawal on payouts (withdrawal_request_id, created_at);
create index payouts_due on payouts (next_attempt_at) where next_attempt_at is not null;
create index payouts_unknown on payouts (attempted_at) where status = 'unknown';

-- The same table as PAYOUT_TRANSITIONS in the types package; a test compares the two, cell by cell.
-- unknown to ordered: the create was never sent. failed to sent and finished: the provider's support may
-- still process what the provider has reported as failed.
create function payout_can_move(from_status text, to_status text) returns boolean
language sql immutable as $$
  select case from_status
    when 'ordered' then to_status in ('unknown', 'failed')
    when 'unknown' then to_status in ('ordered', 'sent', 'finished', 'failed')
    when 'sent' then to_status in ('finished', 'failed')
    when 'failed' then to_status in ('sent', 'finished')
    else false
  end
$$;

-- Refuses unless the payout is exactly what was approved, and its withdrawal is in processing.
create function check_payout_payload(p payouts) returns void language plpgsql as $$
declare
  w withdrawal_requests%rowtype;
begin
  select * into w from withdrawal_requests where id = p.withdrawal_request_id;
  if w.status is distinct from 'processing' then
    perform raise_domain_error(
      'ILLEGAL_TRANSITION',
      format('a withdrawal that is %s is not being paid out', w.status)
    );
  end if;
  if not w.is_intact
     or (p.payload_hash, p.currency_code, p.address, p.extra_id, p.crypto_amount)
        is distinct from
        (w.payload_hash, w.currency_code, w.wallet_address, w.extra_id, w.crypto_amount) then
    perform raise_domain_error('PAYLOAD_CHANGED', 'this payout is not what was approved');
  end if;
end $$;

create function guard_payout_insert() returns trigger language plpgsql as $$
begin
  if (new.status, new.attempts, new.verify_attempts) is distinct from ('ordered', 0, 0)
     or new.provider_batch_id is not null
     or new.provider_payout_id is not null then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'a payout starts as ordered');
  end if;
  perform 1 from withdrawal_requests where id = new.withdrawal_request_id for update;
  perform check_payout_payload(new);
  return new;
end $$;

create function guard_payout_update() returns trigger language plpgsql as $$
begin
  if (new.id, new.withdrawal_request_id, new.external_id, new.currency_code, new.address, new.extra_id,
      new.crypto_amount, new.payload_hash, new.ordered_by_kind, new.ordered_by_id, new.ordered_by_name,
      new.step_up_kind, new.step_up, new.created_at)
     is distinct from
     (old.id, old.withdrawal_request_id, old.external_id, old.currency_code, old.address, old.extra_id,
      old.crypto_amount, old.payload_hash, old.ordered_by_kind, old.ordered_by_id, old.ordered_by_name,
      old.step_up_kind, old.step_up, old.created_at) then
    perform raise_domain_error('IMMUTABLE', 'what was ordered cannot change');
  end if;
  if old.provider_batch_id is not null
     and (new.provider_batch_id, new.provider_payout_id)
         is distinct from (old.provider_batch_id, old.provider_payout_id) then
    perform raise_domain_error('IMMUTABLE', 'which payout of the provider this is cannot change');
  end if;
  if new.attempts < old.attempts or new.verify_attempts < old.verify_attempts then
    perform raise_domain_error('IMMUTABLE', 'the number of attempts can only grow');
  end if;

  if new.status <> old.status then
    if not payout_can_move(old.status, new.status) then
      perform raise_domain_error(
        'ILLEGAL_TRANSITION',
        format('a payout cannot go from %s to %s', old.status, new.status)
      );
    end if;
    if new.status = 'ordered' and new.provider_batch_id is not null then
      perform raise_domain_error('PAYOUT_IN_FLIGHT', 'the provider has this payout: it cannot be sent again');
    end if;
    if new.status = 'sent' and old.status = 'failed' then perform check_payout_payload(new); end if;
    if new.status_changed_at = old.status_changed_at then new.status_changed_at := now(); end if;
  end if;

  -- A create is sent while the row says ordered, and the row says unknown before it is sent.
  if new.attempts <> old.attempts then
    if old.status <> 'ordered'
       or new.status <> 'unknown'
       or new.attempts <> old.attempts + 1
       or new.attempted_at is null then
      perform raise_domain_error(
        'ILLEGAL_TRANSITION',
        'a create is begun once, and only of a payout that is ordered'
      );
    end if;
    perform check_payout_payload(new);
  end if;

  -- A confirmation moves money: none is begun for a payout that has failed in the meantime.
  if new.verify_attempts <> old.verify_attempts then
    if old.status <> 'unknown'
       or new.status <> 'unknown'
       or new.verify_attempts <> old.verify_attempts + 1 then
      perform raise_domain_error(
        'ILLEGAL_TRANSITION',
        format('a payout that is %s is not confirmed', old.status)
      );
    end if;
    perform check_payout_payload(new);
  end if;
  new.updated_at := greatest(old.updated_at, new.updated_at, now());
  return new;
end $$;

create trigger payouts_guard_insert before insert on payouts
  for each row execute function guard_payout_insert();
create trigger payouts_guard before update on payouts
  for each row execute function guard_payout_update();
create trigger payouts_are_permanent before delete on payouts
  for each row execute function prevent_change();
create trigger payouts_are_not_truncated before truncate on payouts
  for each statement execute function prevent_change();
alter table payouts enable always trigger payouts_guard_insert;
alter table payouts enable always trigger payouts_guard;
alter table payouts enable always trigger payouts_are_permanent;
alter table payouts enable always trigger payouts_are_not_truncated;

-- While a payout is in flight its withdrawal keeps its status; one that the provider has paid can only be
-- completed.
create function guard_withdrawal_payout() returns trigger language plpgsql as $$
declare
  payout_status text;
begin
  select status into payout_status from payouts where withdrawal_request_id = new.id and status <> 'failed';
  if payout_status in ('ordered', 'unknown', 'sent') then
    perform raise_domain_error(
      'PAYOUT_IN_FLIGHT',
      'a payout through the provider is under way: its outcome has to be known first'
    );
  end if;
  if payout_status = 'finished' and new.status <> 'completed' then
    perform raise_domain_error(
      'PAYOUT_IN_FLIGHT',
      'the provider has paid this out: it can only be completed'
    );
  end if;
  return new;
end $$;

create trigger withdrawal_requests_payout before update on withdrawal_requests
  for each row when (old.status is distinct from new.status) execute function guard_withdrawal_payout();
alter table withdrawal_requests enable always trigger withdrawal_requests_payout;
