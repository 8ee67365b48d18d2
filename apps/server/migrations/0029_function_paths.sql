-- The functions of webhooks find the names that they use where the others do: whoever owns a session, or the database,
-- cannot change what they mean by another search path.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in (
        'emit_webhook_endpoint_event', 'guard_webhook_delivery', 'guard_webhook_endpoint', 'guard_webhook_secret'
      )
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
