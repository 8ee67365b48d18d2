-- The callers' own references: an order id and metadata on payments, withdrawals and postings, and when a row last
-- changed.

-- ------------------------------------------------------------------------------------------------ references
alter table payments
  add column order_id text check (length(order_id) between 1 and 100),
  add column metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object');
alter table withdrawal_requests
  add column order_id text check (length(order_id) between 1 and 100),
  add column metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object');
alter table transactions
  add column order_id text check (length(order_id) between 1 and 100);

create index payments_order on payments (order_id, created_at, id) where order_id is not null;
create index withdrawal_requests_order on withdrawal_requests (order_id, created_at, id) where order_id is not null;
create index transactions_order on transactions (order_id, created_at, id) where order_id is not null;
-- The search of withdrawals looks at four columns; without an index on each of them it reads the whole table.
create index withdrawal_requests_hash on withdrawal_requests (transaction_hash) where transaction_hash is not null;
-- Lists that filter by metadata repeat the condition, so that rows without any cost nothing.
create index payments_metadata on payments using gin (metadata jsonb_path_ops) where metadata <> '{}';
create index withdrawal_requests_metadata on withdrawal_requests using gin (metadata jsonb_path_ops)
  where metadata <> '{}';
create index transactions_metadata on transactions using gin (metadata jsonb_path_ops) where metadata <> '{}';

create function keep_references() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'the order id and metadata of a request cannot change');
  return null;
end $$;

create trigger payments_keep_references before update on payments
  for each row when ((new.order_id, new.metadata) is distinct from (old.order_id, old.metadata))
  execute function keep_references();
create trigger withdrawal_requests_keep_references before update on withdrawal_requests
  for each row when ((new.order_id, new.metadata) is distinct from (old.order_id, old.metadata))
  execute function keep_references();
alter table payments enable always trigger payments_keep_references;
alter table withdrawal_requests enable always trigger withdrawal_requests_keep_references;

-- An order id is part of the hash of its posting; a posting without one has the hash that it always had.
create or replace function transaction_hash(t transactions) returns text language sql immutable as $$
  select sha256_hex(canonical(
    t.id::text, t.user_id::text, t.seq::text, t.transaction_type, round(t.amount_usd, 2)::text,
    round(t.balance_after, 2)::text, t.payment_id::text, t.withdrawal_request_id::text,
    t.suspense_item_id::text, t.refund_of_id::text, t.description, t.metadata::text, t.actor_kind, t.actor_id,
    t.actor_name, utc_text(t.created_at), t.prev_hash
  ) || case when t.order_id is null then '' else ',' || canonical(t.order_id) end)
$$;

-- ---------------------------------------------------------------------------------------------- last change
-- Payments, withdrawals and users have had a trigger that writes updated_at. A suspense item changes once, when it
-- is resolved.
alter table suspense_items
  add column updated_at timestamptz(3) not null generated always as (coalesce(resolved_at, created_at)) stored;

create index payments_updated on payments (updated_at, id);
create index withdrawal_requests_updated on withdrawal_requests (updated_at, id);
create index suspense_items_updated on suspense_items (updated_at, id);
create index users_updated on users (updated_at, id);
