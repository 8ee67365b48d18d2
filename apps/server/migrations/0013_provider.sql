-- What the provider reported, and what all servers and workers share about calling it: budgets, pauses and
-- the circuit breaker.

-- ---------------------------------------------------------------------------------------------------- events
-- Every report of the provider, as it arrived. What the desk made of it is in provider_event_outcomes.
create table provider_events (
  id uuid primary key,
  source text not null check (source in ('ipn', 'poll', 'create', 'list')),
  provider_payment_id text not null,
  provider_status text not null,
  -- The same report from the same source is kept once.
  digest text not null unique,
  body jsonb not null,
  raw_body text,
  received_at timestamptz(3) not null default now()
);
create index provider_events_payment on provider_events (provider_payment_id, received_at, id);
create index provider_events_received on provider_events (received_at, id);

create trigger provider_events_are_permanent before update or delete on provider_events
  for each row execute function prevent_change();
create trigger provider_events_are_not_truncated before truncate on provider_events
  for each statement execute function prevent_change();
alter table provider_events enable always trigger provider_events_are_permanent;
alter table provider_events enable always trigger provider_events_are_not_truncated;

create table provider_event_outcomes (
  event_id uuid primary key references provider_events on delete restrict,
  outcome text not null check (outcome in (
    'applied', 'unchanged', 'stale', 'unknown_status', 'unknown_payment', 'suspense', 'flagged'
  )),
  payment_id uuid references payments on delete restrict,
  detail text,
  decided_at timestamptz(3) not null default now()
);

create trigger provider_event_outcomes_are_permanent before update or delete on provider_event_outcomes
  for each row execute function prevent_change();
create trigger provider_event_outcomes_are_not_truncated before truncate on provider_event_outcomes
  for each statement execute function prevent_change();
alter table provider_event_outcomes enable always trigger provider_event_outcomes_are_permanent;
alter table provider_event_outcomes enable always trigger provider_event_outcomes_are_not_truncated;

-- ---------------------------------------------------------------------------------------------- shared state
-- A token bucket for each group of requests, held in one moment: next_at is when the next request would be
-- due if requests came evenly; how far it lies in the past is how many may be sent at once.
create table provider_budgets (
  name text primary key,
  next_at timestamptz(3) not null default '-infinity',
  -- Set when the provider answers "too many requests": no request is sent before.
  paused_until timestamptz(3),
  -- Pauses in a row: each is longer than the last.
  pauses int not null default 0 check (pauses >= 0)
);
insert into provider_budgets (name)
  values ('create'), ('estimate'), ('read'), ('poll'), ('list'), ('catalogue'), ('auth'), ('payout');

-- Whether the provider is called at all. One row.
create table provider_circuit (
  only_row boolean primary key default true check (only_row),
  state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
  -- When it was closed last, or left that state.
  since timestamptz(3) not null default now(),
  -- Failures in a row; one more than allowed opens the circuit.
  failures int not null default 0 check (failures >= 0),
  last_failure_at timestamptz(3),
  last_error text,
  -- Openings since the last call that succeeded: each lasts longer.
  openings int not null default 0 check (openings >= 0),
  -- When to check whether the provider is back, and until when one instance is checking.
  retry_at timestamptz(3),
  probe_until timestamptz(3),
  check ((state = 'closed') = (retry_at is null)),
  check ((state = 'half_open') = (probe_until is not null))
);
insert into provider_circuit default values;

-- --------------------------------------------------------------------------------------------------- budgets
-- Takes the quota of one request, in one statement. Returns the milliseconds to wait, or why there is none. A
-- null rate means no limit; a null time means the database's own clock, which all instances share.
create function take_provider_quota(
  group_name text, per_second numeric, burst int, max_wait_ms int, at timestamptz
) returns table (wait_ms int, refusal text) language plpgsql as $$
declare
  budget provider_budgets;
  spacing interval := coalesce(interval '1 second' / per_second::float8, interval '0');
  now_at timestamptz;
  slot timestamptz;
begin
  if (select state from provider_circuit) <> 'closed' then
    return query select 0, 'CIRCUIT_OPEN';
    return;
  end if;
  select * into strict budget from provider_budgets where name = group_name for update;
  now_at := coalesce(at, clock_timestamp());
  slot := greatest(
    now_at - spacing * (burst - 1),
    budget.paused_until,
    case when per_second is not null then budget.next_at end
  );
  wait_ms := greatest(ceil(extract(epoch from slot - now_at) * 1000), 0);
  if wait_ms > max_wait_ms then
    refusal := case when slot = budget.paused_until then 'PAUSED' else 'LOCAL_BUDGET' end;
  elsif per_second is not null then
    update provider_budgets set next_at = slot + spacing where name = group_name;
  end if;
  return next;
