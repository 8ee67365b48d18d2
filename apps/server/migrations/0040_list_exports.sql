-- Exports of lists. A row is made by a call of staff, which checks permission and filter; the file is then downloaded
-- once, with the ticket of that row. Whichever process sends the file writes its progress here; who asked for it, and
-- how it ended, is in the audit log. Rows are removed after a week.
create table list_exports (
  id uuid primary key,
  staff_id text not null,
  session_id text not null,
  resource text not null,
  format text not null check (format in ('csv', 'jsonl', 'xlsx')),
  -- Filter and sort, as the list takes them.
  query jsonb not null,
  -- SHA-256 of the ticket.
  ticket_hash text not null,
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  rows bigint not null default 0 check (rows >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  sha256 text,
  error text,
  created_at timestamptz(3) not null,
  -- When the process that sends it was last seen.
  seen_at timestamptz(3) not null,
  cancel_asked_at timestamptz(3),
  ended_at timestamptz(3),
  check ((sha256 is not null) = (status = 'done')),
  check ((ended_at is not null) = (status in ('done', 'cancelled', 'failed')))
);
create index list_exports_staff on list_exports (staff_id, created_at);

-- What has ended stays as it ended, and a ticket is used once.
create function guard_list_export() returns trigger language plpgsql as $$
begin
  if old.status in ('done', 'cancelled', 'failed') then
    perform raise_domain_error('IMMUTABLE', 'this export has ended');
  end if;
  if (new.id, new.staff_id, new.session_id, new.resource, new.format, new.query, new.ticket_hash, new.created_at)
     is distinct from
     (old.id, old.staff_id, old.session_id, old.resource, old.format, old.query, old.ticket_hash, old.created_at)
     or (new.status = 'waiting' and old.status <> 'waiting')
     or new.rows < old.rows or new.bytes < old.bytes then
    perform raise_domain_error('IMMUTABLE', 'what was asked for cannot be changed');
  end if;
  return new;
end $$;
create trigger list_exports_are_guarded before update on list_exports
  for each row execute function guard_list_export();
alter table list_exports enable always trigger list_exports_are_guarded;

do $$ begin
  execute format('alter function guard_list_export() set search_path = %I, pg_temp', current_schema());
end $$;
