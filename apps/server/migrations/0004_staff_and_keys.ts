import type { Knex } from 'knex';

/**
 * Who may come in: staff with their sessions and second factors, API keys of internal apps, tokens of end
 * users.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- ---------------------------------------------------------------------------------------------------------------- staff
-- The tables of better-auth under our own names; createAuth.ts maps every field to its column.
create table staff (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  email_verified boolean not null default false,
  image text,
  role text not null check (role in ('viewer', 'operator', 'approver', 'admin')),
  two_factor_enabled boolean not null default false,
  deactivated_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index staff_created on staff (created_at, id);
create index staff_name on staff (name, id);
create trigger staff_touch before update on staff for each row execute function touch_updated_at();
-- The ledger and the audit log name staff by id for ever.
create trigger staff_are_permanent before delete on staff for each row execute function refuse_change();

create table staff_sessions (
  id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  token text not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index staff_sessions_staff on staff_sessions (staff_id);
create index staff_sessions_expiry on staff_sessions (expires_at);

-- A session that is being made while its owner is deactivated waits for that to end, and then fails.
create function require_active_staff() returns trigger language plpgsql as $$
begin
  perform 1 from staff where id = new.staff_id and deactivated_at is null for share;
  if not found then
    perform refuse('PERMISSION_DENIED', 'only active staff can have a session');
  end if;
  return new;
end $$;
create trigger staff_sessions_of_active_staff before insert on staff_sessions for each row execute function require_active_staff();

create table staff_accounts (
  id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  account_id text not null,
  provider_id text not null check (provider_id = 'credential'),
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (staff_id, provider_id)
);

create table staff_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index staff_verifications_identifier on staff_verifications (identifier);
create index staff_verifications_expiry on staff_verifications (expires_at);

create table staff_two_factors (
  id uuid primary key,
  staff_id uuid not null unique references staff on delete restrict,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default false,
  failed_verification_count int not null default 0,
  locked_until timestamptz(3),
  -- Ours, unknown to better-auth: the last 30-second step whose code was taken. A code is good once.
  last_used_step bigint check (last_used_step >= 0)
);

create table staff_rate_limits (
  id uuid primary key,
  key text not null unique,
  count int not null,
  last_request bigint not null
);

-- ------------------------------------------------------------------------------------------------------- keys and tokens
-- Only the SHA-256 of a key is kept; the check makes sure that no key itself ever gets in.
create table api_keys (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  prefix text not null check (length(prefix) = 8),
  secret_hash text not null unique check (secret_hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  created_by_staff_id uuid references staff on delete restrict,
  last_used_at timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);
create index api_keys_created on api_keys (created_at, id);
create index api_keys_name on api_keys (name, id);

create table user_tokens (
  id uuid primary key,
  user_id uuid not null references users on delete restrict,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  minted_by_kind text not null check (minted_by_kind in ('staff', 'service', 'system')),
  minted_by_id uuid,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  check ((minted_by_kind = 'system') = (minted_by_id is null)),
  check (expires_at <= created_at + interval '1 day')
);
create index user_tokens_user on user_tokens (user_id, expires_at);
create index user_tokens_expiry on user_tokens (expires_at);
`;
