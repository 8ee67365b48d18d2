import type { Knex } from 'knex';

/** Users, their balances, currencies, idempotency keys and the audit log. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
create extension if not exists pg_trgm;

-- Money columns. A domain over plain numeric refuses a third decimal place; numeric(20,2) would round it away silently.
create domain usd as numeric check (value = round(value, 2) and abs(value) < 1e18);
create domain crypto as numeric check (value >= 0 and scale(value) <= 30 and value < 1e30);

-- Refuses with a stable word: the server reads it from the error's constraint field.
create function refuse(reason text, message text) returns void language plpgsql as $$
begin
  -- The driver puts the statement before the message; the detail stays as it is.
  raise exception using errcode = 'PD000', constraint = reason, message = message, detail = message;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  perform refuse('IMMUTABLE', format('%s on %s is not allowed: its rows are permanent', tg_op, tg_table_name));
  return null;
end $$;

create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := greatest(new.updated_at, now());
  return new;
end $$;

-- ---------------------------------------------------------------------------------------------------------------- users
create table users (
  id uuid primary key,
  external_id text not null unique check (length(external_id) between 1 and 200),
  username text not null check (length(username) between 1 and 120),
  email text check (length(email) <= 254),
  frozen_at timestamptz(3),
  frozen_note text,
  anonymized_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  check ((frozen_at is null) = (frozen_note is null))
);
create index users_created on users (created_at, id);
create index users_username on users (username, id);
create index users_search on users using gin ((username || ' ' || coalesce(email, '') || ' ' || external_id) gin_trgm_ops);

create trigger users_touch before update on users for each row execute function touch_updated_at();
create trigger users_are_permanent before delete on users for each row execute function refuse_change();
create trigger users_are_not_truncated before truncate on users for each statement execute function refuse_change();
alter table users enable always trigger users_are_permanent;
alter table users enable always trigger users_are_not_truncated;

-- ------------------------------------------------------------------------------------------------------------- balances
create table user_balances (
  user_id uuid primary key references users on delete restrict,
  balance_usd usd not null default 0,
  held_usd usd not null default 0,
  total_deposited usd not null default 0,
  total_withdrawn usd not null default 0,
  last_seq bigint not null default 0 check (last_seq >= 0),
  last_hash text not null default '',
  last_transaction_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint "INSUFFICIENT_FUNDS" check (held_usd >= 0 and held_usd <= balance_usd)
);
create index user_balances_balance on user_balances (balance_usd, user_id);
create index user_balances_held on user_balances (held_usd, user_id);
create index user_balances_deposited on user_balances (total_deposited, user_id);
create index user_balances_withdrawn on user_balances (total_withdrawn, user_id);
create index user_balances_recent on user_balances (coalesce(last_transaction_at, '-infinity'), user_id);
create index user_balances_created on user_balances (created_at, user_id);

-- The balance row comes with the user: a lock on a row that does not exist yet would lock nothing.
create function open_balance() returns trigger language plpgsql as $$
begin
  insert into user_balances (user_id, created_at, updated_at) values (new.id, new.created_at, new.created_at);
  return null;
end $$;
create trigger users_open_balance after insert on users for each row execute function open_balance();
alter table users enable always trigger users_open_balance;

-- ----------------------------------------------------------------------------------------------------------- currencies
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
  -- The places that a payer can send and the desk shows: never more than the chain has.
  decimal_places int not null check (decimal_places between 0 and 30),
  -- The chain's own places: payment links count in its smallest unit. Null when the provider does not say.
  chain_decimals int check (chain_decimals between 0 and 30),
  is_active boolean not null default false,
  is_stable boolean not null default false,
  is_available boolean not null default true,
  withdrawals_enabled boolean not null default false,
  provider text not null default 'nowpayments' check (provider = 'nowpayments'),
  min_amount_usd usd not null default 1 check (min_amount_usd > 0),
  -- The provider's own minimum, a margin included; when it was asked, and when to ask again (null: at once).
  provider_min_amount_usd usd check (provider_min_amount_usd >= 0),
  min_checked_at timestamptz(3),
  min_due_at timestamptz(3),
  network_fee_usd usd not null default 0 check (network_fee_usd >= 0),
  logo_url text,
  sort_order int not null default 1000,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index currencies_order on currencies (sort_order, id);
create index currencies_created on currencies (created_at, id);
create trigger currencies_touch before update on currencies for each row execute function touch_updated_at();

-- ---------------------------------------------------------------------------------------------------------- idempotency
-- One row per key that a caller sent with a money mutation. The scope names who sent it.
create table idempotency_keys (
  scope text not null,
  key text not null check (length(key) between 1 and 200),
  procedure text not null,
  input_digest text not null,
  resource_id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (scope, key)
);
create trigger idempotency_keys_are_permanent before update or delete on idempotency_keys for each row execute function refuse_change();
create trigger idempotency_keys_are_not_truncated before truncate on idempotency_keys for each statement execute function refuse_change();
alter table idempotency_keys enable always trigger idempotency_keys_are_permanent;
alter table idempotency_keys enable always trigger idempotency_keys_are_not_truncated;

-- ---------------------------------------------------------------------------------------------------------------- audit
create table audit_log (
  id uuid primary key,
  action text not null,
  actor_kind text not null check (actor_kind in ('staff', 'service', 'user', 'system')),
  actor_id text,
  actor_name text,
  subject_kind text not null,
  subject_id text,
  note text,
  before jsonb,
  after jsonb,
  ip_address text,
  request_id text,
  created_at timestamptz(3) not null default now(),
  check (actor_kind = 'system' or actor_id is not null)
);
create index audit_log_created on audit_log (created_at, id);
create index audit_log_subject on audit_log (subject_kind, subject_id, created_at, id);
create index audit_log_actor on audit_log (actor_kind, actor_id, created_at, id);
create index audit_log_action on audit_log (action, created_at, id);
create trigger audit_log_is_permanent before update or delete on audit_log for each row execute function refuse_change();
create trigger audit_log_is_not_truncated before truncate on audit_log for each statement execute function refuse_change();
alter table audit_log enable always trigger audit_log_is_permanent;
alter table audit_log enable always trigger audit_log_is_not_truncated;
`;
