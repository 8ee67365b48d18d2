-- Webhooks out: endpoints that events are sent to, their secrets, and what was sent.

-- ------------------------------------------------------------------------------------------------- endpoints
create table webhook_endpoints (
  id uuid primary key,
  url text not null check (length(url) between 8 and 2048),
  description text not null check (length(description) <= 500),
  -- Null: every type.
  event_types text[] check (cardinality(event_types) > 0),
  -- Everything up to this sequence was delivered, or is not for this endpoint.
  cursor bigint not null check (cursor >= 0),
  -- Attempts of the event behind the cursor that failed, since when, and when the next one is due.
  failures int not null default 0 check (failures >= 0),
  failing_since timestamptz,
  next_attempt_at timestamptz not null,
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('staff', 'gone', 'failing', 'events_removed')),
  disabled_detail text,
  -- The worker that sends now; another one may take over when the claim has run out.
  claim_token uuid,
  claimed_until timestamptz,
  created_by_id uuid references staff on delete restrict,
  created_by_name text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((disabled_at is null) = (disabled_reason is null)),
  check ((failures = 0) = (failing_since is null)),
  check ((claim_token is null) = (claimed_until is null))
);
create index webhook_endpoints_created on webhook_endpoints (created_at, id);
create index webhook_endpoints_creator on webhook_endpoints (created_by_id) where created_by_id is not null;

-- As many as one worker serves at the same time, so that no endpoint waits for another one.
create function guard_webhook_endpoint() returns trigger language plpgsql as $$
begin
  if new.cursor > (select sequence from event_head) then
    perform raise_domain_error('INVALID_CURSOR', 'this cursor lies ahead of the last event');
  end if;
  if new.disabled_at is null and (tg_op = 'INSERT' or old.disabled_at is not null) then
    -- One at a time, so that the count is right.
    perform pg_advisory_xact_lock(hashtext('webhook_endpoints'));
    if (select count(*) from webhook_endpoints where disabled_at is null and id <> new.id) >= 20 then
      perform raise_domain_error('TOO_MANY_WEBHOOK_ENDPOINTS', 'there are 20 enabled endpoints already');
    end if;
  end if;
  return new;
end $$;

create trigger webhook_endpoints_guard before insert or update on webhook_endpoints
  for each row execute function guard_webhook_endpoint();
create trigger webhook_endpoints_are_permanent before delete on webhook_endpoints
  for each row execute function prevent_change();
create trigger webhook_endpoints_are_not_truncated before truncate on webhook_endpoints
  for each statement execute function prevent_change();

-- Without the URL, which may contain a password.
create function emit_webhook_endpoint_event() returns trigger language plpgsql as $$
begin
  perform emit_event(
    'webhook_endpoint.disabled', 'webhook_endpoint', new.id::text, null,
    jsonb_build_object(
      'id', new.id, 'description', new.description, 'disabledAt', utc_text(new.disabled_at),
      'disabledReason', new.disabled_reason, 'cursor', new.cursor
    )
  );
  return null;
end $$;

create trigger webhook_endpoints_events after update on webhook_endpoints
  for each row when (old.disabled_at is null and new.disabled_at is not null)
  execute function emit_webhook_endpoint_event();

-- --------------------------------------------------------------------------------------------------- secrets
create table webhook_endpoint_secrets (
  id uuid primary key,
  endpoint_id uuid not null references webhook_endpoints on delete restrict,
  -- With a key that is computed from PAYDESK_SECRET.
  encrypted text not null,
  -- Null: the current one.
  ends_at timestamptz,
  created_at timestamptz not null
);
create unique index webhook_endpoint_secrets_current on webhook_endpoint_secrets (endpoint_id) where ends_at is null;
create index webhook_endpoint_secrets_endpoint on webhook_endpoint_secrets (endpoint_id, created_at);

create function guard_webhook_secret() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform from webhook_endpoints where id = new.endpoint_id for update;
    if (
      select count(*) from webhook_endpoint_secrets
      where endpoint_id = new.endpoint_id and (ends_at is null or ends_at > clock_timestamp())
    ) >= 2 then
      perform raise_domain_error('ILLEGAL_TRANSITION', 'two secrets are valid already: end the old one first');
    end if;
    return new;
  end if;
  if (new.id, new.endpoint_id, new.encrypted, new.created_at)
     is distinct from (old.id, old.endpoint_id, old.encrypted, old.created_at)
     or new.ends_at is null
     or new.ends_at > old.ends_at then
    perform raise_domain_error('IMMUTABLE', 'a secret of a webhook endpoint can only end');
  end if;
  return new;
