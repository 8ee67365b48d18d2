-- Who may do what alone: change requests that wait for another person, what one person has credited, limits of
-- API keys, and the stop of all payouts.

-- ----------------------------------------------------------------------------------------- evidence in the log
-- How the actor's second factor was verified for this action.
alter table audit_log add column step_up jsonb check (jsonb_typeof(step_up) = 'object');

-- Entries without evidence keep the hash that they had before.
create or replace function audit_seal_hash(
  a audit_log, seq bigint, prev_hash text, sealed_at timestamptz
) returns text language sql immutable as $$
  select sha256_hex(
    canonical(
      seq::text, a.id::text, a.action, a.actor_kind, a.actor_id, a.actor_name, a.subject_kind, a.subject_id,
      a.note, a.before::text, a.after::text, a.ip_address, a.request_id, a.session_id, a.user_agent,
      utc_text(a.created_at), utc_text(a.recorded_at), a.txid::text, utc_text(sealed_at), prev_hash
    )
    || case when a.step_up is null then '' else ',' || canonical(a.step_up::text) end
  )
$$;
