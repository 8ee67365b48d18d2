-- A report moves money only for the payment it was asked for. What differs, and what exceeds the requested
-- amount by far, waits in suspense.

-- -------------------------------------------------------------------------------------------------- suspense
alter table suspense_items drop constraint suspense_items_reason_check;
alter table suspense_items add constraint suspense_items_reason_check check (reason in (
  'partial_payment', 'redeposit', 'wrong_asset', 'amount_grew', 'unknown_payment', 'failed_with_funds',
  'expired_with_funds', 'provider_refund', 'user_unknown', 'report_mismatch', 'large_overpayment'
));
-- A report that differs from its payment says nothing about the value: staff decide that.
alter table suspense_items add constraint mismatch_has_no_value check (
  reason <> 'report_mismatch' or status <> 'open' or amount_usd = 0
);

-- ---------------------------------------------------------------------------------------------------- events
-- `asked`: a notification, after which the provider's API was asked; its answer is an event of its own.
alter table provider_event_outcomes drop constraint provider_event_outcomes_outcome_check;
alter table provider_event_outcomes add constraint provider_event_outcomes_outcome_check check (outcome in (
  'applied', 'unchanged', 'stale', 'unknown_status', 'unknown_payment', 'suspense', 'flagged', 'asked'
));

-- ------------------------------------------------------------------------------------------------ currencies
-- What the provider's list says instead, while a person has not accepted it; the currency is off offer.
alter table currencies add column pending_change jsonb;
alter table currencies add constraint pending_change_is_off_offer check (
  pending_change is null or not is_available
);

-- Open payments and withdrawals keep the network, contract and precision they were made for.
create function guard_currency_identity() returns trigger language plpgsql as $$
begin
  if exists (
    select from payments
    where currency_code = old.code and status in ('pending', 'confirming', 'confirmed')
  ) or exists (
    select from withdrawal_requests
    where currency_code = old.code and status in ('pending', 'approved', 'processing')
  ) then
    perform raise_domain_error(
      'CURRENCY_IN_USE',
      format('%s has open payments or withdrawals: its network, contract and precision cannot change', old.code)
    );
  end if;
  return new;
end $$;

create trigger currencies_guard_identity before update on currencies
  for each row when (
    (new.code, new.network, new.contract_address, new.decimal_places, new.chain_decimals)
    is distinct from
    (old.code, old.network, old.contract_address, old.decimal_places, old.chain_decimals)
  ) execute function guard_currency_identity();
alter table currencies enable always trigger currencies_guard_identity;

-- ----------------------------------------------------------------------------------------------- withdrawals
-- The network is part of what is approved. Requests from before this migration have none, and keep their hash.
create function withdrawal_payload_hash(
  id uuid, user_id uuid, amount_usd numeric, currency_code text, wallet_address text, extra_id text,
  network_fee_usd numeric, service_fee_usd numeric, network text
) returns text language sql immutable
return case
  when network is null then withdrawal_payload_hash(
    id, user_id, amount_usd, currency_code, wallet_address, extra_id, network_fee_usd, service_fee_usd
  )
  else sha256_hex(canonical(
    id::text, user_id::text, round(amount_usd, 2)::text, currency_code, wallet_address, extra_id,
    round(network_fee_usd, 2)::text, round(service_fee_usd, 2)::text, network
  ))
end;

alter table withdrawal_requests add column network text check (length(network) between 1 and 40);
alter table withdrawal_requests drop column is_intact;
alter table withdrawal_requests add column is_intact boolean not null generated always as (
  payload_hash = withdrawal_payload_hash(
    id, user_id, amount_usd, currency_code, wallet_address, extra_id, network_fee_usd, service_fee_usd, network
  )
) stored;
create index withdrawal_requests_tampered on withdrawal_requests (id) where not is_intact;

-- Runs after withdrawal_requests_guard_insert, whose hash lacks the network.
create function set_withdrawal_network() returns trigger language plpgsql as $$
declare
  current_network text;
begin
  -- The lock makes a sync at the same moment come before or after, never in between.
  select network into current_network from currencies where code = new.currency_code for key share;
  if new.network is distinct from current_network and new.network is not null then
    perform raise_domain_error('CURRENCY_INACTIVE', 'the network of this currency has just changed');
  end if;
  new.network := current_network;
  new.payload_hash := withdrawal_payload_hash(
    new.id, new.user_id, new.amount_usd, new.currency_code, new.wallet_address, new.extra_id,
    new.network_fee_usd, new.service_fee_usd, new.network
  );
  return new;
end $$;

create function prevent_network_change() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'what was requested cannot change after it was submitted');
  return null;
end $$;

create trigger withdrawal_requests_network_insert before insert on withdrawal_requests
  for each row execute function set_withdrawal_network();
create trigger withdrawal_requests_network before update on withdrawal_requests
  for each row when (new.network is distinct from old.network) execute function prevent_network_change();
alter table withdrawal_requests enable always trigger withdrawal_requests_network_insert;
alter table withdrawal_requests enable always trigger withdrawal_requests_network;

-- The network decides which spellings of an address are the same account.
alter table payouts add column network text;
update payouts p set network = c.network from currencies c where c.code = p.currency_code;
create trigger payouts_network before update on payouts
  for each row when (new.network is distinct from old.network) execute function prevent_network_change();
alter table payouts enable always trigger payouts_network;