end $$;

create trigger webhook_endpoint_secrets_guard before insert or update on webhook_endpoint_secrets
  for each row execute function guard_webhook_secret();
create trigger webhook_endpoint_secrets_are_permanent before delete on webhook_endpoint_secrets
  for each row execute function prevent_change();
create trigger webhook_endpoint_secrets_are_not_truncated before truncate on webhook_endpoint_secrets
  for each statement execute function prevent_change();

-- ------------------------------------------------------------------------------------------------ deliveries
-- One event to one endpoint. The body is not stored: it is built from the event, so that anonymising a user reaches it.
create table webhook_deliveries (
  id uuid primary key,
  endpoint_id uuid not null references webhook_endpoints on delete restrict,
  event_id uuid not null,
  event_sequence bigint not null,
  event_type text not null,
  -- `event`: in order. The others are sent once, at once.
  kind text not null check (kind in ('event', 'resend', 'test')),
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'skipped')),
  attempts int not null default 0 check (attempts >= 0),
  last_status int,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((status = 'pending') = (finished_at is null))
);
-- An event that is tried again keeps its row; two workers cannot begin two.
create unique index webhook_deliveries_one_open on webhook_deliveries (endpoint_id)
  where status = 'pending' and kind = 'event';
create index webhook_deliveries_manual on webhook_deliveries (endpoint_id, created_at)
  where status = 'pending' and kind <> 'event';
create index webhook_deliveries_created on webhook_deliveries (created_at, id);
create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, created_at, id);
create index webhook_deliveries_event on webhook_deliveries (event_id);

create function guard_webhook_delivery() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status = 'pending' or old.created_at > clock_timestamp() - interval '30 days' then
      perform raise_domain_error('IMMUTABLE', 'deliveries are kept for at least 30 days');
    end if;
    return old;
  end if;
  if old.status <> 'pending'
     or new.attempts < old.attempts
     or (new.id, new.endpoint_id, new.event_id, new.event_sequence, new.event_type, new.kind, new.created_at)
        is distinct from
        (old.id, old.endpoint_id, old.event_id, old.event_sequence, old.event_type, old.kind, old.created_at) then
    perform raise_domain_error('IMMUTABLE', 'a delivery keeps its event and its result');
  end if;
  return new;
end $$;

create trigger webhook_deliveries_guard before update or delete on webhook_deliveries
  for each row execute function guard_webhook_delivery();
create trigger webhook_deliveries_are_not_truncated before truncate on webhook_deliveries
  for each statement execute function prevent_change();

create table webhook_attempts (
  id uuid primary key,
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  at timestamptz not null,
  -- Seconds, as in `webhook-timestamp`.
  sent_timestamp bigint not null,
  body_sha256 text not null check (body_sha256 ~ '^[0-9a-f]{64}$'),
  request_headers jsonb not null,
  duration_ms int not null check (duration_ms >= 0),
  response_status int,
  response_headers jsonb,
  response_body text check (octet_length(response_body) <= 16384),
  error text,
  check (response_status is not null or error is not null)
);
create index webhook_attempts_delivery on webhook_attempts (delivery_id, at);
create trigger webhook_attempts_are_permanent before update on webhook_attempts
  for each row execute function prevent_change();
create trigger webhook_attempts_are_not_truncated before truncate on webhook_attempts
  for each statement execute function prevent_change();

alter table webhook_endpoints enable always trigger webhook_endpoints_guard;
alter table webhook_endpoints enable always trigger webhook_endpoints_are_permanent;
alter table webhook_endpoints enable always trigger webhook_endpoints_are_not_truncated;
alter table webhook_endpoints enable always trigger webhook_endpoints_events;
alter table webhook_endpoint_secrets enable always trigger webhook_endpoint_secrets_guard;
alter table webhook_endpoint_secrets enable always trigger webhook_endpoint_secrets_are_permanent;
alter table webhook_endpoint_secrets enable always trigger webhook_endpoint_secrets_are_not_truncated;
alter table webhook_deliveries enable always trigger webhook_deliveries_guard;
alter table webhook_deliveries enable always trigger webhook_deliveries_are_not_truncated;
alter table webhook_attempts enable always trigger webhook_attempts_are_permanent;
alter table webhook_attempts enable always trigger webhook_attempts_are_not_truncated;
