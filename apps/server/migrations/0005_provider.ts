import type { Knex } from 'knex';

/** What all servers and workers of a desk share about the provider: budgets, pauses and the circuit. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- One row per group of requests. next_at is the whole bucket: the moment at which the next request would be on time if requests
-- came evenly; how far it lies behind the present is how many may go at once.
create table provider_budgets (
  name text primary key,
  next_at timestamptz(3) not null default '-infinity',
  -- Set when the provider says "too many": nobody sends before.
  paused_until timestamptz(3),
  -- Pauses in a row: each is longer than the last.
  pauses int not null default 0 check (pauses >= 0)
);
insert into provider_budgets (name) values ('create'), ('estimate'), ('read'), ('poll'), ('list'), ('catalogue'), ('auth');

-- One row in all.
create table provider_circuit (
  only_row boolean primary key default true check (only_row),
  state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
  -- When it was closed last, or left that state.
  since timestamptz(3) not null default now(),
  -- Failures in a row; one more than allowed opens the circuit.
  failures int not null default 0 check (failures >= 0),
  last_failure_at timestamptz(3),
  last_error text,
  -- Openings since the last call that worked: each lasts longer.
  openings int not null default 0 check (openings >= 0),
  -- When to look whether the provider is back, and until when one instance is busy looking.
  retry_at timestamptz(3),
  probe_until timestamptz(3),
  check ((state = 'closed') = (retry_at is null)),
  check ((state = 'half_open') = (probe_until is not null))
);
insert into provider_circuit default values;

-- Takes one turn in one statement. Answers the milliseconds to wait, or why there is no turn. A null rate is no budget; a null moment is the
-- database's own clock, which all instances share.
create function take_provider_turn(group_name text, per_second numeric, burst int, max_wait_ms int, at timestamptz)
returns table (wait_ms int, refusal text) language plpgsql as $$
declare
  budget provider_budgets;
  share interval := coalesce(interval '1 second' / per_second::float8, interval '0');
  moment timestamptz;
  turn timestamptz;
begin
  if (select state from provider_circuit) <> 'closed' then
    return query select 0, 'CIRCUIT_OPEN';
    return;
  end if;
  select * into strict budget from provider_budgets where name = group_name for update;
  moment := coalesce(at, clock_timestamp());
  turn := greatest(moment - share * (burst - 1), budget.paused_until, case when per_second is not null then budget.next_at end);
  wait_ms := greatest(ceil(extract(epoch from turn - moment) * 1000), 0);
  if wait_ms > max_wait_ms then
    refusal := case when turn = budget.paused_until then 'PAUSED' else 'LOCAL_BUDGET' end;
  elsif per_second is not null then
    update provider_budgets set next_at = turn + share where name = group_name;
  end if;
  return next;
end $$;

-- How many turns could be taken at this moment without waiting.
create function provider_turns_left(group_name text, per_second numeric, burst int, at timestamptz) returns int language sql stable as $$
  select case
    when c.state <> 'closed' or b.paused_until > m.at then 0
    when per_second is null then burst
    when b.next_at > m.at then 0
    else least(burst, 1 + floor(least(extract(epoch from m.at - greatest(b.next_at, m.at - interval '1 hour')), 3600) * per_second)::int)
  end
  from provider_budgets b, provider_circuit c, (select coalesce(at, clock_timestamp()) as at) m
  where b.name = group_name
$$;

-- The provider said "too many": the group stops for everyone. Requests that were on their way at the same moment count as one.
create function pause_provider_group(group_name text, at_least_ms int, at timestamptz) returns timestamptz language sql as $$
  update provider_budgets b set
    paused_until = greatest(b.paused_until, m.at + greatest(at_least_ms, least(60000, 1000 * 2 ^ least(b.pauses, 10)) * (1 + random() / 2)) * interval '1 millisecond'),
    pauses = b.pauses + case when b.paused_until > m.at then 0 else 1 end
  from (select coalesce(at, clock_timestamp()) as at) m
  where b.name = group_name
  returning b.paused_until
$$;

-- A call worked: failures and pauses start anew.
create function note_provider_success(group_name text, at timestamptz) returns void language sql as $$
  update provider_budgets set pauses = 0 where name = group_name and pauses > 0 and paused_until <= coalesce(at, clock_timestamp());
  update provider_circuit set failures = 0, openings = 0 where state = 'closed' and failures + openings > 0;
$$;

-- A call failed in a way that says something about the provider's health. Answers whether this failure opened the circuit.
create function note_provider_failure(error text, threshold int, window_ms int, open_ms int, at timestamptz) returns boolean language plpgsql as $$
declare
  circuit provider_circuit;
  moment timestamptz;
begin
  select * into strict circuit from provider_circuit for update;
  moment := coalesce(at, clock_timestamp());
  if circuit.state <> 'closed' then return false; end if;
  circuit.failures := case when circuit.last_failure_at < moment - window_ms * interval '1 millisecond' then 1 else circuit.failures + 1 end;
  update provider_circuit set failures = circuit.failures, last_failure_at = moment, last_error = error;
  if circuit.failures < threshold then return false; end if;
  update provider_circuit set state = 'open', since = moment, openings = openings + 1,
    retry_at = moment + least(300000, open_ms * 2 ^ least(openings, 10)) * interval '1 millisecond';
  return true;
end $$;

-- One instance at a time looks whether the provider is back. Answers whether it is the caller.
create function claim_provider_probe(probe_ms int, at timestamptz) returns boolean language sql as $$
  with claimed as (
    update provider_circuit set state = 'half_open', probe_until = m.at + probe_ms * interval '1 millisecond'
    from (select coalesce(at, clock_timestamp()) as at) m
    where (state = 'open' and retry_at <= m.at) or (state = 'half_open' and probe_until <= m.at)
    returning 1)
  select exists (select from claimed)
$$;

-- The probe is over; a null error closes the circuit. One more failure before a call has worked opens it again, for longer.
create function end_provider_probe(error text, threshold int, open_ms int, at timestamptz) returns void language plpgsql as $$
declare
  moment timestamptz := coalesce(at, clock_timestamp());
begin
  if error is null then
    update provider_circuit set state = 'closed', since = moment, retry_at = null, probe_until = null, failures = threshold - 1, last_failure_at = moment
    where state = 'half_open';
  else
    update provider_circuit set state = 'open', probe_until = null, openings = openings + 1, last_failure_at = moment, last_error = error,
      retry_at = moment + least(300000, open_ms * 2 ^ least(openings, 10)) * interval '1 millisecond'
    where state = 'half_open';
  end if;
end $$;
`;
