-- The books of the dashboard from totals too: what was ever received, credited, returned and written off, and how many
-- users there are, is one row each, however many payments and users there are. Length 0: all time.

-- No changes are added to the totals meanwhile.
select pg_advisory_xact_lock(hashtextextended('figure_totals', 0));

alter table figure_totals drop constraint figure_totals_minutes_check;
alter table figure_totals add constraint figure_totals_minutes_check check (minutes in (0, 15, 60, 1440));

create or replace function total_levels(of_measure text) returns int[] language sql immutable as $$
  select case
    when of_measure like 'posted.%' then array[0, 15, 60, 1440]
    when of_measure like 'payments.%' then array[0, 1440]
    else array[0]
  end
$$;

create function period_start(minutes int, at timestamptz) returns timestamptz language sql immutable as $$
  select case
    when minutes = 0 then timestamptz '2000-01-01T00:00:00Z'
    else date_bin(make_interval(mins => minutes), at, '2000-01-01T00:00:00Z')
  end
$$;

create or replace function add_figure_changes(at_most int) returns int language plpgsql as $$
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
      select m, c.measure, c.currency_code, period_start(m, c.at), sum(c.count), sum(c.amount_usd)
      from taken c cross join unnest(total_levels(c.measure)) m
      group by 1, 2, 3, 4 order by 1, 4, 2, 3
      on conflict (minutes, starts_at, measure, currency_code) do update
        set count = t.count + excluded.count, amount_usd = t.amount_usd + excluded.amount_usd
  )
  select count(*) into added from taken;
  return added;
end $$;

-- Further deposits to a used address: they are no step of a payment, but money that arrived.
create function note_paid_again() returns trigger language plpgsql as $$
declare
  was_paid numeric := 0;
begin
  if tg_op = 'UPDATE' then was_paid := old.actual_amount_usd; end if;
  insert into figure_changes (measure, at, count, amount_usd)
    values ('books.paid_again', new.created_at,
      (new.actual_amount_usd > 0)::int - (was_paid > 0)::int, new.actual_amount_usd - was_paid);
  return null;
end $$;

-- Suspense items by status, and those that belong to no payment of the desk.
create function note_suspense() returns trigger language plpgsql as $$
begin
  insert into figure_changes (measure, at, count, amount_usd)
    select measure, new.created_at, sum(n), sum(n * amount) from (
      values ('books.suspense_' || new.status, 1, new.amount_usd::numeric),
        (case when new.payment_id is null then 'books.suspense_unmatched' end, 1, new.amount_usd::numeric)
      union all
      select * from (values
        ('books.suspense_' || old.status, -1, old.amount_usd::numeric),
        (case when old.payment_id is null then 'books.suspense_unmatched' end, -1, old.amount_usd::numeric)
      ) before where tg_op = 'UPDATE'
    ) changed (measure, n, amount)
    where measure is not null
    group by measure having sum(n) <> 0 or sum(n * amount) <> 0;
  return null;
end $$;

create function note_balances() returns trigger language plpgsql as $$
begin
  insert into figure_changes (measure, at, count, amount_usd)
    select 'books.balances', min(created_at), count(*), 0 from inserted having count(*) > 0;
  return null;
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'total_levels(text)', 'period_start(int, timestamptz)', 'add_figure_changes(int)', 'note_paid_again()',
    'note_suspense()', 'note_balances()'
  ]::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- Nothing is written meanwhile: creating the triggers waits for it.
create trigger payments_note_created_again after insert on payments
  for each row when (new.parent_payment_id is not null and new.actual_amount_usd <> 0)
  execute function note_paid_again();
create trigger payments_note_paid_again after update on payments
  for each row when (new.parent_payment_id is not null and new.actual_amount_usd <> old.actual_amount_usd)
  execute function note_paid_again();
create trigger suspense_items_note_new after insert on suspense_items
  for each row execute function note_suspense();
create trigger suspense_items_note after update on suspense_items
  for each row when ((new.status, new.amount_usd) is distinct from (old.status, old.amount_usd))
  execute function note_suspense();
create trigger user_balances_note after insert on user_balances
  referencing new table as inserted for each statement execute function note_balances();
alter table payments enable always trigger payments_note_created_again;
alter table payments enable always trigger payments_note_paid_again;
alter table suspense_items enable always trigger suspense_items_note_new;
alter table suspense_items enable always trigger suspense_items_note;
alter table user_balances enable always trigger user_balances_note;

-- Changes that are not added yet count for each length when they are.
insert into figure_totals (minutes, measure, currency_code, starts_at, count, amount_usd)
  select 0, measure, currency_code, period_start(0, now()), sum(count), sum(amount_usd)
  from figure_totals where minutes = 1440 group by measure, currency_code;
insert into figure_totals (minutes, measure, currency_code, starts_at, count, amount_usd)
  select 0, measure, '', period_start(0, now()), count, amount_usd from (
    select 'books.paid_again' as measure, count(*) as count, sum(actual_amount_usd::numeric) as amount_usd
    from payments where parent_payment_id is not null and actual_amount_usd <> 0
    union all
    select 'books.suspense_' || status, count(*), sum(amount_usd::numeric) from suspense_items group by status
    union all
    select 'books.suspense_unmatched', count(*), sum(amount_usd::numeric) from suspense_items where payment_id is null
    union all
    select 'books.balances', count(*), 0 from user_balances
  ) found where count > 0;
