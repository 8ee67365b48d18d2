-- What the provider said a currency is worth, every few hours: a later answer about money is compared with it.
create table currency_rates (
  id uuid primary key,
  currency_code text not null references currencies (code) on delete restrict,
  units_per_usd crypto not null check (units_per_usd > 0),
  seen_at timestamptz(3) not null
);
create index currency_rates_seen on currency_rates (currency_code, seen_at);
