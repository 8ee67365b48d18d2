-- Edges of the exchange with the provider.

-- -------------------------------------------------------------------------------------------------- payments
-- The token of the one caller that is getting an address for this intent; others wait for its result. A claim
-- ends when its holder releases it, or when another caller has seen the same token for long enough by a clock
-- of its own: no time of day, which jumps and differs between machines, ends it under its holder.
alter table payments add column issue_claim uuid;
-- An older server, running beside during an upgrade, knows no tokens: what it stores counts as claimed. It
-- still writes issue_claimed_until, which is not read any more.
alter table payments alter column issue_claim set default gen_random_uuid();

-- ----------------------------------------------------------------------------------------------- withdrawals
-- The same for every spelling of one account: TON's bounceable, non-bounceable and raw forms are one, and the
-- case of hexadecimal addresses is no part of them. Other addresses are stored in one spelling. What was
-- requested cannot change, so addresses keep the spelling that was approved, and are compared by this.
create function account_key(address text) returns text language sql immutable strict parallel safe
return case
  when address ~ '^[EU][Qf][A-Za-z0-9_/+-]{46}$' then
    'ton:' || encode(substring(decode(translate(address, '-_', '+/'), 'base64') from 2 for 33), 'hex')
  when address ~* '^(0|-1):[0-9a-f]{64}$' then
    'ton:' || case split_part(address, ':', 1) when '0' then '00' else 'ff' end
      || lower(split_part(address, ':', 2))
  when address ~* '^0x[0-9a-f]+$' then lower(address)
  else address
end;

alter table withdrawal_requests add column address_key text not null
  generated always as (account_key(wallet_address)) stored;
drop index withdrawal_requests_address;
create index withdrawal_requests_address on withdrawal_requests (address_key);
drop index withdrawal_requests_destination;
create index withdrawal_requests_destination on withdrawal_requests (user_id, address_key, created_at)
  where status not in ('rejected', 'cancelled');

-- --------------------------------------------------------------------------------------------------- budgets
-- Takes the quota of one request, in one statement. Returns the milliseconds to wait, or why there is none. A
-- null rate means no limit; a null time means the database's own clock, which all instances share.
create or replace function take_provider_quota(
  group_name text, per_second numeric, burst int, max_wait_ms int, at timestamptz
) returns table (wait_ms int, refusal text) language plpgsql as $$
declare
  budget provider_budgets;
  -- Times are stored in milliseconds: rounded down, a third of a second was 3.003 requests a second.
  spacing interval := coalesce(ceil(1000 / per_second) * interval '1 millisecond', interval '0');
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
