-- Withdrawal requests. What is requested is fixed by a hash; approvals (0007) count for that hash alone.

-- -------------------------------------------------------------------------------------------------- requests
-- What an approver approves. The generated column is_intact computes it at every write, also at a write that
-- bypassed the triggers.
create function withdrawal_payload_hash(
  id uuid, user_id uuid, amount_usd numeric, currency_code text, wallet_address text, extra_id text,
  network_fee_usd numeric, service_fee_usd numeric
) returns text language sql immutable
-- Not as a string: a body that is parsed here works under every search_path, also while a dump is restored.
return sha256_hex(canonical(
  id::text, user_id::text, round(amount_usd, 2)::text, currency_code, wallet_address, extra_id,
  round(network_fee_usd, 2)::text, round(service_fee_usd, 2)::text
));

create table withdrawal_requests (
  id uuid primary key,
  user_id uuid not null references users on delete restrict,
  internal_withdrawal_id text not null unique check (internal_withdrawal_id ~ '^WD_[0-9]{14}_[0-9a-f]{8}$'),
  amount_usd usd not null check (amount_usd >= 10),
  currency_code text not null references currencies (code) on delete restrict,
  wallet_address text not null check (length(wallet_address) between 1 and 200),
  address_confirmation text check (length(address_confirmation) between 3 and 2000),
  extra_id text,
  network_fee_usd usd not null check (network_fee_usd >= 0),
  service_fee_usd usd not null check (service_fee_usd >= 0),
  total_fee_usd numeric not null generated always as (network_fee_usd + service_fee_usd) stored,
  final_amount_usd numeric not null generated always as (
    amount_usd - network_fee_usd - service_fee_usd
  ) stored,
  payload_hash text not null,
  is_intact boolean not null generated always as (
    payload_hash = withdrawal_payload_hash(
      id, user_id, amount_usd, currency_code, wallet_address, extra_id, network_fee_usd, service_fee_usd
    )
  ) stored,
  status text not null default 'pending' check (status in (
    'pending', 'approved', 'processing', 'completed', 'rejected', 'cancelled'
  )),
  required_approvals int not null default 1 check (required_approvals between 1 and 10),
  admin_notes text not null default '',

  -- What the user was quoted, and what is sent at the rate that was fixed with the last approval.
  quoted_crypto_amount crypto,
  quoted_at timestamptz(3),
  crypto_amount crypto,
  rate_fixed_at timestamptz(3),
  rate_expires_at timestamptz(3),
  transaction_hash text,

  requested_by_kind text not null check (requested_by_kind in ('staff', 'service', 'user', 'system')),
  requested_by_id text,
  requested_by_name text,
  started_by_kind text check (started_by_kind in ('staff', 'service', 'user', 'system')),
  started_by_id text,
  started_by_name text,
  completed_by_kind text check (completed_by_kind in ('staff', 'service', 'user', 'system')),
  completed_by_id text,
  completed_by_name text,
  -- The second factor of the person who completed it by hand: as with approvals. A payout through the
  -- provider has evidence of its own.
  completion_step_up jsonb,

  approved_at timestamptz(3),
  processing_at timestamptz(3),
  rejected_at timestamptz(3),
  cancelled_at timestamptz(3),
  completed_at timestamptz(3),
  status_changed_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),

  constraint "FEES_EXCEED_AMOUNT" check (amount_usd - network_fee_usd - service_fee_usd > 0),
  constraint completed_has_a_hash check (
    status <> 'completed' or (transaction_hash is not null and completed_at is not null)
  ),
  constraint each_state_has_its_time check (
    (status not in ('approved', 'processing') or approved_at is not null)
    and (status <> 'rejected' or rejected_at is not null)
    and (status <> 'cancelled' or cancelled_at is not null)
  ),
  constraint rate_has_its_times check (
    (rate_fixed_at is null) = (rate_expires_at is null)
    and (rate_fixed_at is null or crypto_amount is not null)
  )
);
create index withdrawal_requests_created on withdrawal_requests (created_at, id);
create index withdrawal_requests_user on withdrawal_requests (user_id, created_at, id);
create index withdrawal_requests_status on withdrawal_requests (status, created_at, id);
create index withdrawal_requests_currency on withdrawal_requests (currency_code, created_at, id);
create index withdrawal_requests_amount on withdrawal_requests (amount_usd, id);
create index withdrawal_requests_changed on withdrawal_requests (status_changed_at, id);
create index withdrawal_requests_address on withdrawal_requests (wallet_address);
create index withdrawal_requests_holding on withdrawal_requests (user_id) include (amount_usd)
  where status in ('pending', 'approved', 'processing');
