-- Servers remember API keys and user tokens for some seconds. Whatever an accepted secret depends on is announced with
-- the commit that changes it, and forgotten then: see src/signIn/watchCredentials.ts. New keys and tokens change nothing
-- that is remembered, and the time of use is not part of it.
create function announce_credential() returns trigger language plpgsql as $$
begin
  -- The kind of the owner, and the column of this table with its id.
  perform pg_notify('paydesk_credentials', tg_argv[0] || ' ' || (to_jsonb(old) ->> tg_argv[1]));
  return null;
end $$;

create function announce_all_credentials() returns trigger language plpgsql as $$
begin
  perform pg_notify('paydesk_credentials', 'all');
  return null;
end $$;

create trigger api_keys_announced after update on api_keys
  for each row when (old is distinct from new) execute function announce_credential('key', 'id');

create trigger api_key_secrets_announced after update on api_key_secrets
  for each row when (
    (old.id, old.api_key_id, old.secret_hash, old.ends_at, old.created_at, old.origin_mac)
    is distinct from (new.id, new.api_key_id, new.secret_hash, new.ends_at, new.created_at, new.origin_mac)
  ) execute function announce_credential('key', 'api_key_id');
create trigger api_key_secrets_deletion_announced after delete on api_key_secrets
  for each row execute function announce_credential('key', 'api_key_id');

create trigger user_tokens_announced after update on user_tokens
  for each row when (old is distinct from new) execute function announce_credential('user', 'user_id');
-- Those that have expired are deleted by the thousand.
create trigger user_tokens_deletion_announced after delete on user_tokens
  for each row when (old.expires_at > now()) execute function announce_credential('user', 'user_id');

create trigger users_announced after update on users
  for each row when ((old.username, old.anonymized_at) is distinct from (new.username, new.anonymized_at))
  execute function announce_credential('user', 'id');

do $$
declare
  name text;
begin
  foreach name in array array['api_keys', 'api_key_secrets', 'user_tokens'] loop
    execute format(
      'create trigger %1$s_emptying_announced after truncate on %1$s
         for each statement execute function announce_all_credentials()', name
    );
    execute format('alter table %1$s enable always trigger %1$s_emptying_announced', name);
    execute format('alter table %1$s enable always trigger %1$s_announced', name);
  end loop;
  -- A key is not deleted before its secrets.
  alter table api_key_secrets enable always trigger api_key_secrets_deletion_announced;
  alter table user_tokens enable always trigger user_tokens_deletion_announced;
  alter table users enable always trigger users_announced;
  execute format('alter function announce_credential() set search_path = %I, pg_temp', current_schema());
  execute format('alter function announce_all_credentials() set search_path = %I, pg_temp', current_schema());
end $$;
