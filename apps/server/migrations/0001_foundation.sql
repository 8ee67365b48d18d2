-- What every other file uses: domains of amounts, refusals with a stable reason, permanence, hashing.

create extension if not exists pg_trgm;

-- --------------------------------------------------------------------------------------------------- domains
-- A domain over plain numeric refuses a third decimal place; numeric(20,2) would round it silently.
create domain usd as numeric check (value = round(value, 2) and abs(value) < 1e18);
create domain crypto as numeric check (value >= 0 and scale(value) <= 30 and value < 1e30);
create domain percent as numeric check (value between 0 and 50 and value = round(value, 4));

-- -------------------------------------------------------------------------------------------------- refusals
-- Fails with a stable reason, which the server reads from the error's constraint field (src/db/refusal.ts).
create function raise_domain_error(reason text, message text) returns void language plpgsql as $$
begin
  -- The driver puts the statement in front of the message; the detail stays as it is.
  raise exception using errcode = 'PD000', constraint = reason, message = message, detail = message;
end $$;

create function prevent_change() returns trigger language plpgsql as $$
begin
  perform raise_domain_error(
    'IMMUTABLE',
    format('%s on %s is not allowed: its rows are permanent', tg_op, tg_table_name)
  );
  return null;
end $$;

create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := greatest(new.updated_at, now());
  return new;
end $$;

-- --------------------------------------------------------------------------------------------------- hashing
-- One text for many values: each is written as its length in bytes, a colon and the value; null is '-'.
-- Two different lists never have the same text.
create function canonical(variadic fields text[]) returns text language sql immutable as $$
  select string_agg(
    case when field is null then '-' else octet_length(field) || ':' || field end,
    ',' order by position
  )
  from unnest(fields) with ordinality as list(field, position)
$$;

create function sha256_hex(content text) returns text language sql immutable as $$
  select encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;

create function utc_text(moment timestamptz) returns text language sql immutable as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
