-- Evidence that can be checked later for large withdrawals, settings that PostgreSQL needs for its own checks, admins
-- who removed their colleagues, and users who are anonymised.

-- ------------------------------------------------------------------------------------------------- settings
-- What the settings of the server say, recorded when it starts: the triggers below enforce it too.
create table desk_settings (
  seq bigint generated always as identity primary key,
  simulated boolean not null,
  second_approval_usd usd not null check (second_approval_usd >= 0),
  solo_credit_usd usd not null check (solo_credit_usd >= 0),
  recorded_at timestamptz not null default clock_timestamp()
);

create function stamp_desk_settings() returns trigger language plpgsql as $$
begin
  new.recorded_at := clock_timestamp();
  return new;
end $$;

create trigger desk_settings_stamp before insert on desk_settings
  for each row execute function stamp_desk_settings();
create trigger desk_settings_are_permanent before update or delete on desk_settings
  for each row execute function prevent_change();
create trigger desk_settings_are_not_truncated before truncate on desk_settings
  for each statement execute function prevent_change();
alter table desk_settings enable always trigger desk_settings_stamp;
alter table desk_settings enable always trigger desk_settings_are_permanent;
alter table desk_settings enable always trigger desk_settings_are_not_truncated;

-- A desk that ran with a real provider once stays one.
create function desk_is_real() returns boolean language plpgsql stable as $$
begin
  return exists (select from desk_settings where not simulated);
end $$;

-- ------------------------------------------------------------------------------------------------- passkeys
-- From this amount on a withdrawal needs a passkey: where the highest band of the policy begins. `passkeyFromUsd`
-- in the types package computes the same. Null: no policy was published, and the server has not recorded its settings.
create function passkey_from_usd() returns numeric language plpgsql stable as $$
begin
  return coalesce(
    (select (rules -> 'approvals' -> -1 ->> 'fromUsd')::numeric from withdrawal_policies
     order by version desc limit 1),
    (select second_approval_usd::numeric from desk_settings order by seq desc limit 1)
  );
end $$;

-- What a person gives for a step of a withdrawal: evidence of their own second factor, for this very step. Above the
-- highest band a code is not enough, because nothing of it can be checked later.
create function require_step_up(
  person staff, kind text, evidence jsonb, challenges text[], amount_usd numeric
) returns void language plpgsql as $$
begin
  if kind = 'none' then
    if desk_is_real()
       or (select rules ->> 'secondFactor' from withdrawal_policies order by version desc limit 1) = 'always'
       or person.two_factor_enabled
       or exists (select from staff_passkeys where staff_id = person.id and removed_at is null) then
      perform raise_domain_error('SECOND_FACTOR_REQUIRED', 'this step needs a second factor');
    end if;
    return;
  end if;
  if evidence ->> 'staffId' is distinct from person.id::text
     or evidence ->> 'kind' is distinct from kind
     or not (
       coalesce(evidence ->> 'challenge' = any (challenges), false)
       or coalesce(jsonb_typeof(evidence -> 'covers') = 'array' and evidence -> 'covers' ?| challenges, false)
     )
     or kind = 'passkey' and not exists (
       select from staff_passkeys
       where id::text = evidence ->> 'passkeyId' and staff_id = person.id and removed_at is null
     ) then
    perform raise_domain_error('SECOND_FACTOR_INVALID', 'the second factor was given for something else');
  end if;
  if kind <> 'passkey' and amount_usd >= passkey_from_usd() then
    perform raise_domain_error(
      'PASSKEY_REQUIRED',
      format('withdrawals from %s USD on need a passkey', passkey_from_usd())
    );
  end if;
end $$;

-- The lock makes a deactivation or a change of role at the same moment come before or after.
create function require_payer(person_id text, refusal text) returns staff language plpgsql as $$
declare
  person staff%rowtype;
begin
  select * into person from staff where id::text = person_id for share;
  if not found or person.deactivated_at is not null or person.role not in ('approver', 'admin') then
    perform raise_domain_error('STAFF_ONLY', refusal);
  end if;
  return person;
end $$;

