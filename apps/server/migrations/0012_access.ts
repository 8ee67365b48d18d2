import type { Knex } from 'knex';

/**
 * Shared counters of attempts, known addresses of staff, secrets of API keys that overlap, and narrower keys
 * and tokens.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- ------------------------------------------------------------------------------------------------------------- attempts
-- Written by rate-limiter-flexible, whose column names these are: points used in a window, and when that ends in milliseconds since 1970.
-- Unlogged: after a crash of PostgreSQL all counts begin anew, which is no loss beside what a crash costs.
create unlogged table rate_limits (
  key text primary key,
  points int not null default 0,
  expire bigint
) with (fillfactor = 70);
create index rate_limits_expire on rate_limits (expire);

-- Where each member of staff signed in from: whoever guesses from elsewhere cannot lock them out there.
create table staff_known_addresses (
  staff_id uuid not null references staff on delete restrict,
  network text not null check (length(network) between 2 and 60),
  last_seen_at timestamptz(3) not null default now(),
  primary key (staff_id, network)
);
create index staff_known_addresses_age on staff_known_addresses (last_seen_at);

-- A session that is used is prolonged, but never beyond a day after the sign-in.
create function cap_session() returns trigger language plpgsql as $$
begin
  new.expires_at := least(new.expires_at, new.created_at + interval '24 hours');
  return new;
end $$;
create trigger staff_sessions_cap before insert or update on staff_sessions for each row execute function cap_session();

-- ------------------------------------------------------------------------------------------------------------- API keys
-- A key is one identity; a rotation gives it one more secret, and the former ones an end.
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
-- One secret at most is without an end: the newest.
create unique index api_key_secrets_current on api_key_secrets (api_key_id) where ends_at is null;

insert into api_key_secrets (id, api_key_id, prefix, secret_hash, last_used_at, created_at)
  select gen_random_uuid(), id, prefix, secret_hash, last_used_at, created_at from api_keys;
alter table api_keys drop column prefix, drop column secret_hash, drop column last_used_at;
-- Null: from anywhere.
alter table api_keys add column allowed_addresses cidr[] check (cardinality(allowed_addresses) between 1 and 50);

create function guard_api_key_secret() returns trigger language plpgsql as $$
begin
  if (new.id, new.api_key_id, new.prefix, new.secret_hash, new.created_at) is distinct from (old.id, old.api_key_id, old.prefix, old.secret_hash, old.created_at) then
    perform refuse('IMMUTABLE', 'the secret of an API key cannot be exchanged: rotate the key');
  end if;
  if old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at) then
    perform refuse('IMMUTABLE', 'the end of a secret can come nearer, never move away');
  end if;
  return new;
end $$;
create trigger api_key_secrets_guard before update on api_key_secrets for each row execute function guard_api_key_secret();
create trigger api_key_secrets_are_permanent before delete on api_key_secrets for each row execute function refuse_change();
alter table api_key_secrets enable always trigger api_key_secrets_guard;
alter table api_key_secrets enable always trigger api_key_secrets_are_permanent;

create function guard_api_key() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    perform refuse('IMMUTABLE', 'a revoked API key stays revoked');
  end if;
  return new;
end $$;
create trigger api_keys_guard before update on api_keys for each row execute function guard_api_key();
alter table api_keys enable always trigger api_keys_guard;

-- ---------------------------------------------------------------------------------------------------------- user tokens
-- Null: all that users may do.
alter table user_tokens add column scopes text[] check (cardinality(scopes) between 1 and 50);
`;
