-- The audit log, and the hash chain that seals it. A chain that every command extends while it works would
-- let one command at a time commit. So commands only insert, and seal_audit_log() chains what has been
-- committed, a moment later: docs/decisions/0014-audit-chain-by-sealing.md.

-- --------------------------------------------------------------------------------------------------- entries
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
  user_agent text check (length(user_agent) <= 400),
  session_id text,
  request_id text,
  created_at timestamptz(3) not null default now(),
  -- The database's own time of writing, independent of the caller's clock.
  recorded_at timestamptz(3),
  -- The database transaction that wrote it: entries below the oldest running one are complete.
  txid xid8 not null default pg_current_xact_id(),
  check (actor_kind = 'system' or actor_id is not null)
);
create index audit_log_created on audit_log (created_at, id);
create index audit_log_subject on audit_log (subject_kind, subject_id, created_at, id);
create index audit_log_actor on audit_log (actor_kind, actor_id, created_at, id);
create index audit_log_action on audit_log (action, created_at, id);
create index audit_log_txid on audit_log (txid);
create index audit_log_ip on audit_log (ip_address, created_at, id) where ip_address is not null;
create index audit_log_note on audit_log using gin (note gin_trgm_ops) where note is not null;

create function stamp_audit_entry() returns trigger language plpgsql as $$
begin
  new.recorded_at := clock_timestamp();
  new.txid := pg_current_xact_id();
  return new;
end $$;

create trigger audit_log_stamp before insert on audit_log
  for each row execute function stamp_audit_entry();
create trigger audit_log_is_permanent before update or delete on audit_log
  for each row execute function prevent_change();
create trigger audit_log_is_not_truncated before truncate on audit_log
  for each statement execute function prevent_change();
alter table audit_log enable always trigger audit_log_stamp;
alter table audit_log enable always trigger audit_log_is_permanent;
alter table audit_log enable always trigger audit_log_is_not_truncated;

-- Counts of what must not fill the log: so many rows of one kind about one account in one window, the rest as
-- a number.
create table audit_bursts (
  key text primary key check (length(key) <= 200),
  window_started_at timestamptz(3) not null,
  count int not null,
  unlisted int not null default 0
);

-- ----------------------------------------------------------------------------------------------------- seals
create table audit_seals (
  seq bigint primary key check (seq >= 1),
  entry_id uuid not null unique references audit_log on delete restrict,
  prev_hash text not null,
  hash text not null,
  sealed_at timestamptz(3) not null
);

-- Where the chain ends: without it the last seals could vanish unnoticed. One row.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null default 0,
  hash text not null default '',
  sealed_at timestamptz(3),
  -- Everything that transactions below this one wrote is sealed; such numbers are valid in their own cluster
  -- only.
  sealed_below xid8 not null default '0',
  cluster bigint not null
);
insert into audit_head (cluster) select system_identifier from pg_control_system();

create function audit_seal_hash(
  a audit_log, seq bigint, prev_hash text, sealed_at timestamptz
) returns text language sql immutable as $$
  select sha256_hex(canonical(
    seq::text, a.id::text, a.action, a.actor_kind, a.actor_id, a.actor_name, a.subject_kind, a.subject_id,
    a.note, a.before::text, a.after::text, a.ip_address, a.request_id, a.session_id, a.user_agent,
    utc_text(a.created_at), utc_text(a.recorded_at), a.txid::text, utc_text(sealed_at), prev_hash
  ))
$$;

-- Every seal goes through here. Whatever the statement says about seq, prev_hash, hash and sealed_at is
-- overwritten.
create function chain_audit_seal() returns trigger language plpgsql as $$
declare
  entry audit_log%rowtype;
  head_seq bigint;
  last audit_seals%rowtype;
begin
  -- One sealer at a time.
  select seq into head_seq from audit_head for update;
  select * into entry from audit_log where id = new.entry_id;
  if not found then perform raise_domain_error('NOT_FOUND', 'no such audit entry'); end if;
  select * into last from audit_seals order by seq desc limit 1;
  -- A chain whose last seals were cut off must not continue.
  if head_seq > coalesce(last.seq, 0) then
    perform raise_domain_error('IMMUTABLE', 'the last seals of the audit log are missing');
  end if;
  new.seq := coalesce(last.seq, 0) + 1;
  new.prev_hash := coalesce(last.hash, '');
  new.sealed_at := clock_timestamp();
  new.hash := audit_seal_hash(entry, new.seq, new.prev_hash, new.sealed_at);
  return new;
