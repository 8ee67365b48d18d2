-- The people who run the desk: their sign-in (the tables of better-auth under our own names; createAuth.ts
-- maps every field to its column), sessions, second factors and invitations.

-- ----------------------------------------------------------------------------------------------------- staff
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

create trigger staff_touch before update on staff
  for each row execute function touch_updated_at();
-- The ledger and the audit log refer to staff by id.
create trigger staff_are_permanent before delete on staff
  for each row execute function prevent_change();

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

-- What the desk requires of the members of a role.
create table staff_rules (
  role text primary key check (role in ('viewer', 'operator', 'approver', 'admin')),
  second_factor_required boolean not null default false,
  updated_by_staff_id uuid references staff on delete restrict,
  updated_at timestamptz(3) not null default now()
);
insert into staff_rules (role) values ('viewer'), ('operator'), ('approver'), ('admin');

create trigger staff_rules_touch before update on staff_rules
  for each row execute function touch_updated_at();

-- -------------------------------------------------------------------------------------------------- sessions
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

-- A session that is created while its owner is deactivated waits for that to end, and then fails.
create function require_active_staff() returns trigger language plpgsql as $$
begin
  perform 1 from staff where id = new.staff_id and deactivated_at is null for share;
  if not found then
    perform raise_domain_error('PERMISSION_DENIED', 'only active staff can have a session');
  end if;
  return new;
end $$;

-- A session that is used is prolonged, but never beyond a day after the sign-in.
create function cap_session() returns trigger language plpgsql as $$
begin
  new.expires_at := least(new.expires_at, new.created_at + interval '24 hours');
  return new;
end $$;

create trigger staff_sessions_of_active_staff before insert on staff_sessions
  for each row execute function require_active_staff();
create trigger staff_sessions_cap before insert or update on staff_sessions
  for each row execute function cap_session();

-- -------------------------------------------------------------------------------------------------- attempts
-- better-auth's own counter.
create table staff_rate_limits (
  id uuid primary key,
  key text not null unique,
  count int not null,
  last_request bigint not null
);

-- Written by rate-limiter-flexible, whose column names these are: points used in a window, and the window's
-- end in milliseconds since 1970. Unlogged: a crash of PostgreSQL resets all counts, which is acceptable.
create unlogged table rate_limits (
  key text primary key,
  points int not null default 0,
  expire bigint
) with (fillfactor = 70);
create index rate_limits_expire on rate_limits (expire);

-- Where each member of staff has signed in from: an attacker who guesses from elsewhere cannot lock them out
-- there.
create table staff_known_addresses (
  staff_id uuid not null references staff on delete restrict,
  network text not null check (length(network) between 2 and 60),
  last_seen_at timestamptz(3) not null default now(),
  primary key (staff_id, network)
);
create index staff_known_addresses_age on staff_known_addresses (last_seen_at);

-- -------------------------------------------------------------------------------------------- second factors
create table staff_two_factors (
  id uuid primary key,
  staff_id uuid not null unique references staff on delete restrict,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default false,
  failed_verification_count int not null default 0,
  locked_until timestamptz(3),
  -- Ours, unknown to better-auth: the last 30-second step whose code was accepted. A code is accepted once.
  last_used_step bigint check (last_used_step >= 0)
);

-- A removed passkey is no longer accepted, but what it signed must stay verifiable: the row stays.
create table staff_passkeys (
  id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  credential_id text not null unique check (
    credential_id ~ '^[A-Za-z0-9_-]+$' and length(credential_id) <= 1400
  ),
  -- COSE_Key, as the authenticator returned it.
  public_key bytea not null check (length(public_key) between 16 and 4096),
  -- The host that the browser binds the key to: the one of PUBLIC_URL when it was added.
  rp_id text not null check (length(rp_id) between 1 and 253),
  -- Signatures so far, as the authenticator counts them; always 0 where it does not count.
  counter bigint not null check (counter between 0 and 4294967295),
  transports text[] not null default '{}',
  device_type text not null check (device_type in ('singleDevice', 'multiDevice')),
  backed_up boolean not null,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  removed_at timestamptz(3)
);
create index staff_passkeys_of_staff on staff_passkeys (staff_id, created_at);

