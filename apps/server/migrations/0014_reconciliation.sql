-- Comparisons of the provider's own payment list with the books.

create table reconciliations (
  id uuid primary key,
  status text not null default 'running' check (status in ('running', 'finished', 'failed')),
  date_from timestamptz(3) not null,
  date_to timestamptz(3) not null,
  started_by_kind text not null,
  started_by_id text,
  started_by_name text,
  next_page int not null default 0,
  pages_total int,
  seen int not null default 0,
  matched int not null default 0,
  explained int not null default 0,
  unexplained int not null default 0,
  failures int not null default 0,
  last_error text,
  -- Until then one worker has it; after a crash another continues with the next page.
  claimed_until timestamptz(3) not null,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  check (date_from < date_to),
  check ((status = 'running') = (finished_at is null))
);
create unique index reconciliations_one_at_a_time on reconciliations ((true)) where status = 'running';
create index reconciliations_started on reconciliations (started_at, id);

-- The provider's payments that a run has seen; emptied when it ends.
create table reconciliation_seen (
  reconciliation_id uuid not null references reconciliations on delete restrict,
  provider_payment_id text not null,
  primary key (reconciliation_id, provider_payment_id)
);

create table reconciliation_findings (
  id uuid primary key,
  reconciliation_id uuid not null references reconciliations on delete restrict,
  kind text not null,
  is_explained boolean not null,
  provider_payment_id text not null,
  payment_id uuid references payments on delete restrict,
  provider_amount crypto,
  books_amount crypto,
  detail text not null,
  created_at timestamptz(3) not null,
  -- A page that is read again after a crash has the same findings.
  unique (reconciliation_id, provider_payment_id, kind)
);
create index reconciliation_findings_created on reconciliation_findings (reconciliation_id, created_at, id);
create index reconciliation_findings_recent on reconciliation_findings (created_at, id);

create trigger reconciliation_findings_are_permanent before update or delete on reconciliation_findings
  for each row execute function prevent_change();
create trigger reconciliation_findings_are_not_truncated before truncate on reconciliation_findings
  for each statement execute function prevent_change();