end $$;

create function move_audit_head() returns trigger language plpgsql as $$
begin
  update audit_head set seq = s.seq, hash = s.hash, sealed_at = s.sealed_at
    from (select * from audit_seals order by seq desc limit 1) s;
  return null;
end $$;

create trigger audit_seals_chain before insert on audit_seals
  for each row execute function chain_audit_seal();
create trigger audit_seals_move_head after insert on audit_seals
  for each statement execute function move_audit_head();
create trigger audit_seals_are_permanent before update or delete on audit_seals
  for each row execute function prevent_change();
create trigger audit_seals_are_not_truncated before truncate on audit_seals
  for each statement execute function prevent_change();
alter table audit_seals enable always trigger audit_seals_chain;
alter table audit_seals enable always trigger audit_seals_move_head;
alter table audit_seals enable always trigger audit_seals_are_permanent;
alter table audit_seals enable always trigger audit_seals_are_not_truncated;

create function guard_audit_head() returns trigger language plpgsql as $$
declare
  last audit_seals%rowtype;
begin
  select * into last from audit_seals order by seq desc limit 1;
  if new.seq < old.seq
     or (new.seq, new.hash) is distinct from (coalesce(last.seq, 0), coalesce(last.hash, '')) then
    perform raise_domain_error('IMMUTABLE', 'the head of the audit log is its last seal');
  end if;
  return new;
end $$;

create trigger audit_head_guard before update on audit_head
  for each row execute function guard_audit_head();
create trigger audit_head_is_permanent before delete on audit_head
  for each row execute function prevent_change();
create trigger audit_head_is_not_truncated before truncate on audit_head
  for each statement execute function prevent_change();
alter table audit_head enable always trigger audit_head_guard;
alter table audit_head enable always trigger audit_head_is_permanent;
alter table audit_head enable always trigger audit_head_is_not_truncated;

-- Chains what is complete, oldest first: entries of transactions below the oldest that still runs. Nothing
-- can be added to those any more. Returns how many; 0 while another sealer is at work.
create function seal_audit_log(at_most int) returns int language plpgsql as $$
declare
  head audit_head%rowtype;
  this_cluster bigint;
  snapshot pg_snapshot;
  sealed int;
begin
  select system_identifier into this_cluster from pg_control_system();
  -- An idle desk writes nothing.
  if not exists (
    select from audit_head h
    where h.cluster <> this_cluster or exists (select from audit_log a where a.txid >= h.sealed_below)
  ) then
    return 0;
  end if;
  select * into head from audit_head for update skip locked;
  if not found then return 0; end if;
  snapshot := pg_current_snapshot();
  if head.cluster = this_cluster then
    insert into audit_seals (entry_id)
      select a.id from audit_log a
      where a.txid >= head.sealed_below
        and a.txid < pg_snapshot_xmin(snapshot)
        and not exists (select from audit_seals s where s.entry_id = a.id)
      order by a.recorded_at nulls first, a.created_at, a.id
      limit at_most;
  else
    -- A dump was restored into another cluster: its transaction numbers mean nothing here. Those that this
    -- cluster has not assigned yet came with the dump.
    insert into audit_seals (entry_id)
      select a.id from audit_log a
      where (a.txid < pg_snapshot_xmin(snapshot) or a.txid >= pg_snapshot_xmax(snapshot))
        and not exists (select from audit_seals s where s.entry_id = a.id)
      order by a.recorded_at nulls first, a.created_at, a.id
      limit at_most;
  end if;
  get diagnostics sealed = row_count;
  -- A full batch may have left some behind: the mark stays where it is.
  if sealed < at_most then
    update audit_head set sealed_below = pg_snapshot_xmin(snapshot), cluster = this_cluster
      where sealed_below <> pg_snapshot_xmin(snapshot) or cluster <> this_cluster;
  end if;
  return sealed;
end $$;