create or replace function require_approver() returns trigger language plpgsql as $$
declare
  person staff%rowtype;
begin
  person := require_payer(new.staff_id, 'only active staff who may approve can approve a withdrawal');
  perform require_step_up(
    person, new.step_up_kind, new.step_up, array[new.payload_hash],
    (select amount_usd from withdrawal_requests where id = new.withdrawal_request_id)
  );
  return new;
end $$;

-- `payOutChallenge` computes the same.
create function require_payout_evidence() returns trigger language plpgsql as $$
declare
  person staff%rowtype;
  attempt int;
begin
  person := require_payer(new.ordered_by_id, 'only active staff who may pay can order a payout');
  select count(*) + 1 into attempt from payouts where withdrawal_request_id = new.withdrawal_request_id;
  perform require_step_up(
    person, new.step_up_kind, new.step_up,
    array[sha256_hex(format('["payOut","%s",%s]', new.payload_hash, attempt))],
    (select amount_usd from withdrawal_requests where id = new.withdrawal_request_id)
  );
  return new;
end $$;

-- Recorded as paid by hand. `completionChallenge` computes the same; the sent amount may have been given or not.
-- What the provider has paid is completed in the name of the person who ordered it: their order has the evidence.
create function require_completion_evidence() returns trigger language plpgsql as $$
declare
  person staff%rowtype;
begin
  if exists (select from payouts where withdrawal_request_id = new.id and status = 'finished')
     and new.completion_step_up is null then
    return new;
  end if;
  person := require_payer(new.completed_by_id, 'only active staff who may pay can record a payment');
  perform require_step_up(
    person, coalesce(new.completion_step_up ->> 'kind', 'none'), new.completion_step_up,
    array[
      sha256_hex(format('["complete","%s",%s,null]', new.payload_hash, to_json(new.transaction_hash))),
      sha256_hex(format(
        '["complete","%s",%s,"%s"]',
        new.payload_hash, to_json(new.transaction_hash), trim_scale(new.crypto_amount::numeric)
      ))
    ],
    new.amount_usd
  );
  return new;
end $$;

create trigger payouts_step_up before insert on payouts
  for each row execute function require_payout_evidence();
create trigger withdrawal_requests_step_up before update on withdrawal_requests
  for each row when (old.status is distinct from new.status and new.status = 'completed')
  execute function require_completion_evidence();
alter table payouts enable always trigger payouts_step_up;
alter table withdrawal_requests enable always trigger withdrawal_requests_step_up;

-- -------------------------------------------------------------------------------------- one try for one code
-- Of the proof that was tried last: the same one again is not a further guess. It was used or wrong, and opens nothing.
alter table staff_step_ups add column last_proof_hash text check (last_proof_hash ~ '^[0-9a-f]{64}$');

-- ------------------------------------------------------------------------------------------------ single admins
-- When a person last ceased to be an active admin.
alter table staff add column admin_until timestamptz;
update staff set admin_until = deactivated_at where role = 'admin' and deactivated_at is not null;

create or replace function stamp_staff_role() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.role_since := clock_timestamp();
    new.admin_until := null;
    return new;
  end if;
  new.role_since := case
    when new.role is distinct from old.role or (new.deactivated_at is null and old.deactivated_at is not null)
      then clock_timestamp()
    else old.role_since
  end;
  new.admin_until := case
    when old.role = 'admin' and old.deactivated_at is null
      and not (new.role = 'admin' and new.deactivated_at is null) then clock_timestamp()
    else old.admin_until
  end;
  return new;
end $$;

