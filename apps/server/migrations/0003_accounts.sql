-- Users of the owner's apps, the apps themselves (API keys), and the tokens that users come with.

-- ----------------------------------------------------------------------------------------------------- users
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
create index users_search on users
  using gin ((username || ' ' || coalesce(email, '') || ' ' || external_id) gin_trgm_ops);

create trigger users_touch before update on users
  for each row execute function touch_updated_at();
create trigger users_are_permanent before delete on users
  for each row execute function prevent_change();
create trigger users_are_not_truncated before truncate on users
  for each statement execute function prevent_change();
alter table users enable always trigger users_are_permanent;
alter table users enable always trigger users_are_not_truncated;

-- -------------------------------------------------------------------------------------------------- API keys
-- A key is one identity; its secrets come and go with rotations.
create table api_keys (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  -- Null: from anywhere.
  allowed_addresses cidr[] check (cardinality(allowed_addresses) between 1 and 50),
  created_by_staff_id uuid references staff on delete restrict,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);
create index api_keys_created on api_keys (created_at, id);
create index api_keys_name on api_keys (name, id);

create function guard_api_key() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    perform raise_domain_error('IMMUTABLE', 'a revoked API key stays revoked');
  end if;
  return new;
end $$;

create trigger api_keys_guard before update on api_keys
  for each row execute function guard_api_key();
alter table api_keys enable always trigger api_keys_guard;

-- A rotation adds a secret and gives the former ones an end. Only the SHA-256 of a secret is kept; the check
-- makes sure that no secret itself is ever stored.
create table api_key_secrets (
  id uuid primary key,
  api_key_id uuid not null references api_keys on delete restrict,
  prefix text not null check (length(prefix) = 8),
  secret_hash text not null unique,
  ends_at timestamptz(3),
  last_used_at timestamptz(3),
  last_used_from inet,
  created_at timestamptz(3) not null default now(),
  constraint only_hashes_are_kept check (secret_hash ~ '^[0-9a-f]{64}$')
);
create index api_key_secrets_key on api_key_secrets (api_key_id, created_at, id);
-- At most one secret has no end: the newest.
create unique index api_key_secrets_current on api_key_secrets (api_key_id) where ends_at is null;

create function guard_api_key_secret() returns trigger language plpgsql as $$
begin
  if (new.id, new.api_key_id, new.prefix, new.secret_hash, new.created_at)
     is distinct from
     (old.id, old.api_key_id, old.prefix, old.secret_hash, old.created_at) then
    perform raise_domain_error('IMMUTABLE', 'the secret of an API key cannot be exchanged: rotate the key');
  end if;
  if old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at) then
    perform raise_domain_error('IMMUTABLE', 'the end of a secret can come nearer, never move away');
  end if;
  return new;
end $$;

create trigger api_key_secrets_guard before update on api_key_secrets
  for each row execute function guard_api_key_secret();
create trigger api_key_secrets_are_permanent before delete on api_key_secrets
  for each row execute function prevent_change();
alter table api_key_secrets enable always trigger api_key_secrets_guard;
alter table api_key_secrets enable always trigger api_key_secrets_are_permanent;

-- ----------------------------------------------------------------------------------------------- user tokens
create table user_tokens (
  id uuid primary key,
  user_id uuid not null references users on delete restrict,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  -- Null: everything that users may do.
  scopes text[] check (cardinality(scopes) between 1 and 50),
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