create function guard_passkey() returns trigger language plpgsql as $$
begin
  if row(new.id, new.staff_id, new.credential_id, new.public_key, new.rp_id, new.transports, new.device_type,
         new.created_at)
     is distinct from
     row(old.id, old.staff_id, old.credential_id, old.public_key, old.rp_id, old.transports, old.device_type,
         old.created_at) then
    perform raise_domain_error(
      'IMMUTABLE',
      'a passkey never changes: what it has signed is checked against it'
    );
  end if;
  if old.removed_at is not null and new is distinct from old then
    perform raise_domain_error('IMMUTABLE', 'a removed passkey stays as it is');
  end if;
  if new.counter < old.counter then
    perform raise_domain_error('SECOND_FACTOR_INVALID', 'the signature counter of a passkey never goes back');
  end if;
  return new;
end $$;

create trigger staff_passkeys_guard before update on staff_passkeys
  for each row execute function guard_passkey();
create trigger staff_passkeys_are_permanent before delete on staff_passkeys
  for each row execute function prevent_change();
create trigger staff_passkeys_are_not_truncated before truncate on staff_passkeys
  for each statement execute function prevent_change();
alter table staff_passkeys enable always trigger staff_passkeys_guard;
alter table staff_passkeys enable always trigger staff_passkeys_are_permanent;
alter table staff_passkeys enable always trigger staff_passkeys_are_not_truncated;

-- One row for each person who ever tried a second factor. It is locked while a factor is verified: of many
-- guesses at once each sees how the one before it ended.
create table staff_step_ups (
  staff_id uuid primary key references staff on delete restrict,
  -- Successful verifications ever: what a passkey signs for a change of the second factors themselves
  -- contains this number, and is therefore accepted once.
  verifications bigint not null default 0 check (verifications >= 0),
  -- Failures in a row since the last success or the last lockout.
  failures int not null default 0 check (failures >= 0),
  -- Lockouts since the last success: each lasts longer.
  lockouts int not null default 0 check (lockouts >= 0),
  locked_until timestamptz(3)
);

-- ----------------------------------------------------------------------------------------------- invitations
-- A link that lets a person in once: a new member of staff, or one whose password is reset. Only its hash is
-- kept.
create table staff_invites (
  id uuid primary key,
  kind text not null check (kind in ('invite', 'reset')),
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('viewer', 'operator', 'approver', 'admin')),
  -- Whose password is reset; for an invitation, the account that was created with it.
  staff_id uuid references staff on delete restrict,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  created_by_staff_id uuid references staff on delete restrict,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  check (expires_at <= created_at + interval '7 days'),
  check (used_at is null or revoked_at is null),
  check ((staff_id is not null) = (kind = 'reset' or used_at is not null))
);
create unique index staff_invites_one_open on staff_invites (email)
  where used_at is null and revoked_at is null;
create index staff_invites_created on staff_invites (created_at, id);
create index staff_invites_staff on staff_invites (staff_id) where staff_id is not null;
create index staff_invites_creator on staff_invites (created_by_staff_id)
  where created_by_staff_id is not null;

-- A link is used or revoked once, and nothing else about it ever changes.
create function guard_staff_invite() returns trigger language plpgsql as $$
begin
  if (new.id, new.kind, new.email, new.name, new.role, new.token_hash, new.created_by_staff_id,
      new.expires_at, new.created_at)
     is distinct from
     (old.id, old.kind, old.email, old.name, old.role, old.token_hash, old.created_by_staff_id,
      old.expires_at, old.created_at)
     or old.used_at is not null
     or old.revoked_at is not null
     or (old.staff_id is not null and new.staff_id is distinct from old.staff_id) then
    perform raise_domain_error('IMMUTABLE', 'an invitation can only be used or revoked, once');
  end if;
  return new;
end $$;

create trigger staff_invites_guard before update on staff_invites
  for each row execute function guard_staff_invite();
create trigger staff_invites_are_permanent before delete on staff_invites
  for each row execute function prevent_change();
create trigger staff_invites_are_not_truncated before truncate on staff_invites
  for each statement execute function prevent_change();
alter table staff_invites enable always trigger staff_invites_guard;
alter table staff_invites enable always trigger staff_invites_are_permanent;
alter table staff_invites enable always trigger staff_invites_are_not_truncated;
