-- The provider's rates, recorded every few hours: a later answer about money is compared with it.
create table currency_rates (
  id uuid primary key,
  currency_code text not null references currencies (code) on delete restrict,
  units_per_dollar crypto not null check (units_per_dollar > 0),
  seen_at timestamptz(3) not null
);
create index currency_rates_seen on currency_rates (currency_code, seen_at);

-- The second factor of a payout order covers the amount to send. `payOutChallenge` computes the same.
create function pay_out_challenge(payload_hash text, crypto_amount numeric, attempt int) returns text
language sql immutable as $$
  select sha256_hex(format('["payOut","%s","%s",%s]', payload_hash, trim_scale(crypto_amount), attempt))
$$;

create or replace function require_payout_evidence() returns trigger language plpgsql as $$
declare
  person staff%rowtype;
  attempt int;
begin
  person := require_payer(new.ordered_by_id, 'only active staff who may pay can order a payout');
  select count(*) + 1 into attempt from payouts where withdrawal_request_id = new.withdrawal_request_id;
  perform require_step_up(
    person, new.step_up_kind, new.step_up,
    array[pay_out_challenge(new.payload_hash, new.crypto_amount, attempt)],
    (select amount_usd from withdrawal_requests where id = new.withdrawal_request_id)
  );
  return new;
end $$;

create or replace function require_payout_order() returns trigger language plpgsql as $$
declare
  attempt int;
begin
  -- The lock makes a deactivation or a change of role at the same moment come before or after.
  perform 1 from staff
    where id::text = new.ordered_by_id and deactivated_at is null and role in ('approver', 'admin') for share;
  if not found then
    perform raise_domain_error('STAFF_ONLY', 'only active staff who may pay can order a payout');
  end if;
  if new.step_up_kind <> 'none' then
    select count(*) + 1 into attempt from payouts where withdrawal_request_id = new.withdrawal_request_id;
    if (new.step_up ->> 'staffId', new.step_up ->> 'kind', new.step_up ->> 'challenge')
       is distinct from
       (new.ordered_by_id, new.step_up_kind, pay_out_challenge(new.payload_hash, new.crypto_amount, attempt)) then
      perform raise_domain_error('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
    end if;
  end if;
  return new;
end $$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['require_payout_evidence()', 'require_payout_order()']::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