end $$;

-- How many requests could be sent now without waiting.
create function provider_quota_left(
  group_name text, per_second numeric, burst int, at timestamptz
) returns int language sql stable as $$
  select case
    when c.state <> 'closed' or b.paused_until > m.at then 0
    when per_second is null then burst
    when b.next_at > m.at then 0
    else least(
      burst,
      1 + floor(
        least(extract(epoch from m.at - greatest(b.next_at, m.at - interval '1 hour')), 3600) * per_second
      )::int
    )
  end
  from provider_budgets b, provider_circuit c, (select coalesce(at, clock_timestamp()) as at) m
  where b.name = group_name
$$;

-- The provider answered "too many requests": the group stops for all instances. Requests that were on their
-- way at the same moment count as one.
create function pause_provider_group(
  group_name text, at_least_ms int, at timestamptz
) returns timestamptz language sql as $$
  update provider_budgets b set
    paused_until = greatest(
      b.paused_until,
      m.at + greatest(
        at_least_ms,
        least(60000, 1000 * 2 ^ least(b.pauses, 10)) * (1 + random() / 2)
      ) * interval '1 millisecond'
    ),
    pauses = b.pauses + case when b.paused_until > m.at then 0 else 1 end
  from (select coalesce(at, clock_timestamp()) as at) m
  where b.name = group_name
  returning b.paused_until
$$;

-- ------------------------------------------------------------------------------------------- circuit breaker
-- A call succeeded: failures and pauses are reset.
create function note_provider_success(group_name text, at timestamptz) returns void language sql as $$
  update provider_budgets set pauses = 0
    where name = group_name and pauses > 0 and paused_until <= coalesce(at, clock_timestamp());
  update provider_circuit set failures = 0, openings = 0
    where state = 'closed' and failures + openings > 0;
$$;

-- A call failed in a way that says something about the provider's health. Returns whether this failure opened
-- the circuit.
create function note_provider_failure(
  error text, threshold int, window_ms int, open_ms int, at timestamptz
) returns boolean language plpgsql as $$
declare
  circuit provider_circuit;
  now_at timestamptz;
begin
  select * into strict circuit from provider_circuit for update;
  now_at := coalesce(at, clock_timestamp());
  if circuit.state <> 'closed' then return false; end if;
  circuit.failures := case
    when circuit.last_failure_at < now_at - window_ms * interval '1 millisecond' then 1
    else circuit.failures + 1
  end;
  update provider_circuit set failures = circuit.failures, last_failure_at = now_at, last_error = error;
  if circuit.failures < threshold then return false; end if;
  update provider_circuit set
    state = 'open',
    since = now_at,
    openings = openings + 1,
    retry_at = now_at + least(300000, open_ms * 2 ^ least(openings, 10)) * interval '1 millisecond';
  return true;
end $$;

-- One instance at a time checks whether the provider is back. Returns whether it is the caller.
create function claim_provider_probe(probe_ms int, at timestamptz) returns boolean language sql as $$
  with claimed as (
    update provider_circuit set
      state = 'half_open',
      probe_until = m.at + probe_ms * interval '1 millisecond'
    from (select coalesce(at, clock_timestamp()) as at) m
    where (state = 'open' and retry_at <= m.at) or (state = 'half_open' and probe_until <= m.at)
    returning 1
  )
  select exists (select from claimed)
$$;

-- The probe is over; a null error closes the circuit. One more failure before a call has succeeded opens it
-- again, for longer.
create function end_provider_probe(
  error text, threshold int, open_ms int, at timestamptz
) returns void language plpgsql as $$
declare
  now_at timestamptz := coalesce(at, clock_timestamp());
begin
  if error is null then
    update provider_circuit set
      state = 'closed',
      since = now_at,
      retry_at = null,
      probe_until = null,
      failures = threshold - 1,
      last_failure_at = now_at
    where state = 'half_open';
  else
    update provider_circuit set
      state = 'open',
      probe_until = null,
      openings = openings + 1,
      last_failure_at = now_at,
      last_error = error,
      retry_at = now_at + least(300000, open_ms * 2 ^ least(openings, 10)) * interval '1 millisecond'
    where state = 'half_open';
  end if;
end $$;