-- Limits of the whole desk add up a month of requests; a user's earlier destinations are looked up by
-- address.
create index withdrawal_requests_counted on withdrawal_requests (created_at, id) include (amount_usd)
  where status not in ('rejected', 'cancelled');
create index withdrawal_requests_destination on withdrawal_requests (user_id, wallet_address, created_at)
  where status not in ('rejected', 'cancelled');
-- A request that was tampered with can only be rejected: an alarm counts these.
create index withdrawal_requests_tampered on withdrawal_requests (id) where not is_intact;

-- ---------------------------------------------------------------------------------------------------- states
-- The same table as WITHDRAWAL_TRANSITIONS in the types package; a test compares the two, cell by cell.
create function withdrawal_can_move(from_status text, to_status text) returns boolean
language sql immutable as $$
  select case from_status
    when 'pending' then to_status in ('approved', 'rejected', 'cancelled')
    when 'approved' then to_status in ('processing', 'completed', 'rejected', 'cancelled')
    when 'processing' then to_status in ('completed', 'approved')
    else false
  end
$$;

create function guard_withdrawal_insert() returns trigger language plpgsql as $$
begin
  if new.status <> 'pending' then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'a withdrawal starts as pending');
  end if;
  -- The lock makes a freeze or an anonymisation at the same moment come before or after, never in between.
  perform 1 from user_balances where user_id = new.user_id for update;
  if exists (select from users where id = new.user_id and anonymized_at is not null) then
    perform raise_domain_error('USER_ANONYMIZED', 'this user was anonymised');
  end if;
  if exists (select from users where id = new.user_id and frozen_at is not null) then
    perform raise_domain_error('USER_FROZEN', 'this user is frozen');
  end if;
  new.payload_hash := withdrawal_payload_hash(
    new.id, new.user_id, new.amount_usd, new.currency_code, new.wallet_address, new.extra_id,
    new.network_fee_usd, new.service_fee_usd
  );
  return new;
end $$;

create function guard_withdrawal_update() returns trigger language plpgsql as $$
declare
  approvals int;
