-- The proof of origin of a request is written with it: it cannot be taken away or replaced later, not even by the desk.
create function keep_origin_mac() returns trigger language plpgsql as $$
begin
  perform raise_domain_error('IMMUTABLE', 'a proof of origin cannot change');
  return null;
end $$;

create trigger withdrawal_requests_keep_origin_mac before update on withdrawal_requests
  for each row when (new.origin_mac is distinct from old.origin_mac) execute function keep_origin_mac();
create trigger payouts_keep_origin_mac before update on payouts
  for each row when (new.origin_mac is distinct from old.origin_mac) execute function keep_origin_mac();
create trigger change_requests_keep_origin_mac before update on change_requests
  for each row when (new.origin_mac is distinct from old.origin_mac) execute function keep_origin_mac();
alter table withdrawal_requests enable always trigger withdrawal_requests_keep_origin_mac;
alter table payouts enable always trigger payouts_keep_origin_mac;
alter table change_requests enable always trigger change_requests_keep_origin_mac;

do $$
begin
  execute format('alter function keep_origin_mac() set search_path = %I, pg_temp', current_schema());
end $$;
