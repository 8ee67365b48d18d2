-- Payments, and suspense: money that arrived and could not be credited by rule.

-- -------------------------------------------------------------------------------------------------- payments
create table payments (
  id uuid primary key,
  user_id uuid not null references users on delete restrict,
  internal_payment_id text not null unique check (internal_payment_id ~ '^PAY_[0-9]{14}_[0-9a-f]{8}$'),
  parent_payment_id uuid references payments on delete restrict,
  amount_usd usd not null check (amount_usd > 0),
  currency_code text not null references currencies (code) on delete restrict,
  pay_amount crypto,
  provider text not null default 'nowpayments' check (provider = 'nowpayments'),
  provider_payment_id text unique,
  provider_status text,
  provider_data jsonb,
  provider_updated_at timestamptz(3),
  status text not null default 'pending' check (status in (
    'pending', 'confirming', 'confirmed', 'completed', 'partially_paid', 'failed', 'expired', 'cancelled',
    'refunded'
  )),
  pay_address text,
  payin_extra_id text,
  checkout_token text not null unique,
  transaction_hash text,
  confirmations_count int not null default 0 check (confirmations_count >= 0),
  description text not null default '',
  needs_attention text,

  -- Conservation: every cent that the provider reports as received is either still on its way, credited, in
  -- suspense, returned or a fee.
  actual_amount crypto,
  actual_amount_usd usd not null default 0,
  in_flight_amount_usd usd not null default 0 check (in_flight_amount_usd >= 0),
  credited_amount_usd usd not null default 0 check (credited_amount_usd >= 0),
  suspense_amount_usd usd not null default 0 check (suspense_amount_usd >= 0),
  returned_amount_usd usd not null default 0 check (returned_amount_usd >= 0),
  fee_amount_usd usd not null default 0 check (fee_amount_usd >= 0),

  created_by_kind text not null check (created_by_kind in ('staff', 'service', 'user', 'system')),
  created_by_id text,
  expires_at timestamptz(3),
  completed_at timestamptz(3),
  checked_at timestamptz(3),
  next_check_at timestamptz(3),
  -- Until then one caller is getting an address for this intent; others wait for its result.
  issue_claimed_until timestamptz(3),
  -- A payer has the checkout page open: the provider is polled more often until then.
  watched_until timestamptz(3),
  check_failures int not null default 0,
  status_changed_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),

  constraint requested_amount_in_range check (
    parent_payment_id is not null or amount_usd between 1 and 50000
  ),
  constraint every_received_cent_is_accounted_for check (
    actual_amount_usd = in_flight_amount_usd + credited_amount_usd + suspense_amount_usd + returned_amount_usd
      + fee_amount_usd
  ),
  constraint final_states_have_nothing_in_flight check (
    in_flight_amount_usd = 0 or status in ('pending', 'confirming', 'confirmed', 'cancelled')
  ),
  constraint completed_is_credited check (
    status <> 'completed' or (completed_at is not null and credited_amount_usd > 0)
  )
);
create index payments_created on payments (created_at, id);
create index payments_user on payments (user_id, created_at, id);
create index payments_status on payments (status, created_at, id);
create index payments_currency on payments (currency_code, created_at, id);
create index payments_amount on payments (amount_usd, id);
create index payments_changed on payments (status_changed_at, id);
create index payments_parent on payments (parent_payment_id) where parent_payment_id is not null;
create index payments_due on payments (next_check_at) where next_check_at is not null;
create index payments_attention on payments (created_at, id) where needs_attention is not null;
create index payments_hash on payments (transaction_hash) where transaction_hash is not null;
create index payments_address on payments (pay_address) where pay_address is not null;
create index payments_description on payments using gin (description gin_trgm_ops);

-- The same table as PAYMENT_TRANSITIONS in the types package; a test compares the two, cell by cell.
create function payment_can_move(from_status text, to_status text) returns boolean
language sql immutable as $$
  select case from_status
    when 'pending' then to_status in (
      'confirming', 'confirmed', 'completed', 'partially_paid', 'failed', 'expired', 'cancelled', 'refunded'
    )
    when 'confirming' then to_status in (
      'confirmed', 'completed', 'partially_paid', 'failed', 'expired', 'cancelled', 'refunded'
    )
    when 'confirmed' then to_status in (
      'completed', 'partially_paid', 'failed', 'expired', 'cancelled', 'refunded'
    )
    when 'partially_paid' then to_status in ('confirming', 'confirmed', 'completed')
    when 'failed' then to_status in ('confirming', 'confirmed', 'completed', 'partially_paid')
    when 'expired' then to_status in ('confirming', 'confirmed', 'completed', 'partially_paid')
    when 'cancelled' then to_status in ('confirming', 'confirmed', 'completed', 'partially_paid')
    else false
  end
$$;

create function guard_payment_insert() returns trigger language plpgsql as $$
begin
  if new.status <> 'pending' or new.actual_amount_usd <> 0 or new.credited_amount_usd <> 0 then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'a payment starts as pending, with nothing received');
  end if;
  return new;
end $$;