-- Only where there is no other admin may a guard change without one. Whoever became the only admin lately may have
-- removed the others: that change waits for a week.
create or replace function guard_change_request_insert() returns trigger language plpgsql as $$
begin
  if new.status <> 'waiting' then
    perform raise_domain_error('ILLEGAL_TRANSITION', 'a change request begins by waiting');
  end if;
  perform 1 from staff where id = new.maker_id and deactivated_at is null for share;
  if not found then
    perform raise_domain_error('PERMISSION_DENIED', 'only active staff can request a change');
  end if;
  new.created_at := clock_timestamp();
  new.not_before := null;
  if new.required_approvals = 0 then
    if new.approver_role <> 'admin'
       or exists (
         select from staff where role = 'admin' and deactivated_at is null and id <> new.maker_id
       ) then
      perform raise_domain_error('MORE_APPROVALS_NEEDED', 'another person has to approve this');
    end if;
    new.not_before := new.created_at + case
      when exists (
        select from staff where id <> new.maker_id and admin_until > new.created_at - interval '30 days'
      ) then interval '7 days'
      else interval '24 hours'
    end;
  end if;
  new.expires_at := coalesce(new.not_before, new.created_at) + interval '7 days';
  return new;
end $$;

-- -------------------------------------------------------------------------------------------- credited alone
-- The limits of one person: SOLO_CREDIT_USD each, and five times that in 24 hours.
create function guard_solo_credit_insert() returns trigger language plpgsql as $$
declare
  most numeric;
  total numeric;
begin
  perform pg_advisory_xact_lock(hashtextextended('solo_credits ' || new.staff_id, 0));
  new.created_at := clock_timestamp();
  select solo_credit_usd into most from desk_settings order by seq desc limit 1;
  select coalesce(sum(amount_usd::numeric), 0) into total from solo_credits
    where staff_id = new.staff_id and released_at is null and created_at > new.created_at - interval '24 hours';
  if new.amount_usd > most or total + new.amount_usd > 5 * most then
    perform raise_domain_error('LIMIT_EXCEEDED', format('one person credits at most %s USD alone', most));
  end if;
  return new;
end $$;

create trigger solo_credits_limit before insert on solo_credits
  for each row execute function guard_solo_credit_insert();
alter table solo_credits enable always trigger solo_credits_limit;

-- With a real provider, what a person credits was counted as theirs, or another person has approved it. At the
-- commit: a change request is marked as applied after what it does. Deposits that the provider reports are not theirs.
create function require_counted_credit() returns trigger language plpgsql as $$
begin
  if not desk_is_real()
     or exists (
       select from change_requests
       where status = 'applied' and maker_id::text = new.actor_id
         and (result_kind, result_id) in (('transaction', new.id::text), ('suspense', new.suspense_item_id::text))
     )
     or exists (
       select from solo_credits
       where staff_id::text = new.actor_id and released_at is null and amount_usd >= new.amount_usd
         and created_at > clock_timestamp() - interval '1 hour'
     ) then
    return null;
  end if;
  perform raise_domain_error('MORE_APPROVALS_NEEDED', 'one person cannot credit this alone');
  return null;
end $$;

create constraint trigger transactions_counted_credit after insert on transactions
  deferrable initially deferred
  for each row when (
    new.actor_kind = 'staff' and new.amount_usd > 0
    and (new.transaction_type in ('bonus', 'adjustment', 'refund') or new.suspense_item_id is not null)
  )
  execute function require_counted_credit();
alter table transactions enable always trigger transactions_counted_credit;

-- ------------------------------------------------------------------------------------------------ anonymising
-- A user whom no one can name any more has no money left, and none on its way.
create function guard_anonymized_user() returns trigger language plpgsql as $$
declare
  b user_balances%rowtype;
begin
  select * into b from user_balances where user_id = new.id for update;
  if b.balance_usd <> 0 or b.held_usd <> 0
     or exists (
       select from withdrawal_requests
       where user_id = new.id and status in ('pending', 'approved', 'processing')
     )
     or exists (
       select from payments where user_id = new.id and status in ('pending', 'confirming', 'confirmed')
     )
     or exists (select from suspense_items where user_id = new.id and status = 'open') then
    perform raise_domain_error(
      'USER_HAS_OPEN_MONEY',
      'a user with a balance, an open request or money in suspense cannot be anonymised'
    );
  end if;
  return new;
end $$;

create trigger users_anonymized before update on users
  for each row when (old.anonymized_at is null and new.anonymized_at is not null)
  execute function guard_anonymized_user();
alter table users enable always trigger users_anonymized;
