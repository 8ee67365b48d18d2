-- Lists: an index for what can be filtered by, in the order in which lists are read, and saved views.

-- Few rows have these flags.
create index payments_suspense on payments (created_at, id) where suspense_amount_usd > 0;
create index payments_in_flight on payments (created_at, id) where in_flight_amount_usd > 0;
create index payments_attention_amount on payments (amount_usd, id) where needs_attention is not null;
create index payments_user_amount on payments (user_id, amount_usd, id);
create index withdrawal_requests_user_amount on withdrawal_requests (user_id, amount_usd, id);
create index transactions_user_amount on transactions (user_id, amount_usd, id);
create index suspense_items_currency on suspense_items (currency_code, created_at, id);
create index suspense_items_reason on suspense_items (reason, created_at, id);
create index suspense_items_unmatched on suspense_items (created_at, id) where payment_id is null;
create index suspense_items_open_amount on suspense_items (amount_usd, id) where status = 'open';
create index users_frozen on users (created_at, id) where frozen_at is not null;
create index users_anonymized on users (created_at, id) where anonymized_at is not null;
create index user_balances_holds on user_balances (balance_usd, user_id) where held_usd > 0;
create index webhook_deliveries_status on webhook_deliveries (status, created_at, id);

-- --------------------------------------------------------------------------------------------- saved views
-- A list as one member of staff wants to see it again. No one else reads it, and nothing depends on it.
create table saved_views (
  id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  resource text not null check (resource ~ '^[a-zA-Z]{1,40}$'),
  name text not null check (length(btrim(name)) between 1 and 60),
  -- Filter, sort and columns. MAX_SAVED_VIEW_BYTES of JSON fit: stored, they are less than twice as long.
  query jsonb not null check (jsonb_typeof(query) = 'object' and pg_column_size(query) <= 8192),
  -- Opens when the list is opened without a filter.
  is_default boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create unique index saved_views_name on saved_views (staff_id, resource, lower(name));
create unique index saved_views_default on saved_views (staff_id, resource) where is_default;
create trigger saved_views_touch before update on saved_views
  for each row execute function touch_updated_at();
