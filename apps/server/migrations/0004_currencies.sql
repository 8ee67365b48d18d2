-- The currencies that the desk knows, with what the provider decides and what staff decided about each.

create table currencies (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Z0-9]{1,30}$'),
  name text not null,
  token text not null,
  network text not null,
  symbol text not null,
  contract_address text,
  extra_id_name text,
  extra_id_required boolean not null default false,
  -- The decimal places that a payer can send and the desk shows: never more than the chain has.
  decimal_places int not null check (decimal_places between 0 and 30),
  -- The chain's own: payment links count in its smallest unit. Null when the provider does not report it.
  chain_decimals int check (chain_decimals between 0 and 30),
  is_active boolean not null default false,
  is_stable boolean not null default false,
  is_available boolean not null default true,
  withdrawals_enabled boolean not null default false,
  provider text not null default 'nowpayments' check (provider = 'nowpayments'),
  min_amount_usd usd not null default 1 check (min_amount_usd > 0),
  -- The provider's own minimum, a margin included; when it was fetched, and when to fetch it again (null: at
  -- once).
  provider_min_amount_usd usd check (provider_min_amount_usd >= 0),
  min_checked_at timestamptz(3),
  min_due_at timestamptz(3),
  network_fee_usd usd not null default 0 check (network_fee_usd >= 0),
  -- Of the requested amount, on top of the fixed part.
  service_fee_percent percent not null default 0,
  -- Null: the desk's own setting.
  service_fee_usd usd check (service_fee_usd >= 0),
  logo_url text,
  sort_order int not null default 1000,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index currencies_order on currencies (sort_order, id);
create index currencies_created on currencies (created_at, id);

create trigger currencies_touch before update on currencies
  for each row execute function touch_updated_at();
