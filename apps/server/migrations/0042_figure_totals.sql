-- Totals by time of the ledger and of payments: the dashboard reads years of them without reading the rows. Triggers
-- write what changes beside the change, as a row of its own, so that no two changes wait for each other; a job adds
-- these to the totals. Totals and what is not added yet are the sums of the rows at any moment; `verify` compares them.

create table figure_changes (
  position bigint generated always as identity primary key,
  -- Which rows: `posted.` with the type of the posting, or `payments.` with a step of the payment.
  measure text not null,
  -- Of payments; empty for postings.
  currency_code text not null default '',
  -- When the row was created that has changed.
  at timestamptz(3) not null,
  count bigint not null,
  amount_usd usd not null
)
-- Rows stay for some seconds.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create table figure_totals (
  -- Length of the period: postings by quarter of an hour, which fits every time zone, hour and day; payments by day.
  minutes int not null check (minutes in (15, 60, 1440)),
  measure text not null,
  currency_code text not null,
  -- Periods are counted in UTC.
  starts_at timestamptz(3) not null,
  count bigint not null,
  amount_usd usd not null,
  primary key (minutes, starts_at, measure, currency_code)
);

create function note_postings() returns trigger language plpgsql as $$
begin
  insert into figure_changes (measure, at, count, amount_usd)
    select 'posted.' || transaction_type, created_at, 1, amount_usd from inserted;
  return null;
end $$;

-- A payment of its own is created, then paid (money arrived), then credited. Deposits to a used address belong to none
-- of these steps: their parent does.
create function note_payment() returns trigger language plpgsql as $$
declare
  was_paid numeric := 0;
  was_credited numeric := 0;
begin
  if tg_op = 'INSERT' then
    insert into figure_changes (measure, currency_code, at, count, amount_usd)
      values ('payments.created', new.currency_code, new.created_at, 1, new.amount_usd);
  else
    was_paid := old.actual_amount_usd;
    was_credited := old.credited_amount_usd;
  end if;
  if new.actual_amount_usd <> was_paid then
    insert into figure_changes (measure, currency_code, at, count, amount_usd)
      values ('payments.paid', new.currency_code, new.created_at,
        (new.actual_amount_usd > 0)::int - (was_paid > 0)::int, new.actual_amount_usd - was_paid);
  end if;
  if new.credited_amount_usd <> was_credited then
    insert into figure_changes (measure, currency_code, at, count, amount_usd)
      values ('payments.credited', new.currency_code, new.created_at,
        (new.credited_amount_usd > 0)::int - (was_credited > 0)::int, new.credited_amount_usd - was_credited);
  end if;
  return null;
end $$;

create function total_levels(of_measure text) returns int[] language sql immutable as $$
  select case when of_measure like 'posted.%' then array[15, 60, 1440] else array[1440] end
$$;

-- Adds the oldest changes to the totals, at most so many. Returns how many; one session at a time does it.
create function add_figure_changes(at_most int) returns int language plpgsql as $$
declare
  added int;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('figure_totals', 0)) then return 0; end if;
  with taken as (
    delete from figure_changes where position in (
      select position from figure_changes order by position limit at_most
    ) returning *
  ), summed as (
    insert into figure_totals as t (minutes, measure, currency_code, starts_at, count, amount_usd)
      select m, c.measure, c.currency_code, date_bin(make_interval(mins => m), c.at, '2000-01-01T00:00:00Z'),
        sum(c.count), sum(c.amount_usd)
      from taken c cross join unnest(total_levels(c.measure)) m
      group by 1, 2, 3, 4 order by 1, 4, 2, 3
      on conflict (minutes, starts_at, measure, currency_code) do update
        set count = t.count + excluded.count, amount_usd = t.amount_usd + excluded.amount_usd
  )
  select count(*) into added from taken;
  return added;
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'note_postings()', 'note_payment()', 'total_levels(text)', 'add_figure_changes(int)'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- What is there already. Nothing is written meanwhile: creating the triggers would wait for it.
create trigger transactions_note_postings after insert on transactions
  referencing new table as inserted for each statement execute function note_postings();
create trigger payments_note_created after insert on payments
  for each row when (new.parent_payment_id is null) execute function note_payment();
create trigger payments_note_steps after update on payments
  for each row when (
    new.parent_payment_id is null
    and (new.actual_amount_usd, new.credited_amount_usd)
      is distinct from (old.actual_amount_usd, old.credited_amount_usd)
  ) execute function note_payment();
alter table transactions enable always trigger transactions_note_postings;
alter table payments enable always trigger payments_note_created;
alter table payments enable always trigger payments_note_steps;

insert into figure_totals (minutes, measure, currency_code, starts_at, count, amount_usd)
  select m, 'posted.' || transaction_type, '', date_bin(make_interval(mins => m), created_at, '2000-01-01T00:00:00Z'),
    count(*), sum(amount_usd)
  from transactions cross join unnest(array[15, 60, 1440]) m
  group by 1, 2, 3, 4;
insert into figure_totals (minutes, measure, currency_code, starts_at, count, amount_usd)
  select 1440, s.measure, currency_code, date_bin('1440 minutes', created_at, '2000-01-01T00:00:00Z'),
    count(*), sum(s.amount)
  from payments cross join lateral (values
    ('payments.created', amount_usd::numeric),
    ('payments.paid', actual_amount_usd::numeric),
    ('payments.credited', credited_amount_usd::numeric)
  ) s (measure, amount)
  where parent_payment_id is null and s.amount > 0
  group by 1, 2, 3, 4;
