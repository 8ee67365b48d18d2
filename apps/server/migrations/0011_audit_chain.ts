import type { Knex } from 'knex';

/**
 * The audit log becomes a hash chain, sealed behind the verbs; staff are invited, and a role can demand a
 * second factor.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- ------------------------------------------------------------------------------------------------------- the audit chain
-- A chain that every verb extends while it works would let one verb at a time commit. So verbs only insert, as before, and
-- seal_audit_log() chains what has been committed, a moment later: docs/decisions/0014-audit-chain-by-sealing.md.
alter table audit_log
  add column session_id text,
  add column user_agent text check (length(user_agent) <= 400),
  -- The server's own time of writing, whatever the caller's clock said; null for what was written before the chain.
  add column recorded_at timestamptz(3),
  -- Which database transaction wrote it: what is below the oldest one still running is complete.
  add column txid xid8 not null default pg_current_xact_id();
create index audit_log_txid on audit_log (txid);
-- For the log's own search: what did this address do, and which note spoke of that.
create index audit_log_ip on audit_log (ip_address, created_at, id) where ip_address is not null;
create index audit_log_note on audit_log using gin (note gin_trgm_ops) where note is not null;

create function stamp_audit_entry() returns trigger language plpgsql as $$
begin
  new.recorded_at := clock_timestamp();
  new.txid := pg_current_xact_id();
  return new;
end $$;
create trigger audit_log_stamp before insert on audit_log for each row execute function stamp_audit_entry();
alter table audit_log enable always trigger audit_log_stamp;

create table audit_seals (
  seq bigint primary key check (seq >= 1),
  entry_id uuid not null unique references audit_log on delete restrict,
  prev_hash text not null,
  hash text not null,
  sealed_at timestamptz(3) not null
);

-- Where the chain ends: the last seals cannot vanish unnoticed. One row.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null default 0,
  hash text not null default '',
  sealed_at timestamptz(3),
  -- Everything that transactions below this one wrote is sealed; such numbers mean something in their own cluster alone.
  sealed_below xid8 not null default '0',
  cluster bigint not null
);
insert into audit_head (cluster) select system_identifier from pg_control_system();

create function audit_seal_hash(a audit_log, seq bigint, prev_hash text, sealed_at timestamptz) returns text language sql immutable as $$
  select sha256_hex(canonical(seq::text, a.id::text, a.action, a.actor_kind, a.actor_id, a.actor_name, a.subject_kind, a.subject_id, a.note, a.before::text, a.after::text,
    a.ip_address, a.request_id, a.session_id, a.user_agent, utc_text(a.created_at), utc_text(a.recorded_at), a.txid::text, utc_text(sealed_at), prev_hash))
$$;

-- Every seal passes here. Whatever the statement says about seq, prev_hash, hash and sealed_at is overwritten.
create function chain_audit_seal() returns trigger language plpgsql as $$
declare
  entry audit_log%rowtype;
  head_seq bigint;
  last audit_seals%rowtype;
begin
  -- One sealer at a time.
  select seq into head_seq from audit_head for update;
  select * into entry from audit_log where id = new.entry_id;
  if not found then perform refuse('NOT_FOUND', 'no such audit entry'); end if;
  select * into last from audit_seals order by seq desc limit 1;
  -- With its last seals cut off the chain does not go on as if nothing had happened.
  if head_seq > coalesce(last.seq, 0) then perform refuse('IMMUTABLE', 'the last seals of the audit log are missing'); end if;
  new.seq := coalesce(last.seq, 0) + 1;
  new.prev_hash := coalesce(last.hash, '');
  new.sealed_at := clock_timestamp();
  new.hash := audit_seal_hash(entry, new.seq, new.prev_hash, new.sealed_at);
  return new;
end $$;

create function move_audit_head() returns trigger language plpgsql as $$
begin
  update audit_head set seq = s.seq, hash = s.hash, sealed_at = s.sealed_at from (select * from audit_seals order by seq desc limit 1) s;
  return null;
end $$;

create trigger audit_seals_chain before insert on audit_seals for each row execute function chain_audit_seal();
create trigger audit_seals_move_head after insert on audit_seals for each statement execute function move_audit_head();
create trigger audit_seals_are_permanent before update or delete on audit_seals for each row execute function refuse_change();
create trigger audit_seals_are_not_truncated before truncate on audit_seals for each statement execute function refuse_change();
alter table audit_seals enable always trigger audit_seals_chain;
alter table audit_seals enable always trigger audit_seals_move_head;
alter table audit_seals enable always trigger audit_seals_are_permanent;
alter table audit_seals enable always trigger audit_seals_are_not_truncated;

create function guard_audit_head() returns trigger language plpgsql as $$
declare last audit_seals%rowtype;
begin
  select * into last from audit_seals order by seq desc limit 1;
  if new.seq < old.seq or (new.seq, new.hash) is distinct from (coalesce(last.seq, 0), coalesce(last.hash, '')) then
    perform refuse('IMMUTABLE', 'the head of the audit log is its last seal');
  end if;
  return new;
end $$;
create trigger audit_head_guard before update on audit_head for each row execute function guard_audit_head();
create trigger audit_head_is_permanent before delete on audit_head for each row execute function refuse_change();
create trigger audit_head_is_not_truncated before truncate on audit_head for each statement execute function refuse_change();
alter table audit_head enable always trigger audit_head_guard;
alter table audit_head enable always trigger audit_head_is_permanent;
alter table audit_head enable always trigger audit_head_is_not_truncated;

-- Chains what is complete, oldest first: entries of transactions below the oldest that still runs. Nobody can add to those any more.
-- Returns how many; none while another sealer is at work.
create function seal_audit_log(at_most int) returns int language plpgsql as $$
declare
  head audit_head%rowtype;
  this_cluster bigint;
  moment pg_snapshot;
  sealed int;
begin
  select system_identifier into this_cluster from pg_control_system();
  -- A desk at rest writes nothing.
  if not exists (select from audit_head h where h.cluster <> this_cluster or exists (select from audit_log a where a.txid >= h.sealed_below)) then return 0; end if;
  select * into head from audit_head for update skip locked;
  if not found then return 0; end if;
  moment := pg_current_snapshot();
  if head.cluster = this_cluster then
    insert into audit_seals (entry_id)
      select a.id from audit_log a
      where a.txid >= head.sealed_below and a.txid < pg_snapshot_xmin(moment) and not exists (select from audit_seals s where s.entry_id = a.id)
      order by a.recorded_at nulls first, a.created_at, a.id limit at_most;
  else
    -- A dump was loaded into another cluster: its transaction numbers say nothing here. Those not handed out yet came with the dump.
    insert into audit_seals (entry_id)
      select a.id from audit_log a
      where (a.txid < pg_snapshot_xmin(moment) or a.txid >= pg_snapshot_xmax(moment)) and not exists (select from audit_seals s where s.entry_id = a.id)
      order by a.recorded_at nulls first, a.created_at, a.id limit at_most;
  end if;
  get diagnostics sealed = row_count;
  -- A full batch may have left some behind: the mark stays where it is.
  if sealed < at_most then
    update audit_head set sealed_below = pg_snapshot_xmin(moment), cluster = this_cluster where sealed_below <> pg_snapshot_xmin(moment) or cluster <> this_cluster;
  end if;
  return sealed;
end $$;

-- What was written before the chain, in the order in which it was listed. The table was locked above: all of it is there.
insert into audit_seals (entry_id) select id from audit_log order by created_at, id;

-- Counts of what must not fill the log: so many rows of one kind about one account in one window, the rest as a number.
create table audit_bursts (
  key text primary key check (length(key) <= 200),
  window_started_at timestamptz(3) not null,
  count int not null,
  unlisted int not null default 0
);

-- ----------------------------------------------------------------------------------------------------------------- staff
-- A link that lets somebody in once: a new member of staff, or one whose password is to be set anew. Only its hash is kept.
create table staff_invites (
  id uuid primary key,
  kind text not null check (kind in ('invite', 'reset')),
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('viewer', 'operator', 'approver', 'admin')),
  -- Whose password is set anew; for an invitation, who came of it.
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
create unique index staff_invites_one_open on staff_invites (email) where used_at is null and revoked_at is null;
create index staff_invites_created on staff_invites (created_at, id);
create index staff_invites_staff on staff_invites (staff_id) where staff_id is not null;
create index staff_invites_creator on staff_invites (created_by_staff_id) where created_by_staff_id is not null;

-- A link is used or revoked once, and nothing else about it ever changes: no second life for a spent one.
create function guard_staff_invite() returns trigger language plpgsql as $$
begin
  if (new.id, new.kind, new.email, new.name, new.role, new.token_hash, new.created_by_staff_id, new.expires_at, new.created_at)
      is distinct from (old.id, old.kind, old.email, old.name, old.role, old.token_hash, old.created_by_staff_id, old.expires_at, old.created_at)
    or old.used_at is not null or old.revoked_at is not null or (old.staff_id is not null and new.staff_id is distinct from old.staff_id) then
    perform refuse('IMMUTABLE', 'an invitation can only be used or revoked, once');
  end if;
  return new;
end $$;
create trigger staff_invites_guard before update on staff_invites for each row execute function guard_staff_invite();
create trigger staff_invites_are_permanent before delete on staff_invites for each row execute function refuse_change();
create trigger staff_invites_are_not_truncated before truncate on staff_invites for each statement execute function refuse_change();
alter table staff_invites enable always trigger staff_invites_guard;
alter table staff_invites enable always trigger staff_invites_are_permanent;
alter table staff_invites enable always trigger staff_invites_are_not_truncated;

-- What the desk demands of the members of a role.
create table staff_rules (
  role text primary key check (role in ('viewer', 'operator', 'approver', 'admin')),
  second_factor_required boolean not null default false,
  updated_by_staff_id uuid references staff on delete restrict,
  updated_at timestamptz(3) not null default now()
);
insert into staff_rules (role) values ('viewer'), ('operator'), ('approver'), ('admin');
create trigger staff_rules_touch before update on staff_rules for each row execute function touch_updated_at();
`;
