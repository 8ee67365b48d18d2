import type { Knex } from 'knex';

/** Passkeys of staff, and the count of wrong second factors that all servers share. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- A passkey that was removed opens nothing any more, but what it has signed must stay verifiable for ever: the row stays.
create table staff_passkeys (
  id uuid primary key,
  staff_id uuid not null references staff on delete restrict,
  credential_id text not null unique check (credential_id ~ '^[A-Za-z0-9_-]+$' and length(credential_id) <= 1400),
  -- COSE_Key, as the authenticator gave it.
  public_key bytea not null check (length(public_key) between 16 and 4096),
  -- The host that the key is bound to by the browser: the one of PUBLIC_URL when it was added.
  rp_id text not null check (length(rp_id) between 1 and 253),
  -- The signatures made so far, as the authenticator counts them; 0 for ever where it does not count.
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
  if row(new.id, new.staff_id, new.credential_id, new.public_key, new.rp_id, new.transports, new.device_type, new.created_at)
     is distinct from row(old.id, old.staff_id, old.credential_id, old.public_key, old.rp_id, old.transports, old.device_type, old.created_at) then
    perform refuse('IMMUTABLE', 'a passkey never changes: what it has signed is checked against it');
  end if;
  if old.removed_at is not null and new is distinct from old then
    perform refuse('IMMUTABLE', 'a removed passkey stays as it is');
  end if;
  if new.counter < old.counter then
    perform refuse('SECOND_FACTOR_INVALID', 'the signature counter of a passkey never goes back');
  end if;
  return new;
end $$;
create trigger staff_passkeys_guard before update on staff_passkeys for each row execute function guard_passkey();
create trigger staff_passkeys_are_permanent before delete on staff_passkeys for each row execute function refuse_change();
create trigger staff_passkeys_are_not_truncated before truncate on staff_passkeys for each statement execute function refuse_change();
alter table staff_passkeys enable always trigger staff_passkeys_guard;
alter table staff_passkeys enable always trigger staff_passkeys_are_permanent;
alter table staff_passkeys enable always trigger staff_passkeys_are_not_truncated;

-- One row for each person who ever gave a proof. It is locked while a proof is looked at: of many guesses at once each
-- sees how the one before it ended.
create table staff_step_ups (
  staff_id uuid primary key references staff on delete restrict,
  -- Right proofs ever: what a passkey signs for a change of the second factors themselves holds this number, and so is good once.
  proofs bigint not null default 0 check (proofs >= 0),
  -- Wrong ones in a row since the last right one or the last lockout.
  failures int not null default 0 check (failures >= 0),
  -- Lockouts since the last right one: each lasts longer.
  lockouts int not null default 0 check (lockouts >= 0),
  locked_until timestamptz(3)
);
`;
