import type { Knex } from 'knex';

/** The withdrawal policy, every version of it, and every decision that was made by it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(sql);
}

export async function down(): Promise<void> {
  throw new Error('migrations only go forward: restore a backup instead');
}

const sql = /* sql */ `
-- Version 0 is what the settings say, and is not stored.
create table withdrawal_policies (
  id uuid primary key,
  version int not null check (version >= 1),
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  note text not null check (length(note) between 3 and 2000),
  published_by_staff_id uuid not null references staff on delete restrict,
  published_by_name text not null,
  -- How the person proved to be there: see the second factors.
  step_up jsonb not null check (jsonb_typeof(step_up) = 'object'),
  created_at timestamptz(3) not null,
  constraint "POLICY_CHANGED" unique (version)
);

-- Versions follow each other without a gap. Of two that are published at once the second waits for the first to end, and then comes too late.
create function number_policy() returns trigger language plpgsql as $$
declare current_version int;
begin
  perform pg_advisory_xact_lock(hashtextextended('withdrawal_policies', 0));
  select coalesce(max(version), 0) into current_version from withdrawal_policies;
  if new.version is distinct from current_version + 1 then
    perform refuse('POLICY_CHANGED', format('version %s of the policy is in force: look at it first', current_version));
  end if;
  return new;
end $$;
create trigger withdrawal_policies_number before insert on withdrawal_policies for each row execute function number_policy();
create trigger withdrawal_policies_are_permanent before update or delete on withdrawal_policies for each row execute function refuse_change();
create trigger withdrawal_policies_are_not_truncated before truncate on withdrawal_policies for each statement execute function refuse_change();
alter table withdrawal_policies enable always trigger withdrawal_policies_number;
alter table withdrawal_policies enable always trigger withdrawal_policies_are_permanent;
alter table withdrawal_policies enable always trigger withdrawal_policies_are_not_truncated;

create table withdrawal_decisions (
  id uuid primary key,
  -- Null: the request was refused and never existed. Checked at the commit, because the decision comes before the request's row.
  withdrawal_request_id uuid references withdrawal_requests on delete restrict deferrable initially deferred,
  user_id uuid not null references users on delete restrict,
  policy_version int not null check (policy_version >= 0),
  moment text not null check (moment in ('create', 'approve', 'startProcessing', 'complete', 'payOut')),
  outcome text not null check (outcome in ('pass', 'delay', 'stop')),
  required_approvals int not null check (required_approvals between 1 and 10),
  not_before timestamptz(3),
  reasons jsonb not null check (jsonb_typeof(reasons) = 'array' and jsonb_array_length(reasons) > 0),
  -- The figures that it was decided from.
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  created_at timestamptz(3) not null,
  constraint only_refused_requests_never_existed check (withdrawal_request_id is not null or (moment = 'create' and outcome = 'stop')),
  constraint delays_have_an_end check (outcome <> 'delay' or not_before is not null)
);
create index withdrawal_decisions_withdrawal on withdrawal_decisions (withdrawal_request_id, created_at, id);
create index withdrawal_decisions_user on withdrawal_decisions (user_id, created_at, id);
create trigger withdrawal_decisions_are_permanent before update or delete on withdrawal_decisions for each row execute function refuse_change();
create trigger withdrawal_decisions_are_not_truncated before truncate on withdrawal_decisions for each statement execute function refuse_change();
alter table withdrawal_decisions enable always trigger withdrawal_decisions_are_permanent;
alter table withdrawal_decisions enable always trigger withdrawal_decisions_are_not_truncated;

-- Limits of the whole desk add up to a month of requests, and where a user's money went is looked up by the destination.
create index withdrawal_requests_counted on withdrawal_requests (created_at, id) include (amount_usd) where status not in ('rejected', 'cancelled');
create index withdrawal_requests_destination on withdrawal_requests (user_id, wallet_address, created_at) where status not in ('rejected', 'cancelled');
`;