create function guard_payment_update() returns trigger language plpgsql as $$
begin
  if (new.id, new.user_id, new.internal_payment_id, new.parent_payment_id, new.amount_usd, new.currency_code,
      new.checkout_token, new.created_by_kind, new.created_by_id, new.created_at)
     is distinct from
     (old.id, old.user_id, old.internal_payment_id, old.parent_payment_id, old.amount_usd, old.currency_code,
      old.checkout_token, old.created_by_kind, old.created_by_id, old.created_at) then
    perform raise_domain_error('IMMUTABLE', 'what was requested of the payer cannot change');
  end if;
  if (old.provider_payment_id is not null
      and new.provider_payment_id is distinct from old.provider_payment_id)
     or (old.pay_address is not null and new.pay_address is distinct from old.pay_address)
     or (old.payin_extra_id is not null and new.payin_extra_id is distinct from old.payin_extra_id)
     or (old.pay_amount is not null and new.pay_amount is distinct from old.pay_amount) then
    perform raise_domain_error('IMMUTABLE', 'the address, memo and amount shown to the payer cannot change');
  end if;
  if new.credited_amount_usd < old.credited_amount_usd then
    perform raise_domain_error('IMMUTABLE', 'a credit cannot be taken back by changing the payment');
  end if;
  if new.status <> old.status then
    if not payment_can_move(old.status, new.status) then
      perform raise_domain_error(
        'ILLEGAL_TRANSITION',
        format('a payment cannot go from %s to %s', old.status, new.status)
      );
    end if;
    if new.status_changed_at = old.status_changed_at then new.status_changed_at := now(); end if;
  elsif new.status_changed_at <> old.status_changed_at then
    perform raise_domain_error('IMMUTABLE', 'status_changed_at changes only with the status');
  end if;
  new.updated_at := greatest(old.updated_at, new.updated_at, now());
  return new;
end $$;

create trigger payments_guard_insert before insert on payments
  for each row execute function guard_payment_insert();
create trigger payments_guard before update on payments
  for each row execute function guard_payment_update();
create trigger payments_are_permanent before delete on payments
  for each row execute function prevent_change();
create trigger payments_are_not_truncated before truncate on payments
  for each statement execute function prevent_change();
alter table payments enable always trigger payments_guard_insert;
alter table payments enable always trigger payments_guard;
alter table payments enable always trigger payments_are_permanent;
alter table payments enable always trigger payments_are_not_truncated;

-- -------------------------------------------------------------------------------------------------- suspense
-- Each item ends as credited, returned or written off, by a person or by a later rule.
create table suspense_items (
  id uuid primary key,
  reason text not null check (reason in (
    'partial_payment', 'redeposit', 'wrong_asset', 'amount_grew', 'unknown_payment', 'failed_with_funds',
    'expired_with_funds', 'provider_refund', 'user_unknown'
  )),
  status text not null default 'open' check (status in ('open', 'credited', 'returned', 'written_off')),
  payment_id uuid references payments on delete restrict,
  user_id uuid references users on delete restrict,
  provider_payment_id text not null,
  currency_code text not null,
  amount crypto not null,
  amount_usd usd not null check (amount_usd >= 0),
  evidence jsonb not null default '{}',
  note text,
  resolved_by_kind text check (resolved_by_kind in ('staff', 'system')),
  resolved_by_id text,
  resolved_by_name text,
  resolved_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  check ((status = 'open') = (resolved_at is null)),
  check (status = 'open' or (resolved_by_kind is not null and length(note) > 0))
);
create index suspense_items_created on suspense_items (created_at, id);
create index suspense_items_status on suspense_items (status, created_at, id);
create index suspense_items_amount on suspense_items (amount_usd, id);
create index suspense_items_user on suspense_items (user_id, created_at, id);
create index suspense_items_payment on suspense_items (payment_id) where payment_id is not null;
-- A payment that the desk does not know enters suspense once, however often it is reported; what it grows by
-- later is an item of its own.
create unique index suspense_items_unknown_once on suspense_items (provider_payment_id)
  where payment_id is null and reason = 'unknown_payment';

create function guard_suspense_update() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' then
    perform raise_domain_error('SUSPENSE_RESOLVED', format('this suspense item is %s already', old.status));
  end if;
  if (new.id, new.reason, new.payment_id, new.provider_payment_id, new.currency_code, new.amount,
      new.evidence, new.created_at)
     is distinct from
     (old.id, old.reason, old.payment_id, old.provider_payment_id, old.currency_code, old.amount,
      old.evidence, old.created_at)
     or (old.amount_usd <> 0 and new.amount_usd <> old.amount_usd)
     or (old.user_id is not null and new.user_id is distinct from old.user_id) then
    perform raise_domain_error('IMMUTABLE', 'what arrived cannot be rewritten');
  end if;
  return new;
end $$;

create trigger suspense_items_guard before update on suspense_items
  for each row execute function guard_suspense_update();
create trigger suspense_items_are_permanent before delete on suspense_items
  for each row execute function prevent_change();
create trigger suspense_items_are_not_truncated before truncate on suspense_items
  for each statement execute function prevent_change();
alter table suspense_items enable always trigger suspense_items_guard;
alter table suspense_items enable always trigger suspense_items_are_permanent;
alter table suspense_items enable always trigger suspense_items_are_not_truncated;