begin
  if (new.id, new.user_id, new.internal_withdrawal_id, new.amount_usd, new.currency_code, new.wallet_address,
      new.extra_id, new.network_fee_usd, new.service_fee_usd, new.payload_hash, new.requested_by_kind,
      new.requested_by_id, new.requested_by_name, new.created_at, new.quoted_crypto_amount, new.quoted_at,
      new.address_confirmation)
     is distinct from
     (old.id, old.user_id, old.internal_withdrawal_id, old.amount_usd, old.currency_code, old.wallet_address,
      old.extra_id, old.network_fee_usd, old.service_fee_usd, old.payload_hash, old.requested_by_kind,
      old.requested_by_id, old.requested_by_name, old.created_at, old.quoted_crypto_amount, old.quoted_at,
      old.address_confirmation) then
    perform raise_domain_error('IMMUTABLE', 'what was requested cannot change after it was submitted');
  end if;

  -- A stricter policy applies to requests that wait; a laxer one does not.
  if new.required_approvals < old.required_approvals
     or (new.required_approvals <> old.required_approvals and old.status <> 'pending') then
    perform raise_domain_error(
      'IMMUTABLE',
      'the number of approvals can only grow, and only before the last one'
    );
  end if;

  if old.status in ('completed', 'rejected', 'cancelled')
     and (new.status, new.transaction_hash, new.crypto_amount, new.approved_at, new.processing_at,
          new.rejected_at, new.cancelled_at, new.completed_at, new.status_changed_at, new.rate_fixed_at,
          new.rate_expires_at, new.started_by_kind, new.started_by_id, new.started_by_name,
          new.completed_by_kind, new.completed_by_id, new.completed_by_name, new.completion_step_up)
     is distinct from
         (old.status, old.transaction_hash, old.crypto_amount, old.approved_at, old.processing_at,
          old.rejected_at, old.cancelled_at, old.completed_at, old.status_changed_at, old.rate_fixed_at,
          old.rate_expires_at, old.started_by_kind, old.started_by_id, old.started_by_name,
          old.completed_by_kind, old.completed_by_id, old.completed_by_name, old.completion_step_up) then
    perform raise_domain_error(
      'ILLEGAL_TRANSITION',
      format('a withdrawal that is %s is closed', old.status)
    );
  end if;

  -- Who started and who completed it is written together with that step.
  if (new.started_by_kind, new.started_by_id, new.started_by_name)
       is distinct from (old.started_by_kind, old.started_by_id, old.started_by_name)
     and not (old.status <> 'processing' and new.status = 'processing')
     or (new.completed_by_kind, new.completed_by_id, new.completed_by_name, new.completion_step_up)
       is distinct from
       (old.completed_by_kind, old.completed_by_id, old.completed_by_name, old.completion_step_up)
     and new.status <> 'completed' then
    perform raise_domain_error('IMMUTABLE', 'who sent a withdrawal is written when it is sent');
  end if;

  -- The amount to send is fixed at approval, may be fixed again until somebody sends it, and is what was sent
  -- in the end.
  if (new.rate_fixed_at, new.rate_expires_at) is distinct from (old.rate_fixed_at, old.rate_expires_at)
     and not (new.status = 'approved' and old.status in ('pending', 'approved'))
     or new.crypto_amount is distinct from old.crypto_amount
     and not (
       new.status = 'approved' and old.status in ('pending', 'approved')
       or new.status = 'completed'
     ) then
    perform raise_domain_error(
      'IMMUTABLE',
      format('the crypto amount of a withdrawal that is %s is fixed', new.status)
    );
  end if;

  if new.status <> old.status then
    if not withdrawal_can_move(old.status, new.status) then
      perform raise_domain_error(
        'ILLEGAL_TRANSITION',
        format('a withdrawal cannot go from %s to %s', old.status, new.status)
      );
    end if;
    -- Going back after a failed payout sends no money: also a row that was tampered with can be taken back,
    -- and then rejected.
    if new.status in ('approved', 'processing', 'completed') and old.status <> 'processing'
       or new.status = 'completed' then
      if not old.is_intact then
        perform raise_domain_error('PAYLOAD_CHANGED', 'this withdrawal is not what was requested');
      end if;
      select count(*) into approvals from withdrawal_approvals a
        where a.withdrawal_request_id = new.id
          and a.payload_hash = new.payload_hash
          and (
            not (new.requested_by_kind = 'staff' and a.staff_id = new.requested_by_id)
            or same_person_allowed()
          );
      if approvals < new.required_approvals then
        perform raise_domain_error(
          'MORE_APPROVALS_NEEDED',
          format('%s of %s approvals', approvals, new.required_approvals)
        );
      end if;
    end if;
    if new.status = 'processing' then
      perform require_different_person(new, new.started_by_kind, new.started_by_id);
    end if;
    if new.status = 'completed' then
      perform require_different_person(new, new.completed_by_kind, new.completed_by_id);
    end if;
    if new.status_changed_at = old.status_changed_at then new.status_changed_at := now(); end if;
  end if;
  new.updated_at := greatest(old.updated_at, new.updated_at, now());
  return new;
end $$;

-- A request holds its amount from the moment it exists until it is closed.
create function hold_withdrawals() returns trigger language plpgsql as $$
declare
  held_before numeric := 0;
  held_after numeric := 0;
begin
  if tg_op = 'UPDATE' and old.status in ('pending', 'approved', 'processing') then
    held_before := old.amount_usd;
  end if;
  if new.status in ('pending', 'approved', 'processing') then held_after := new.amount_usd; end if;
  if held_before <> held_after then
    update user_balances set
      held_usd = held_usd + held_after - held_before,
      updated_at = greatest(updated_at, now())
    where user_id = new.user_id;
  end if;
  return null;
end $$;

create trigger withdrawal_requests_guard_insert before insert on withdrawal_requests
  for each row execute function guard_withdrawal_insert();
create trigger withdrawal_requests_guard before update on withdrawal_requests
  for each row execute function guard_withdrawal_update();
create trigger withdrawal_requests_hold after insert or update on withdrawal_requests
  for each row execute function hold_withdrawals();
create trigger withdrawal_requests_are_permanent before delete on withdrawal_requests
  for each row execute function prevent_change();
create trigger withdrawal_requests_are_not_truncated before truncate on withdrawal_requests
  for each statement execute function prevent_change();
alter table withdrawal_requests enable always trigger withdrawal_requests_guard_insert;
alter table withdrawal_requests enable always trigger withdrawal_requests_guard;
alter table withdrawal_requests enable always trigger withdrawal_requests_hold;
alter table withdrawal_requests enable always trigger withdrawal_requests_are_permanent;
alter table withdrawal_requests enable always trigger withdrawal_requests_are_not_truncated;
